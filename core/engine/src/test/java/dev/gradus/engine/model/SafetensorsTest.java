package dev.gradus.engine.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Thorough;
import dev.gradus.engine.data.Randomness;
import dev.gradus.runtime.file.Safetensors;
import dev.gradus.runtime.file.SafetensorsContent;
import dev.gradus.runtime.file.SafetensorsTensor;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.ModelFileException;
import dev.gradus.runtime.problem.ModelFileException.Reason;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is read back bit by bit, and nothing else is read. */
class SafetensorsTest {

  @TempDir Path folder;

  private static SafetensorsTensor tensor(String name, List<Integer> shape, float... values) {
    return new SafetensorsTensor(name, shape, values);
  }

  private static SafetensorsContent small() {
    return new SafetensorsContent(
        Map.of("gradus.format", "1"), List.of(tensor("w", List.of(1, 2), 1.5f, -2)));
  }

  private static void assertSame(SafetensorsContent expected, SafetensorsContent actual) {
    assertEquals(expected.metadata(), actual.metadata());
    assertEquals(expected.tensors().size(), actual.tensors().size());
    for (int i = 0; i < expected.tensors().size(); i++) {
      SafetensorsTensor e = expected.tensors().get(i);
      SafetensorsTensor a = actual.tensors().get(i);
      assertEquals(e.name(), a.name());
      assertEquals(e.shape(), a.shape());
      assertEquals(e.type(), a.type());
      assertArrayEquals(bits(e.values()), bits(a.values()));
      assertArrayEquals(bits(e.doubles()), bits(a.doubles()));
    }
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }

  private static long[] bits(double[] values) {
    return Arrays.stream(values).mapToLong(Double::doubleToRawLongBits).toArray();
  }

  private static ModelFileException refused(byte[] bytes) {
    return assertThrows(ModelFileException.class, () -> Safetensors.decode(bytes, "model"));
  }

  // ---------------------------------------------------------------------------------- round trip

  @Test
  void doublesKeepAllTheirBits() {
    double[] values = {Math.PI, Double.NaN, -0.0, Double.MIN_VALUE, 1e300, 2};
    SafetensorsContent content =
        new SafetensorsContent(
            Map.of(),
            List.of(
                tensor("before", List.of(1), 1),
                SafetensorsTensor.ofOwn("doubles", List.of(2, 3), values.clone()),
                tensor("after", List.of(1), 2)));
    SafetensorsContent read = Safetensors.decode(Safetensors.encode(content), "model");
    assertSame(content, read);
    SafetensorsTensor doubles = read.find("doubles").orElseThrow();
    assertArrayEquals(bits(values), bits(doubles.doubles()));
    assertEquals(6, doubles.size());
    assertEquals(0, doubles.values().length);
  }

  /** Any bits as floats, NaN with payloads among them; any Unicode as names and texts. */
  static SafetensorsContent random(RandomGenerator random, int tensors, int texts) {
    Map<String, String> metadata = new TreeMap<>();
    for (int i = 0; i < texts; i++) {
      metadata.put(text(random, 1 + random.nextInt(12)) + i, text(random, random.nextInt(60)));
    }
    List<SafetensorsTensor> all = new ArrayList<>();
    for (int i = 0; i < tensors; i++) {
      List<Integer> shape = new ArrayList<>();
      int size = 1;
      for (int d = random.nextInt(5); d > 0; d--) {
        int length = random.nextInt(5);
        shape.add(length);
        size *= length;
      }
      float[] values = new float[size];
      for (int j = 0; j < size; j++) {
        values[j] = Float.intBitsToFloat(random.nextInt());
      }
      all.add(new SafetensorsTensor(text(random, random.nextInt(9)) + i, shape, values));
    }
    return new SafetensorsContent(metadata, all);
  }

  private static String text(RandomGenerator random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      int codePoint = random.nextInt(random.nextBoolean() ? 0x80 : 0x110000);
      text.appendCodePoint(codePoint >= 0xD800 && codePoint < 0xE000 ? 'x' : codePoint);
    }
    return text.toString();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void randomContentsRoundTripBitByBit(long seed) {
    RandomGenerator random = Randomness.of(seed, "contents", 0);
    for (int i = 0; i < 200; i++) {
      SafetensorsContent content = random(random, random.nextInt(12), random.nextInt(5));
      byte[] bytes = Safetensors.encode(content);
      assertSame(content, Safetensors.decode(bytes, "model"));
      assertArrayEquals(bytes, Safetensors.encode(Safetensors.decode(bytes, "model")));
    }
  }

  @Test
  void aFileRoundTrips() throws IOException {
    Path file = folder.resolve("model");
    Files.write(file, Safetensors.encode(small()));
    assertSame(small(), Safetensors.read(file));
  }

