package dev.gradus.engine.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.data.Randomness;
import dev.gradus.engine.file.GrowingFile;
import dev.gradus.runtime.problem.DataException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Wherever a file is cut, and on however many threads it is read, the table is the same, or the
 * message is.
 */
class CsvCutsTest {

  @TempDir private Path folder;

  private static final int WHOLE = 1 << 20;

  private static final String[] CELLS = {
    "1",
    "-2",
    "3.5",
    "-0.25",
    "007",
    "2.50",
    "+4",
    "-0",
    "1e-3",
    "2E5",
    "1e999",
    "NaN",
    "x",
    "setosa",
    "",
    "",
    " ",
    "  7 ",
    "\t8",
    "a b",
    "\"q\"",
    "\"a,b\"",
    "\"x\ny\"",
    "\"x\r\ny\"",
    "\"x\ry\"",
    "\"say \"\"hi\"\"\"",
    "\"\"",
    "\"\n\n\n\n\"",
    "\"7\"",
    "\" 7\"",
    "ümlaut",
    "名",
    "\uD83C\uDF3A",
    "1,5",
    "1.5",
    "?",
    "0.00001",
    "12345678901234567",
    "123456789012345",
    "1.",
    ".",
    ".5",
    "-",
    "1e",
    "$5",
    "5%",
    "1'234",
    "\u0661",
    "0.10"
  };

  private static final String[] ENDS = {"\n", "\r\n", "\r"};

  /** What a table is, or why there is none. */
  private static String shown(byte[] csv, CsvFormat format, int threads, int chunkBytes) {
    try {
      return shown(
          CsvReader.read(
              new ByteArrayInputStream(csv),
              "in.csv",
              format,
              csv.length,
              new CsvLoader.Limits(1 << 28, threads, chunkBytes)));
    } catch (DataException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static String shown(Table table) {
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < table.rows(); row++) {
      text.append(table.lineOf(row)).append(' ');
    }
    for (Column column : table.columns()) {
      text.append('\n').append(column.getClass().getSimpleName()).append(' ').append(column.name());
      for (int row = 0; row < column.rows(); row++) {
        text.append('|')
            .append(column.text(row))
            .append('=')
            .append(Double.doubleToRawLongBits(column.number(row)));
      }
    }
    return text.toString();
  }

  /** What the rows of a file are that is read in parts, or why they are none. */
  private static String shownInParts(byte[] csv, CsvFormat format, int threads, int chunkBytes) {
    List<Table> parts = new ArrayList<>();
    try {
      CsvReader.readParts(
          new ByteArrayInputStream(csv),
          "in.csv",
          format,
          new CsvLoader.Limits(1 << 28, threads, chunkBytes),
          parts::add);
    } catch (DataException e) {
      return String.valueOf(e.getMessage());
    }
    return rows(parts);
  }

  /** The same kept in a file, in whatever parts it arrives. */
  private String shownStored(byte[] csv, CsvFormat format, int threads, int chunkBytes) {
    StoredTable table = new StoredTable(GrowingFile.scratch(folder), "in.csv", format.numbers());
    try {
      CsvReader.readParts(
          new ByteArrayInputStream(csv),
          "in.csv",
          format,
          new CsvLoader.Limits(1 << 28, threads, chunkBytes),
          table::add);
    } catch (DataException e) {
      return String.valueOf(e.getMessage());
    }
    table.end();
    return shown(table.table(folder));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {7, 8})
  void aTableInAFileIsTheTableInMemory(long seed) {
    RandomGenerator random = Randomness.of(seed, "stored", 0);
    for (int i = 0; i < 100; i++) {
      CsvFormat format = anyFormat(random);
      byte[] csv = hostile(random, format);
      assertEquals(
          shown(csv, format, 1, WHOLE),
          shownStored(csv, format, 1 + random.nextInt(3), 1 + random.nextInt(100)),
          () -> format + " " + new String(csv, StandardCharsets.UTF_8));
    }
  }

  private static String rows(List<Table> parts) {
    StringBuilder text = new StringBuilder();
    for (Table part : parts) {
      for (int row = 0; row < part.rows(); row++) {
        text.append(part.lineOf(row));
        for (Column column : part.columns()) {
          text.append('|')
              .append(column.name())
              .append('=')
              .append(column.text(row))
              .append('=')
              .append(Double.doubleToRawLongBits(column.number(row)));
        }
        text.append('\n');
      }
    }
    return text.toString();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {5, 6})
  void partsHaveTheRowsOfTheWholeFileOrItsMistake(long seed) {
    RandomGenerator random = Randomness.of(seed, "parts", 0);
    for (int i = 0; i < 120; i++) {
      CsvFormat format = anyFormat(random);
      byte[] csv = hostile(random, format);
      String whole = shown(csv, format, 1, WHOLE);
      String expected =
          whole.startsWith("in.csv")
              ? whole
              : rows(List.of(CsvReader.read(new ByteArrayInputStream(csv), "in.csv", format)));
      for (int chunkBytes : new int[] {1, 2 + random.nextInt(40), WHOLE}) {
        assertEquals(
            expected,
            shownInParts(csv, format, 1 + random.nextInt(3), chunkBytes),
            () -> format + " " + new String(csv, StandardCharsets.UTF_8));
      }
    }
  }

  @Test
  void theRowsBeforeAMistakeArePartsToo() {
    byte[] csv = ("a,b\n" + "1,2\n".repeat(500) + "1\n").getBytes(StandardCharsets.UTF_8);
    for (int chunkBytes : new int[] {5, 1000, WHOLE}) {
      List<Table> parts = new ArrayList<>();
      assertThrows(
          DataException.class,
          () ->
              CsvReader.readParts(
                  new ByteArrayInputStream(csv),
                  "in.csv",
                  new CsvFormat(),
                  new CsvLoader.Limits(1 << 28, 2, chunkBytes),
                  parts::add));
      assertEquals(500, parts.stream().mapToInt(Table::rows).sum());
    }
  }

  private static <T> T any(RandomGenerator random, List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  /** A file with everything that may be in one, and at times something that may not. */
  private static byte[] hostile(RandomGenerator random, CsvFormat format) {
    String delimiter = String.valueOf(format.delimiterCharacter());
    StringBuilder text = new StringBuilder(random.nextInt(8) == 0 ? "\uFEFF" : "");
    text.append("a preamble\n".repeat(format.skipLines()));
    int columns = 1 + random.nextInt(4);
    String oneEnd = random.nextBoolean() ? any(random, Arrays.asList(ENDS)) : "";
    for (int row = 0; row <= random.nextInt(14); row++) {
      int cells = random.nextInt(60) == 0 ? 1 + random.nextInt(5) : columns;
      for (int i = 0; i < cells; i++) {
        String cell = row == 0 ? "c" + i : any(random, Arrays.asList(CELLS));
        text.append(i == 0 ? "" : delimiter).append(cell);
      }
      text.append(oneEnd.isEmpty() ? any(random, Arrays.asList(ENDS)) : oneEnd);
      text.append("\r\n".repeat(random.nextInt(12) == 0 ? 1 : 0));
    }
    text.setLength(random.nextInt(4) == 0 ? text.length() - 1 : text.length());
    if (random.nextInt(4) == 0) {
      text.insert(
          random.nextInt(text.length()), any(random, List.of("\"", "\"y", "\0", delimiter)));
    }
    byte[] bytes =
        text.toString().replace('"', format.quoteCharacter()).getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(12) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) (128 + random.nextInt(128));
    }
    return bytes;
  }

