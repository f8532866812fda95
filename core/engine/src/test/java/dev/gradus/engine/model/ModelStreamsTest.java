package dev.gradus.engine.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Sgd;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.ModelFileException;
import dev.gradus.runtime.problem.ModelFileException.Reason;
import dev.gradus.runtime.problem.OutputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models come from streams, bytes and other file systems, as strictly as from files. */
@SuppressWarnings("InputStreamSlowMultibyteRead") // byte by byte, so that they are counted
class ModelStreamsTest {

  @TempDir Path folder;
  private final Gradus gradus = Gradus.create();

  @AfterEach
  void close() {
    gradus.close();
  }

  private Model model() {
    Configuration configuration =
        Configuration.builder()
            .data(DataSpec.of("y"))
            .layer(Dense.output())
            .loss(new MeanSquaredError())
            .optimizer(new Sgd(0.1))
            .epochs(2)
            .build();
    Table table = Table.of(Column.of("x", 1, 2, 3), Column.of("y", 2, 4, 6));
    return gradus.job(configuration).on(table).train().model();
  }

  private byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    gradus.save(model(), out);
    return out.toByteArray();
  }

  /** Counts what is read, and notices being closed. */
  private static final class Watched extends InputStream {
    private final InputStream in;
    private long read;
    private boolean closed;

    Watched(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      int next = in.read();
      read += next < 0 ? 0 : 1;
      return next;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void aStreamHoldsTheBytesOfTheFile() throws IOException {
    Path file = folder.resolve("m.safetensors");
    Model model = model();
    gradus.save(model, file);
    byte[] bytes = bytes();
    assertArrayEquals(Files.readAllBytes(file), bytes);
    Watched in = new Watched(new ByteArrayInputStream(bytes));
    double[] expected = model.predictor().predict(7);
    assertArrayEquals(expected, gradus.load(in).predictor().predict(7));
    assertFalse(in.closed, "who opens a stream closes it");
    assertArrayEquals(expected, gradus.load(bytes).predictor().predict(7));
  }

  @Test
  void aStreamThatEndsEarlyIsRefused() {
    byte[] bytes = bytes();
    SplittableRandom random = new SplittableRandom(5);
    List<Integer> lengths = new ArrayList<>(List.of(0, 1, 7, 8, 107, 108, bytes.length - 1));
    for (int i = 0; i < 100; i++) {
      lengths.add(random.nextInt(bytes.length));
    }
    for (int length : lengths) {
      byte[] cut = Arrays.copyOf(bytes, length);
      ModelFileException e = refusal(new ByteArrayInputStream(cut));
      assertEquals(Reason.CORRUPT, e.reason());
      assertTrue(
          String.valueOf(e.getMessage()).startsWith("the stream: the model file is corrupt: it "),
          e.getMessage());
      assertThrows(ModelFileException.class, () -> gradus.load(cut));
    }
    assertEquals(
        "the stream: the model file is corrupt: it ends after %,d of its %,d bytes; it was truncated, so copy or read it again"
            .formatted(bytes.length - 1, bytes.length),
        refusal(new ByteArrayInputStream(Arrays.copyOf(bytes, bytes.length - 1))).getMessage());
  }

  @Test
  void anEndlessStreamIsNotReadForEver() {
    byte[] bytes = bytes();
    Watched endless = new Watched(new Endless(bytes));
    assertEquals(
        "the stream: the model file is corrupt: it has extra bytes after its %,d bytes"
            .formatted(bytes.length),
        refusal(endless).getMessage());
    assertEquals(bytes.length + 1, endless.read);
    Watched zeros = new Watched(new Endless(new byte[0]));
    assertEquals(Reason.CORRUPT, refusal(zeros).reason());
    assertTrue(zeros.read < 1000, "read " + zeros.read);
  }

  /** Some bytes, and then zeros without an end. */
  private static final class Endless extends InputStream {
    private final byte[] first;
    private int at;

    Endless(byte[] first) {
      this.first = first;
    }

    @Override
    public int read() {
      return at < first.length ? first[at++] & 0xff : 0;
    }
  }

  @Test
  void aHeaderThatPromisesMoreThanThereIsMemoryIsRefusedBeforeItIsRead() {
    byte[] bytes = bytes();
    for (long length : List.of(1L << 40, -8L, 16L, 1L << 25, 109L)) {
      byte[] changed = bytes.clone();
      ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
      Watched in = new Watched(new Endless(changed));
      assertEquals(Reason.CORRUPT, refusal(in).reason());
      assertTrue(in.read <= 108, "read " + in.read);
    }
    String header =
        "{\"__metadata__\":{\"gradus.checksum\":\""
            + "0".repeat(64)
            + "\"},\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,9000000000000]}}";
    byte[] padded =
        (header + " ".repeat((8 - header.length() % 8) % 8))
            .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    ByteBuffer large = ByteBuffer.allocate(8 + padded.length).order(ByteOrder.LITTLE_ENDIAN);
    large.putLong(padded.length).put(padded);
    assertEquals(Reason.TOO_LARGE, refusal(new Endless(large.array())).reason());
  }

  @Test
  void everyChangedByteIsFound() {
    byte[] bytes = bytes();
    SplittableRandom random = new SplittableRandom(9);
    for (int i = 0; i < 300; i++) {
      byte[] changed = bytes.clone();
      changed[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      assertThrows(ModelFileException.class, () -> gradus.load(new ByteArrayInputStream(changed)));
    }
  }

  @Test
  void aStreamThatFailsIsNamed() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("connection reset");
          }
        };
    ModelFileException e = refusal(broken);
    assertEquals(Reason.UNREADABLE, e.reason());
    assertEquals("the stream: the model cannot be read: connection reset", e.getMessage());
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("no space left");
          }
        };
    assertEquals(
        "the model cannot be written to the stream: no space left",
        assertThrows(OutputException.class, () -> gradus.save(model(), full)).getMessage());
  }

  private ModelFileException refusal(InputStream in) {
    return assertThrows(ModelFileException.class, () -> gradus.load(in));
  }

  @Test
  void aZipFileIsAFileSystemToo() throws IOException {
    Path zip = folder.resolve("models.zip");
    Model model = model();
    Map<String, String> create = Map.of("create", "true");
    try (FileSystem system = FileSystems.newFileSystem(zip, create)) {
      Path file = system.getPath("/models/m.safetensors");
      assertEquals(
          "/models/m.safetensors: the file cannot be written: there is no such file or folder; create the folder first",
          assertThrows(GradusException.class, () -> gradus.save(model, file)).getMessage());
      Files.createDirectory(system.getPath("/models"));
      gradus.save(model, file);
      gradus.save(model, file);
      assertArrayEquals(bytes(), Files.readAllBytes(file));
      try (Stream<Path> beside = Files.list(system.getPath("/models"))) {
        assertEquals(List.of("m.safetensors"), beside.map(p -> "" + p.getFileName()).toList());
      }
    }
    try (FileSystem system = FileSystems.newFileSystem(zip)) {
      Model loaded = gradus.load(system.getPath("models", "m.safetensors"));
      assertArrayEquals(model.predictor().predict(7), loaded.predictor().predict(7));
      assertThrows(ModelFileException.class, () -> gradus.load(system.getPath("models", "none")));
    }
  }
}