  @Test
  void theBytesAreWhatTheGrammarSays() {
    byte[] bytes = Safetensors.encode(small());
    String sum = new String(bytes, 44, 64, UTF_8);
    assertTrue(sum.matches("[0-9a-f]{64}"), sum);
    String json =
        "{\"__metadata__\":{\"gradus.checksum\":\""
            + sum
            + "\",\"gradus.format\":\"1\"},"
            + "\"w\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}";
    ByteBuffer expected = ByteBuffer.allocate(8 + 184 + 8).order(ByteOrder.LITTLE_ENDIAN);
    expected.putLong(184).put((json + " ".repeat(184 - json.length())).getBytes(UTF_8));
    expected.putFloat(1.5f).putFloat(-2);
    assertArrayEquals(expected.array(), bytes);
  }

  @Test
  void theHeaderIsPaddedByLessThanEightSpaces() {
    for (int length = 0; length < 16; length++) {
      byte[] bytes =
          Safetensors.encode(new SafetensorsContent(Map.of("k", "x".repeat(length)), List.of()));
      String header = new String(bytes, 8, bytes.length - 8, UTF_8);
      assertEquals(0, header.length() % 8);
      assertTrue(header.length() - header.stripTrailing().length() < 8, header);
    }
  }

  @Test
  void theOrderOfTheMetadataDoesNotMatter() {
    Map<String, String> ascending = new TreeMap<>(Map.of("a", "1", "b", "2", "c", "3"));
    Map<String, String> descending = new TreeMap<>(ascending).descendingMap();
    assertArrayEquals(
        Safetensors.encode(new SafetensorsContent(ascending, List.of())),
        Safetensors.encode(new SafetensorsContent(descending, List.of())));
  }

  @Test
  void aContentKeepsCopies() {
    float[] values = {1, 2};
    SafetensorsTensor tensor = new SafetensorsTensor("w", List.of(2), values);
    values[0] = 9;
    tensor.values()[1] = 9;
    assertArrayEquals(new float[] {1, 2}, tensor.values());
    float[] into = new float[3];
    tensor.copyTo(into);
    assertArrayEquals(new float[] {1, 2, 0}, into);
    assertEquals("w", small().find("w").orElseThrow().name());
    assertTrue(small().find("v").isEmpty());
  }

  // ------------------------------------------------------------------------------------ accidents

  private static byte[] fourKibibytes() {
    float[] values = new float[800];
    RandomGenerator random = Randomness.of(7, "values", 0);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Safetensors.encode(
        new SafetensorsContent(
            Map.of("gradus.format", "1", "gradus.configuration", "loss: mse\n".repeat(50)),
            List.of(
                new SafetensorsTensor("layers.0.weight", List.of(40, 20), values),
                tensor("layers.0.bias", List.of(2), 0, 0))));
  }

  @Test
  void everyFlippedBitIsFound() {
    byte[] bytes = fourKibibytes();
    assertTrue(bytes.length > 3_900 && bytes.length < 4_300, bytes.length + " bytes");
    for (int bit = 0; bit < 8 * bytes.length; bit += Thorough.stride(3)) {
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      assertEquals(Reason.CORRUPT, refused(bytes).reason(), "bit " + bit);
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
    }
    Safetensors.decode(bytes, "model");
  }

  @Test
  void everyTruncationIsFound() {
    byte[] bytes = fourKibibytes();
    for (int length = 0; length < bytes.length; length++) {
      assertEquals(
          Reason.CORRUPT, refused(Arrays.copyOf(bytes, length)).reason(), "length " + length);
    }
  }