  private static CsvFormat anyFormat(RandomGenerator random) {
    CsvFormat format =
        new CsvFormat()
            .delimiter(any(random, List.of(",", ",", ";", "tab", "§")))
            .quote(any(random, List.of("\"", "\"", "'", "«")))
            .decimal(any(random, List.of(".", ",", "both")))
            .header(random.nextInt(6) > 0)
            .skipLines(random.nextInt(6) == 0 ? 2 : 0);
    format = random.nextInt(3) == 0 ? format.missing(List.of("?", "x")) : format;
    format = random.nextInt(5) == 0 ? format.units(List.of("$", "%")) : format;
    return random.nextInt(5) == 0 ? format.thousands("~") : format;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void aFileIsReadAlikeWhereverItIsCut(long seed) {
    RandomGenerator random = Randomness.of(seed, "cuts", 0);
    int tables = 0;
    int messages = 0;
    for (int i = 0; i < 120; i++) {
      CsvFormat format = anyFormat(random);
      byte[] csv = hostile(random, format);
      String whole = shown(csv, format, 1, WHOLE);
      boolean refused = whole.startsWith("in.csv");
      tables += refused ? 0 : 1;
      messages += refused ? 1 : 0;
      for (int chunkBytes : new int[] {1, 2 + random.nextInt(5), 7 + random.nextInt(40)}) {
        assertEquals(
            whole,
            shown(csv, format, 1 + random.nextInt(3), chunkBytes),
            () ->
                "file %s of chunks of %s bytes: %s"
                    .formatted(format, chunkBytes, new String(csv, StandardCharsets.UTF_8)));
      }
    }
    assertTrue(tables > 25 && messages > 25, tables + " tables, " + messages + " messages");
  }

  /** Each byte of this file is cut in front of once. */
  @Test
  void everyCutOfAFileWithLineEndsInQuotesGivesTheSameTable() {
    byte[] csv =
        "\uFEFF\r\na,\"b\n\",c\r\n1,\"x\r\n\r\n\ny\"\"\n\",2.50\r\n\r\n007,名,\"\"\r,\"\uD83C\uDF3A\r\",-0\n"
            .getBytes(StandardCharsets.UTF_8);
    String whole = shown(csv, new CsvFormat(), 1, WHOLE);
    assertTrue(whole.startsWith("4 10 11 \n"), whole);
    for (int chunkBytes = 1; chunkBytes <= csv.length; chunkBytes++) {
      assertEquals(whole, shown(csv, new CsvFormat(), 2, chunkBytes), chunkBytes + " bytes");
    }
  }

  /** A text turns up in any part, so some parts hold numbers and others texts. */
  @Test
  void aColumnIsOfTextsWhereverTheFirstTextComes() {
    for (int text = 0; text < 60; text++) {
      StringBuilder csv = new StringBuilder("a,b\n");
      for (int row = 0; row < 60; row++) {
        String number = List.of("1", "2.50", "007", "", "-1e-3").get(row % 5);
        csv.append(row == text ? "x" : number).append(',').append(number).append('\n');
      }
      byte[] bytes = csv.toString().getBytes(StandardCharsets.UTF_8);
      String whole = shown(bytes, new CsvFormat(), 1, WHOLE);
      assertTrue(whole.contains("TextColumn a") && whole.contains("NumericColumn b"), whole);
      for (int chunkBytes : new int[] {8, 20, 100}) {
        assertEquals(whole, shown(bytes, new CsvFormat(), 3, chunkBytes));
      }
    }
  }

  @Test
  void theFirstMistakeInTheFileIsReportedHoweverManyThereAre() {
    String csv =
        "a,b\n" + "1,2\n".repeat(500) + "1\n" + "3,4\n".repeat(500) + "\"x\"y,1\n" + "\0\n";
    byte[] bytes = csv.getBytes(StandardCharsets.UTF_8);
    String expected =
        "in.csv:502: this line has 1 cell, but the header names 2 columns; put a cell that contains a comma in quotes, and leave a missing one empty between its commas; remove a line that is not part of the table, such as a note";
    for (int chunkBytes : new int[] {1, 5, 64, 1000, WHOLE}) {
      assertEquals(expected, shown(bytes, new CsvFormat(), 2, chunkBytes));
    }
  }

  /** As a pipe or a compressed file does. */
  @Test
  void aStreamMayGiveAsFewBytesAsItLikes() throws IOException {
    byte[] csv = "a,b\n1,\"x\ny\"\n2.50,z\n".getBytes(StandardCharsets.UTF_8);
    try (InputStream in =
        new ByteArrayInputStream(csv) {
          @Override
          public synchronized int read(byte[] into, int from, int length) {
            return super.read(into, from, Math.min(length, 1));
          }
        }) {
      assertEquals(
          shown(csv, new CsvFormat(), 1, WHOLE),
          shown(
              CsvReader.read(
                  in, "in.csv", new CsvFormat(), 0, new CsvLoader.Limits(1 << 28, 2, 7))));
    }
  }

  @Test
  void aRecordMayBeMuchLongerThanAChunk() {
    String row = "12.5,".repeat(20_000) + "\"" + "x\n".repeat(10_000) + "\"\n";
    StringBuilder names = new StringBuilder("n");
    for (int i = 1; i <= 20_000; i++) {
      names.append(",n").append(i);
    }
    byte[] csv = (names + "\n" + row.repeat(3)).getBytes(StandardCharsets.UTF_8);
    assertEquals(shown(csv, new CsvFormat(), 1, WHOLE), shown(csv, new CsvFormat(), 2, 1000));
  }

  @Test
  void noThreadOutlivesTheReading() {
    byte[] csv = ("a,b\n" + "1,2\n".repeat(100_000)).getBytes(StandardCharsets.UTF_8);
    assertTrue(shown(csv, new CsvFormat(), 4, 1000).startsWith("2 3 4 "));
    shown(
        (new String(csv, StandardCharsets.UTF_8) + "1\n").getBytes(StandardCharsets.UTF_8),
        new CsvFormat(),
        4,
        1000);
    assertTrue(
        Thread.getAllStackTraces().keySet().stream()
            .noneMatch(thread -> thread.getName().matches("gradus-[0-9]+")),
        "all threads have ended");
  }
}
