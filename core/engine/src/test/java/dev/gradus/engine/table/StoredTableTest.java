package dev.gradus.engine.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.runtime.problem.Warning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table in a file has the cells, the texts and the lines of the table in memory. */
class StoredTableTest {

  /** Several blocks of numbers and of texts, and a part of one. */
  private static final int ROWS = 3 * StoredInts.ROWS + 77;

  @TempDir private Path folder;

  private final List<Warning> said = new ArrayList<>();

  private Table stored(Path csv, CsvFormat format) {
    return new TableCache(folder.resolve("cache"), Caching.ALWAYS, said::add)
        .read(csv, format, Integer.MAX_VALUE);
  }

  static void assertSame(Table expected, Table actual) {
    assertEquals(expected.names(), actual.names());
    assertEquals(expected.rows(), actual.rows());
    assertEquals(expected.origin(), actual.origin());
    for (int row = 0; row < expected.rows(); row++) {
      assertEquals(expected.placeOf(row), actual.placeOf(row));
    }
    for (Column column : expected.columns()) {
      Column other = actual.column(column.name());
      assertEquals(column.getClass(), other.getClass(), column.name());
      for (int row = 0; row < expected.rows(); row++) {
        String place = column.name() + ", row " + row;
        assertEquals(column.text(row), other.text(row), place);
        assertEquals(column.isMissing(row), other.isMissing(row), place);
        assertEquals(
            Double.doubleToRawLongBits(column.number(row)),
            Double.doubleToRawLongBits(other.number(row)),
            place);
      }
    }
  }

  /** Cells of all kinds; {@code late} turns into texts near the end, {@code notes} all differ. */
  private Path csv(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text =
        new StringBuilder("whole,decimal,mixed,wide,zip,city,late,notes,gaps,long\n");
    for (int row = 0; row < ROWS; row++) {
      text.append(random.nextInt(-1000, 1000)).append(',');
      text.append(String.format(Locale.ROOT, "%.2f", random.nextDouble())).append(',');
      text.append(random.nextInt(9)).append('.').append("0".repeat(1 + random.nextInt(300) / 299));
      text.append(',').append(random.nextGaussian() / 3).append(',');
      text.append(String.format(Locale.ROOT, "%05d", random.nextInt(100_000))).append(',');
      text.append(List.of("Ulm", "Köln", "名", "\uD83C\uDF3A x").get(random.nextInt(4))).append(',');
      text.append(row == ROWS - 5 ? "none" : random.nextInt(10) + ".50").append(',');
      text.append("\"note ").append(row % 100 == 0 ? "\nü" : "").append(random.nextLong());
      text.append("\",").append(random.nextInt(3) == 0 ? "" : "1e3").append(',');
      text.append(row == 9 ? "x".repeat(CsvReader.MOST_CHARACTERS) : "y").append('\n');
    }
    Path csv = folder.resolve("data.csv");
    Files.writeString(csv, text);
    return csv;
  }

  @Test
  void everyCellIsThatOfTheTableInMemory() throws IOException {
    Path csv = csv(20_260_101);
    Table inMemory = CsvReader.read(csv);
    Table stored = stored(csv, new CsvFormat());
    assertSame(inMemory, stored);
    assertTrue(stored.folder().isPresent());
    assertSame(inMemory, stored(csv, new CsvFormat()));
    assertEquals(1, TableCache.list(folder.resolve("cache")).size());
    assertEquals(List.of(), said);
  }

  @Test
  void someRowsAreThoseOfTheTableInMemory() throws IOException {
    Path csv = csv(7);
    int[] some = IntStream.range(0, ROWS).filter(row -> row % 7 == 3).toArray();
    int[] fewer = {5, 3, 3, 800};
    Table expected = CsvReader.read(csv).select(some);
    Table stored = stored(csv, new CsvFormat()).select(some);
    assertSame(expected, stored);
    Arrays.fill(some, 0);
    assertSame(expected.select(fewer), stored.select(fewer));
    assertSame(
        expected.withoutMissing(name -> name.equals("gaps")),
        stored.withoutMissing(name -> name.equals("gaps")));
    assertEquals(expected.column("zip").text(4), stored.column("zip").text(4));
  }

  @Test
  void severalThreadsReadRowsInAnyOrder() throws IOException {
    Path csv = csv(8);
    Table expected = CsvReader.read(csv);
    Table stored = stored(csv, new CsvFormat());
    IntStream.range(0, 4)
        .parallel()
        .forEach(
            thread -> {
              SplittableRandom random = new SplittableRandom(thread);
              int[] rows = random.ints(1000, 0, ROWS).toArray();
              for (int i = 0; i < rows.length; i++) {
                // Some rows in their order among others, and backwards.
                rows[i] = i % 4 == 0 ? rows[i] : Math.max(0, rows[i - 1] + (i % 4) - 2);
              }
              for (String name : List.of("whole", "wide", "gaps", "city", "late")) {
                Column column = stored.column(name);
                for (int row : rows) {
                  assertEquals(expected.column(name).text(row), column.text(row), name);
                }
              }
              double[] numbers = new double[rows.length];
              ((NumericColumn) stored.column("wide")).copy(rows, 0, rows.length, numbers);
              for (int i = 0; i < rows.length; i++) {
                assertEquals(expected.column("wide").number(rows[i]), numbers[i]);
              }
            });
  }

  @Test
  void consecutiveRowsAreCopied() throws IOException {
    Path csv = csv(10);
    Table expected = CsvReader.read(csv);
    Table stored = stored(csv, new CsvFormat());
    int[] backwards = IntStream.range(0, ROWS).map(i -> ROWS - 1 - i).toArray();
    for (String name : List.of("whole", "wide", "gaps")) {
      for (int from : new int[] {0, 1, StoredInts.ROWS - 1, ROWS - 1, ROWS}) {
        assertCopied((NumericColumn) expected.column(name), stored.column(name), from);
        assertCopied(
            (NumericColumn) expected.select(backwards).column(name),
            stored.select(backwards).column(name),
            from);
      }
    }
  }

  private static void assertCopied(NumericColumn expected, Column stored, int from) {
    double[] numbers = new double[ROWS - from];
    double[] copied = new double[ROWS - from];
    expected.copy(from, ROWS, numbers);
    ((NumericColumn) stored).copy(from, ROWS, copied);
    assertArrayEquals(numbers, copied);
  }

  @Test
  void anotherFormatIsAnotherTable() throws IOException {
    Path csv = folder.resolve("comma.csv");
    Files.writeString(csv, "a;b\n1,50;?\n2,25;7\n");
    CsvFormat plain = new CsvFormat(";", "\"", true, List.of());
    CsvFormat format = new CsvFormat(";", "\"", true, List.of("?")).decimal(",");
    assertSame(CsvReader.read(csv, format), stored(csv, format));
    assertSame(CsvReader.read(csv, plain), stored(csv, plain));
    assertEquals(2, TableCache.list(folder.resolve("cache")).size());
  }
}
