package dev.gradus.sources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.spi.DataSource;
import dev.gradus.testkit.DataSourceConformance;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Files in the formats of the sources: what is read of them, and which are refused. */
class SourcesTest {

  @TempDir static Path folder;

  /** What was read: the names, then the rows. */
  private static List<String> read(DataSource source) throws IOException {
    List<String> lines = new ArrayList<>();
    source.read(
        new DataSource.Rows() {
          @Override
          public void columns(List<String> names) {
            lines.add(String.join(" ", names));
          }

          @Override
          public void row(String... cells) {
            lines.add(String.join(" ", cells));
          }

          @Override
          public void numbers(double... numbers) {
            lines.add(Arrays.toString(numbers));
          }
        });
    return lines;
  }

  private static String refusal(DataSource source) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> read(source)).getMessage());
  }

  private static Path file(String name, int... bytes) throws IOException {
    byte[] content = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      content[i] = (byte) bytes[i];
    }
    return Files.write(folder.resolve(name), content);
  }

  private static final int[] IMAGES = {
    0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 255, 4, 5, 6
  };
  private static final int[] LABELS = {0, 0, 8, 1, 0, 0, 0, 2, 7, 9};

  private static Idx idx(Path images, Path labels) {
    return new Idx(Optional.of(images), Optional.of(labels), 0, Optional.empty());
  }

  @TestFactory
  Stream<DynamicNode> theyConform() throws IOException {
    Path lines = Files.writeString(folder.resolve("conform.svm"), "1 1:2\n");
    return DataSourceConformance.of(
        idx(file("conform-images", IMAGES), file("conform-labels", LABELS)),
        new LibSvm(Optional.of(lines), Optional.empty()));
  }

  @Test
  void imagesAndLabels() throws IOException {
    assertEquals(
        List.of("p0 p1 p2 label", "[1.0, 2.0, 255.0, 7.0]", "[4.0, 5.0, 6.0, 9.0]"),
        read(idx(file("images", IMAGES), file("labels", LABELS))));
    assertEquals(
        List.of("p0 p1 p2", "[4.0, 5.0, 6.0]"),
        read(new Idx(Optional.of(folder.resolve("images")), Optional.empty(), 1, Optional.of(1))));
  }

  @Test
  void packedFilesAreUnpacked() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      for (int value : IMAGES) {
        out.write(value);
      }
    }
    Path images = Files.write(folder.resolve("images.gz"), packed.toByteArray());
    assertEquals(
        List.of("p0 p1 p2", "[1.0, 2.0, 255.0]", "[4.0, 5.0, 6.0]"),
        read(new Idx(Optional.of(images), Optional.empty(), 0, Optional.empty())));
  }

  @Test
  void everyTypeOfNumberIsRead() throws IOException {
    assertEquals(List.of("p0", "[-1.0]"), numbers(file("bytes", 0, 0, 9, 1, 0, 0, 0, 1, 255)));
    assertEquals(
        List.of("p0", "[-2.0]"), numbers(file("shorts", 0, 0, 0x0b, 1, 0, 0, 0, 1, 255, 254)));
    assertEquals(
        List.of("p0", "[256.0]"), numbers(file("ints", 0, 0, 0x0c, 1, 0, 0, 0, 1, 0, 0, 1, 0)));
    assertEquals(
        List.of("p0", "[1.0]"),
        numbers(file("floats", 0, 0, 0x0d, 1, 0, 0, 0, 1, 0x3f, 0x80, 0, 0)));
    assertEquals(
        List.of("p0", "[1.0]"),
        numbers(file("doubles", 0, 0, 0x0e, 1, 0, 0, 0, 1, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0)));
  }

  private static List<String> numbers(Path path) throws IOException {
    return read(new Idx(Optional.of(path), Optional.empty(), 0, Optional.empty()));
  }

  @Test
  void everyTruncatedFileIsRefused() throws IOException {
    for (int length = 0; length < IMAGES.length; length++) {
      Path cut = file("cut", Arrays.copyOf(IMAGES, length));
      String message = refusal(new Idx(Optional.of(cut), Optional.empty(), 0, Optional.empty()));
      assertTrue(message.startsWith("cut ends "), message);
    }
  }

  @Test
  void whatIsNoIdxIsRefusedBeforeRoomIsMade() throws IOException {
    assertTrue(refusal(one(1, 0, 8, 1)).contains("is no IDX file"));
    assertTrue(refusal(one(0, 0, 7, 1)).contains("of the type 0x07"));
    assertTrue(refusal(one(0, 0, 8, 0)).contains("is no IDX file"));
    assertTrue(refusal(one(0, 0, 8, 1, 255, 255, 255, 255)).contains("has -1 items"));
    assertTrue(
        refusal(one(0, 0, 8, 3, 0, 0, 0, 1, 127, 255, 255, 255, 127, 255, 255, 255))
            .contains("more than 65535 numbers"));
    assertTrue(
        refusal(idx(file("two", IMAGES), file("one", 0, 0, 8, 1, 0, 0, 0, 1, 7)))
            .contains("there must be a label for each image"));
    assertTrue(
        refusal(new Idx(Optional.of(file("two", IMAGES)), Optional.empty(), 2, Optional.empty()))
            .contains("those from 2 to 2 are asked for"));
    assertTrue(refusal(new Idx()).contains("images must name"));
  }

  private static Idx one(int... bytes) throws IOException {
    int[] padded = Arrays.copyOf(bytes, Math.max(bytes.length, 16));
    return new Idx(Optional.of(file("bad", padded)), Optional.empty(), 0, Optional.empty());
  }

  private static LibSvm svm(String text) throws IOException {
    return new LibSvm(
        Optional.of(Files.writeString(folder.resolve("a.svm"), text)), Optional.empty());
  }

  @Test
  void sparseLines() throws IOException {
    assertEquals(
        List.of("x1 x2 x3 label", "[0.5, 0.0, 2.0, 1.0]", "[0.0, 0.0, 0.0, -1.0]"),
        read(svm("+1 1:0.5 3:2 # a comment\n\n-1\n")));
    assertEquals("a.svm:1 has '2', which is no pair of a column and a value", refusal(svm("1 2")));
    assertEquals("a.svm:1 has column 0; they go from 1 to 65535", refusal(svm("1 0:1")));
    assertEquals("a.svm:2 has 'x', which is no finite number", refusal(svm("1 1:1\n1 1:x")));
    assertEquals("a.svm:1 has 'one', which is no finite number", refusal(svm("one 1:1")));
  }

  @Test
  void aDatabaseWithoutADriverIsToldSo() {
    Jdbc jdbc = new Jdbc("jdbc:nowhere:", "SELECT 1", Optional.empty(), Optional.empty());
    IOException e = assertThrows(IOException.class, () -> read(jdbc));
    assertTrue(String.valueOf(e.getMessage()).contains("No suitable driver"), e.toString());
    assertTrue(refusal(new Jdbc()).contains("url must name the database"));
  }
}
