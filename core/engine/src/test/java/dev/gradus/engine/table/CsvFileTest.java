package dev.gradus.engine.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.runtime.problem.DataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are not there, are not files, or are too large. */
class CsvFileTest {

  private static final long MEGABYTE = 1 << 20;

  @TempDir Path folder;

  @Test
  void aFileIsRead() throws IOException {
    Path file = Files.writeString(folder.resolve("iris.csv"), "a\n1\n");
    assertEquals(1.0, CsvReader.read(file).column("a").number(0));
  }

  /** In a short cell, in a long one, and in the last one, which no line end follows. */
  @Test
  void aNumberMayMeanThatACellIsMissing() throws IOException {
    Path file = folder.resolve("missing.csv");
    Files.writeString(file, "a,b\n-999,1\n3,-99999999999\n4,5\n6,-999");
    CsvFormat format = new CsvFormat().missing(List.of("-999", "-99999999999"));
    Table read = CsvReader.read(file, format);
    assertTrue(read.column("a").isMissing(0));
    assertEquals(3, read.column("a").number(1));
    assertTrue(read.column("b").isMissing(1));
    assertEquals(5, read.column("b").number(2));
    assertTrue(read.column("b").isMissing(3));
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void aFileThatIsCompressedWithGzipIsReadWhateverItsName() throws IOException {
    String text = "a;b\n" + "1,5;Köln\n2,25;?\n".repeat(60_000);
    Path plain = Files.writeString(folder.resolve("plain.csv"), text);
    Path packed = Files.write(folder.resolve("plain"), gzip(text));
    CsvFormat format = FormatGuess.of(packed).format();
    assertEquals(FormatGuess.of(plain).format(), format);
    Table expected = CsvReader.read(plain, format);
    Table read = CsvReader.read(packed, format);
    assertEquals(expected.rows(), read.rows());
    for (int row = 0; row < expected.rows(); row++) {
      assertEquals(expected.column("a").number(row), read.column("a").number(row));
      assertEquals(expected.column("b").text(row), read.column("b").text(row));
    }
  }

  @Test
  void aCompressedFileThatCannotBeReadIsASentence() throws IOException {
    byte[] whole = gzip("a\n" + "1\n".repeat(100_000));
    Path cut = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(whole, whole.length / 2));
    DataException e = assertThrows(DataException.class, () -> CsvReader.read(cut));
    assertEquals("cut.gz: the file cannot be read: it ends too early", e.getMessage());
    Path other =
        Files.write(
            folder.resolve("a.zst"), new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, 0});
    DataException zstd = assertThrows(DataException.class, () -> CsvReader.read(other));
    assertTrue(String.valueOf(zstd.getMessage()).contains("(zstd -d)"), zstd::getMessage);
  }

  @Test
  void aMissingFileIsASentenceWithItsPath() {
    Path file = folder.resolve("iris.csv");
    DataException e = assertThrows(DataException.class, () -> CsvReader.read(file));
    assertEquals(
        file + ": the file cannot be read: there is no such file or folder", e.getMessage());
  }

  @Test
  void aFolderIsASentence() {
    DataException e = assertThrows(DataException.class, () -> CsvReader.read(folder));
    assertEquals(folder + ": this is a folder; name a CSV file in it", e.getMessage());
  }

  @Test
  void aFileThatMayNotBeReadIsASentence() throws IOException {
    Path file = Files.writeString(folder.resolve("secret.csv"), "a\n1\n");
    Files.setPosixFilePermissions(file, Set.of());
    Assumptions.assumeFalse(Files.isReadable(file), "this user may read everything");
    DataException e = assertThrows(DataException.class, () -> CsvReader.read(file));
    assertEquals(file + ": the file cannot be read: permission is denied", e.getMessage());
  }

  @Test
  void messagesCallAFileByItsName() throws IOException {
    Path file = Files.writeString(folder.resolve("iris.csv"), "a,b\n1\n");
    DataException e = assertThrows(DataException.class, () -> CsvReader.read(file));
    assertEquals("iris.csv:2", e.problems().get(0).where());
  }

  @Test
  void aFileLargerThanMemoryIsRefusedWithTheMemoryNeeded() throws IOException {
    Path file = Files.writeString(folder.resolve("big.csv"), "a,b\n" + "1.5,2.5\n".repeat(1 << 18));
    DataException e = assertThrows(DataException.class, () -> CsvReader.read(file, 5 * MEGABYTE));
    String message = e.problems().get(0).toString();
    // 262,144 rows of two numbers with a decimal and the number of a line are 3.1 MB.
    assertEquals(
        "big.csv: as a table in memory this needs about 3 MB, but of the 5 MB of this process a table may take 2 MB; give it more memory (java -Xmx), or train on fewer rows or columns",
        message);
  }

  @Test
  void theRowsOfAFileAreForeseenFromItsFirstPart() {
    MemoryForecast forecast = new MemoryForecast("big.csv", 1 << 20, () -> 1 << 10, 1 << 30);
    assertEquals(256 * 1024 * 1.02, forecast.expectedRows(256), 1);
  }

  @Test
  void withoutASizeThereIsRoomForHalfAsManyRowsMore() {
    MemoryForecast forecast = new MemoryForecast("a pipe", 0, () -> 1 << 10, 1 << 30);
    assertEquals(385, forecast.expectedRows(256));
  }

  @Test
  void moreRowsThanAnArrayHoldsAreRefused() {
    MemoryForecast forecast = new MemoryForecast("a pipe", 0, () -> 1, Long.MAX_VALUE);
    int most = forecast.expectedRows(2_000_000_000);
    assertEquals(Integer.MAX_VALUE - 8, most);
    DataException e = assertThrows(DataException.class, () -> forecast.expectedRows(most));
    assertEquals("a pipe: there are more than 2,147,483,639 rows", e.getMessage());
  }

  @Test
  void aFileThatFitsIsReadWithLittleToSpare() throws IOException {
    Path file =
        Files.writeString(folder.resolve("fits.csv"), "a,b\n" + "1.5,2.5\n".repeat(1 << 18));
    long exact = (1 << 18) * (2L * Double.BYTES + Integer.BYTES);
    assertEquals(1 << 18, CsvReader.read(file, (long) (exact / 0.4 * 1.15)).rows());
  }

  @Test
  void manyDifferentTextsCountAsMemory() throws IOException {
    StringBuilder text = new StringBuilder("a\n");
    for (int i = 0; i < 100_000; i++) {
      text.append("name ").append(i).append('\n');
    }
    Path file = Files.writeString(folder.resolve("names.csv"), text);
    assertThrows(DataException.class, () -> CsvReader.read(file, 5 * MEGABYTE));
    assertEquals(100_000, CsvReader.read(file, 64 * MEGABYTE).rows());
  }

  @Test
  void textsThatRepeatDoNotCountAgain() throws IOException {
    StringBuilder text = new StringBuilder("a\n");
    for (int i = 0; i < 400_000; i++) {
      text.append("name ").append(i % 100).append('\n');
    }
    Path file = Files.writeString(folder.resolve("names.csv"), text);
    assertEquals(400_000, CsvReader.read(file, 10 * MEGABYTE).rows());
  }

  @Test
  void measurementsOfManyDigitsCountLittleMoreThanTheirNumbers() throws IOException {
    StringBuilder text = new StringBuilder("a\n");
    for (int i = 0; i < 400_000; i++) {
      text.append(Math.sqrt(i)).append("e+00\n");
    }
    Path file = Files.writeString(folder.resolve("numbers.csv"), text);
    assertEquals(400_000, CsvReader.read(file, 15 * MEGABYTE).rows());
  }
}
