package dev.gradus.engine.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.data.Randomness;
import dev.gradus.runtime.problem.DataException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text of a cell is what was written, however many ways of writing a column has. */
class SpellingsTest {

  @TempDir private Path folder;

  private static Column column(List<String> cells) {
    byte[] csv = ("a\n" + String.join("\n", cells) + "\n").getBytes(StandardCharsets.UTF_8);
    return CsvReader.read(new ByteArrayInputStream(csv), "ids.csv").column("a");
  }

  private static List<String> textsOf(Column column) {
    return IntStream.range(0, column.rows()).mapToObj(column::text).toList();
  }

  private static void assertKept(IntFunction<String> cell) {
    List<String> cells = IntStream.range(0, 6000).mapToObj(cell).toList();
    Column column = column(cells);
    assertInstanceOf(NumericColumn.class, column);
    assertEquals(cells, textsOf(column));
    int[] backwards = IntStream.iterate(5999, row -> row - 7).limit(800).toArray();
    List<String> selected = IntStream.of(backwards).mapToObj(cells::get).toList();
    assertEquals(selected, textsOf(column.select(backwards)));
  }

  @Test
  void thousandsOfSpellingsAreKept() {
    assertKept(i -> String.format(Locale.ROOT, "%05d", i));
    assertKept(i -> i + ".50");
    assertKept(i -> "1234567890123" + (100_000 + i));
    assertKept(i -> String.format(Locale.ROOT, "%.18e", Math.sqrt(i)));
    assertKept(i -> "+" + i + "E-0" + i % 10);
    assertKept(i -> "0".repeat(i % 90) + i);
    assertKept(i -> i % 3 - 1 + "." + "0".repeat(i % 5));
    assertKept(i -> "-0.00" + "0".repeat(i % 9) + i % 7 + "0");
    assertKept(i -> String.format(Locale.ROOT, "%.2f", (i - 3000) / 100.0));
    assertKept(i -> i + ".50" + (i % 500 == 0 ? "000" : ""));
  }

  @Test
  void decimalCommasAreKept() throws IOException {
    List<String> cells =
        IntStream.range(0, 6000)
            .mapToObj(i -> i % 9 == 0 ? i + ".0" : i - 3000 + "," + i % 7 + "0".repeat(i % 3))
            .toList();
    Path file = folder.resolve("comma.csv");
    Files.writeString(file, "a;b\n" + String.join(";1\n", cells) + ";1\n");
    for (String decimal : List.of(CsvFormat.COMMA, CsvFormat.BOTH)) {
      CsvFormat format = new CsvFormat(";", "\"", true, List.of()).decimal(decimal);
      assertEquals(cells, textsOf(CsvReader.read(file, format).column("a")));
    }
  }

  /** Files of measurements have the same number of decimals everywhere. */
  @Test
  void zerosAtTheEndTakeALittleOfAByte() {
    ColumnBuilder builder = new ColumnBuilder("a", 0);
    double plain = builder.bytes() + 100_000 * Integer.BYTES;
    for (int i = 0; i < 100_000; i++) {
      char[] text = String.format(Locale.ROOT, "%.3f", (i - 50_000) / 1000.0).toCharArray();
      builder.add(text, 0, text.length);
    }
    assertTrue(builder.bytes() < plain + 60_000, (builder.bytes() - plain) + " bytes");
    assertEquals("-49.900", builder.build().text(100));
  }

  @Test
  void theyAreKeptWhenTheLastCellMakesItAColumnOfTexts() {
    List<String> cells = new ArrayList<>(IntStream.range(0, 6000).mapToObj(i -> "00" + i).toList());
    cells.add("unknown");
    Column column = column(cells);
    assertInstanceOf(TextColumn.class, column);
    assertEquals(cells, textsOf(column));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void numbersWrittenInAnyWayAreKept(long seed) {
    RandomGenerator random = Randomness.of(seed, "spellings", 0);
    String[] signs = {"", "-", "+"};
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      StringBuilder digits = new StringBuilder();
      for (int length = 1 + random.nextInt(20); length > 0; length--) {
        digits.append((char) ('0' + random.nextInt(10)));
      }
      if (random.nextBoolean()) {
        digits.insert(random.nextInt(digits.length() + 1), '.');
      }
      String exponent = random.nextInt(4) == 0 ? "e" + (random.nextInt(60) - 30) : "";
      boolean missing = random.nextInt(10) == 0;
      cells.add(missing ? "\"\"" : signs[random.nextInt(3)] + digits + exponent);
    }
    List<String> written = new ArrayList<>(cells);
    Collections.replaceAll(written, "\"\"", "");
    assertEquals(written, textsOf(column(cells)));
  }

  /** If there is no memory for the original text of ids, no other text is shown instead. */
  @Test
  void whereMemoryIsTooShortForThemNoTextIsGiven() throws IOException {
    StringBuilder csv = new StringBuilder("id,y\n");
    for (int i = 0; i < 100_000; i++) {
      csv.append("00000000000").append(100_000 + i).append(",1\n");
    }
    Path file = Files.writeString(folder.resolve("ids.csv"), csv);
    assertEquals("00000000000199999", CsvReader.read(file, 1 << 25).column("id").text(99_999));
    Table table = CsvReader.read(file, 4_000_000);
    assertEquals(199_999, table.column("id").number(99_999));
    DataException e = assertThrows(DataException.class, () -> table.column("id").text(99_999));
    assertEquals(
        "column 'id' is needed as it is written in the file, but there was not enough memory to keep the spelling of its numbers (007, 2.50); give the process more (java -Xmx), or, if they are not names, declare the column numeric, or ignore it",
        e.getMessage());
    Files.writeString(file, "x,1\n", StandardOpenOption.APPEND);
    assertThrows(DataException.class, () -> CsvReader.read(file, 4_000_000));
  }

  @Test
  void aTableOfManyColumnsAndFewRowsStaysSmall() {
    ColumnBuilder builder = new ColumnBuilder("a", 4);
    builder.add("007".toCharArray(), 0, 3);
    assertTrue(builder.bytesWith(4) < 1000, builder.bytesWith(4) + " bytes");
  }
}