  @Test
  void everythingAppendedIsFound() {
    byte[] bytes = fourKibibytes();
    for (int more = 1; more < 20; more++) {
      assertEquals(Reason.CORRUPT, refused(Arrays.copyOf(bytes, bytes.length + more)).reason());
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void randomBytesAreRefused(long seed) {
    RandomGenerator random = Randomness.of(seed, "bytes", 0);
    for (int i = 0; i < 1000; i++) {
      byte[] bytes = new byte[random.nextInt(400)];
      random.nextBytes(bytes);
      assertEquals(Reason.CORRUPT, refused(bytes).reason());
    }
  }

  @Test
  void theMessageSaysWhatToDo() {
    byte[] bytes = fourKibibytes();
    bytes[bytes.length - 1] ^= 1;
    assertEquals(
        "model: the model file is corrupt: its checksum does not match; it was changed or truncated, so copy or train it again",
        refused(bytes).getMessage());
    assertEquals(
        "model: the model file is corrupt: it has 3 bytes, fewer than the 108 that even an empty model has",
        refused(new byte[3]).getMessage());
    assertEquals(
        "model: the model file is corrupt: its header does not begin with the checksum of a model of Gradus",
        refused(new byte[300]).getMessage());
  }

  // ------------------------------------------------------------------------------- what is no file

  @Test
  void aMissingFileIsASentence() {
    Path file = folder.resolve("model");
    ModelFileException e = assertThrows(ModelFileException.class, () -> Safetensors.read(file));
    assertEquals(Reason.UNREADABLE, e.reason());
    assertEquals(
        file + ": the file cannot be read: there is no such file or folder", e.getMessage());
  }

  @Test
  void aFolderIsASentence() {
    ModelFileException e = assertThrows(ModelFileException.class, () -> Safetensors.read(folder));
    assertEquals(Reason.UNREADABLE, e.reason());
    assertEquals(folder + ": this is a folder or a device, not a model file", e.getMessage());
  }

  @Test
  void aFileLargerThanMemoryIsRefusedBeforeItIsRead() throws IOException {
    Path file = folder.resolve("model");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(1L << 40);
    }
    ModelFileException e = assertThrows(ModelFileException.class, () -> Safetensors.read(file));
    assertEquals(Reason.TOO_LARGE, e.reason());
    assertTrue(
        e.problems().get(0).sentence().startsWith("the file has 1,099,511,627,776 bytes"),
        e.toString());
  }

  @Test
  void aFileThatCannotBeWrittenIsASentence() {
    Path file = folder.resolve("runs").resolve("model");
    assertThrows(DataException.class, () -> ModelFiles.write(file, small()));
    assertFalse(Files.exists(file));
  }

  @Test
  void messagesCallAFileByItsName() throws IOException {
    Path file = Files.write(folder.resolve("iris.model"), new byte[5]);
    ModelFileException e = assertThrows(ModelFileException.class, () -> Safetensors.read(file));
    assertEquals("iris.model", e.problems().get(0).where());
  }

  // ----------------------------------------------------------------------------------- the limits

  @Test
  void aHeaderMayHaveSixteenMebibytesAndNoMore() {
    assertEquals(16 << 20, Safetensors.MOST_HEADER_BYTES);
    int rest = Safetensors.encode(new SafetensorsContent(Map.of("k", ""), List.of())).length - 8;
    // The JSON of the header above ends with the third byte of its last eight.
    String largest = "x".repeat(Safetensors.MOST_HEADER_BYTES - rest);
    byte[] bytes = Safetensors.encode(new SafetensorsContent(Map.of("k", largest), List.of()));
    assertEquals(8 + Safetensors.MOST_HEADER_BYTES, bytes.length);
    assertEquals(largest, Safetensors.decode(bytes, "model").metadata().get("k"));
    SafetensorsContent tooLarge =
        new SafetensorsContent(Map.of("k", largest + "x".repeat(8)), List.of());
    ModelFileException e =
        assertThrows(ModelFileException.class, () -> Safetensors.encode(tooLarge));
    assertEquals(Reason.TOO_LARGE, e.reason());
  }

  @Test
  void aFileMayHaveTenThousandTensorsAndNoMore() {
    List<SafetensorsTensor> tensors = new ArrayList<>();
    for (int i = 0; i < Safetensors.MOST_TENSORS; i++) {
      tensors.add(tensor("" + i, List.of(0)));
    }
    SafetensorsContent most = new SafetensorsContent(Map.of(), tensors);
    assertSame(most, Safetensors.decode(Safetensors.encode(most), "model"));
    tensors.add(tensor("one more", List.of(0)));
    ModelFileException e =
        assertThrows(
            ModelFileException.class,
            () -> Safetensors.encode(new SafetensorsContent(Map.of(), tensors)));
    assertEquals(Reason.TOO_LARGE, e.reason());
  }

  @Test
  void aTensorMayHaveEightDimensionsAndNoMore() {
    SafetensorsContent most =
        new SafetensorsContent(
            Map.of(), List.of(tensor("w", List.of(1, 1, 1, 1, 2, 1, 1, 1), 1, 2)));
    assertSame(most, Safetensors.decode(Safetensors.encode(most), "model"));
    assertThrows(
        IllegalArgumentException.class, () -> tensor("w", List.of(1, 1, 1, 1, 1, 1, 1, 1, 1), 1));
  }

  @Test
  void whatIsNoContentIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> tensor("", List.of(1), 1));
    assertThrows(IllegalArgumentException.class, () -> tensor("__metadata__", List.of(1), 1));
    assertThrows(IllegalArgumentException.class, () -> tensor("w", List.of(2), 1));
    assertThrows(IllegalArgumentException.class, () -> tensor("w", List.of(-1), 1));
    assertThrows(IllegalArgumentException.class, () -> tensor("w", List.of(65536, 65536)));
    assertThrows(
        IllegalArgumentException.class,
        () -> tensor("w", List.of(1 << 30, 1 << 30, 1 << 30, 1 << 30, 4)));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new SafetensorsContent(
                Map.of(), List.of(tensor("w", List.of(), 1), tensor("w", List.of(), 2))));
    assertThrows(
        IllegalArgumentException.class,
        () -> new SafetensorsContent(Map.of("gradus.checksum", "0"), List.of()));
    SafetensorsContent halfAPair = new SafetensorsContent(Map.of("k", "\uD83C"), List.of());
    assertThrows(IllegalArgumentException.class, () -> Safetensors.encode(halfAPair));
  }
}
