package dev.gradus.engine.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.table.Caching;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.CsvFormat;
import dev.gradus.engine.table.CsvReader;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.table.TableCache;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Identifiers of more digits than a double keeps are as many as are written. */
class LostDigitsTest {

  private static final long FIRST = 1L << 60;

  private static Table read(Path folder, String rows) throws IOException {
    Path file = Files.writeString(folder.resolve("ids.csv"), "id,y\n" + rows);
    return CsvReader.read(file, new CsvFormat());
  }

  /** Each identifier in two rows. */
  private static Table pairs(Path folder) throws IOException {
    StringBuilder rows = new StringBuilder();
    IntStream.range(0, 200)
        .forEach(i -> rows.append(FIRST + i / 2).append(i % 2 == 0 ? ",a\n" : ",b\n"));
    return read(folder, rows.toString());
  }

  @Test
  void eachIsAValueOfItsOwn(@TempDir Path folder) throws IOException {
    ColumnSummary summary = ColumnSummary.of(pairs(folder).column("id"));
    assertEquals(100, summary.distinct());
    assertEquals("1152921504606846976", summary.frequent().get(0));
  }

  @Test
  void rowsWithDifferentOnesAreNotEqual(@TempDir Path folder) throws IOException {
    assertEquals(0, EqualRows.of(pairs(folder)).repeats());
    assertEquals(
        1,
        EqualRows.of(read(folder, FIRST + ",a\n" + (FIRST + 1) + ",a\n" + FIRST + ",a\n"))
            .repeats());
  }

  @Test
  void eachIsAGroupOfItsOwn(@TempDir Path folder) throws IOException {
    Split split = Split.grouped(pairs(folder), "id", 0.3, 0);
    assertEquals(60, split.validation().length);
  }

  @Test
  void theyAreTheSameNumberHoweverTheyAreWritten(@TempDir Path folder) throws IOException {
    Table table =
        read(
            folder,
            "1152921504606846976,a\n1152921504606846976.0,a\n+1152921504606846976,a\n"
                + "01152921504606846976,a\n115292150460684697.6e1,a\n1e18,a\n1000000000000000000,a\n");
    assertEquals(2, ColumnSummary.of(table.column("id")).distinct());
    assertEquals(5, EqualRows.of(table).repeats());
  }

  private static Table inJava(LongFunction<Object> cell) {
    return Table.ofMaps(
        LongStream.range(FIRST, FIRST + 100).mapToObj(id -> Map.of("id", cell.apply(id))).toList());
  }

  @Test
  void numbersOfJavaKeepTheirDigits() {
    List<LongFunction<Object>> cells =
        List.of(
            Long::valueOf,
            BigInteger::valueOf,
            BigDecimal::valueOf,
            AtomicLong::new,
            Long::toString);
    for (LongFunction<Object> cell : cells) {
      Column ids = inJava(cell).column("id");
      assertEquals(100, ColumnSummary.of(ids).distinct());
      assertEquals("1152921504606846977", ids.text(1));
    }
    assertEquals(
        "7", Table.ofMaps(List.of(Map.of("id", 7L), Map.of("id", 8L))).column("id").text(0));
  }

  @Test
  void rowsInAFileAndPartsOfATableKeepThem(@TempDir Path folder) throws IOException {
    Table some = pairs(folder).select(IntStream.range(50, 150).toArray());
    assertEquals(50, ColumnSummary.of(some.column("id")).distinct());
    assertTrue(Split.grouped(some, "id", 0.3, 0).validation().length > 0);
    Table stored =
        new TableCache(folder.resolve("cache"), Caching.ALWAYS, line -> {})
            .read(folder.resolve("ids.csv"), new CsvFormat(), 1);
    assertTrue(stored.folder().isPresent());
    assertEquals(100, ColumnSummary.of(stored.column("id")).distinct());
    assertEquals(0, EqualRows.of(stored).repeats());
    assertEquals(60, Split.grouped(stored, "id", 0.3, 0).validation().length);
  }
}
