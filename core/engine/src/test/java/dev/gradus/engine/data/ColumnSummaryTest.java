package dev.gradus.engine.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.CsvFormat;
import dev.gradus.engine.table.CsvReader;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.NumberText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The summary of a column, for people who see it for the first time. */
class ColumnSummaryTest {

  private static ColumnSummary numbers(double... numbers) {
    return ColumnSummary.of(Column.of("x", numbers));
  }

  private static ColumnSummary texts(String... texts) {
    return ColumnSummary.of(Column.of("x", texts));
  }

  private static double[] first(int count, int modulo) {
    return IntStream.range(0, count).mapToDouble(i -> i % modulo).toArray();
  }

  @Test
  void numbersAreMeasuredAndTextsAreCounted() {
    assertEquals(
        new ColumnSummary("x", true, 3, 0, 3, 2, 1, 2, 4, List.of("1", "4")), numbers(1, 1, 4));
    ColumnSummary words = texts("b", "a", "b", "", "7");
    assertEquals(List.of("b", "7", "a"), words.frequent());
    assertEquals(
        List.of(5, 1, 1, 3),
        List.of(words.rows(), words.missing(), words.numbers(), words.distinct()));
    assertTrue(Double.isNaN(words.mean()));
  }

  private static Column read(Path folder, String cells) throws IOException {
    Path file = Files.writeString(folder.resolve("cells.csv"), "x,y\n" + cells);
    return CsvReader.read(file, new CsvFormat()).column("x");
  }

  @Test
  void aNumberIsOneValueHoweverItIsWritten(@TempDir Path folder) throws IOException {
    ColumnSummary summary = ColumnSummary.of(read(folder, "1,a\n1.0,a\n1e0,a\n-0,b\n0,b\n2,a\n"));
    assertEquals(3, summary.distinct());
    assertEquals(List.of("1", "0", "2"), summary.frequent());
  }

  @Test
  void ofEquallyFrequentNumbersTheLesserComesFirst() {
    assertEquals(List.of("-2", "1", "2", "9", "10"), numbers(10, 9, 2, 1, -2, 11).frequent());
  }

  @Test
  void classesAreCountedAsTheyAreLearned(@TempDir Path folder) throws IOException {
    Column whole = read(folder, "10,a\n2,a\n2.0,a\n9,a\n,a\n");
    assertEquals("{2=2, 9=1, 10=1}", ColumnSummary.classes(whole).toString());
    Column codes = read(folder, "007,a\n7,a\n7,a\n");
    assertEquals("{7=2, 007=1}", ColumnSummary.classes(codes).toString());
    Column versions = read(folder, "3.1,a\n3.10,a\n3.1,a\n");
    assertEquals("{3.1=2, 3.10=1}", ColumnSummary.classes(versions).toString());
  }

  @Test
  void fewWholeNumbersLookLikeClasses() {
    assertTrue(numbers(first(100, 10)).looksLikeClasses());
    assertTrue(texts("a", "b").looksLikeClasses());
    assertFalse(numbers(first(100, 50)).looksLikeClasses());
    assertFalse(
        numbers(0.5, 1, 0.5, 1, 0.5, 1, 0.5, 1, 0.5, 1, 0.5, 1, 0.5, 1, 0.5, 1, 0.5, 1, 0.5, 1)
            .looksLikeClasses());
  }

  @Test
  void numbersOfRowsAndManyDifferentTextsLookLikeIdentifiers() {
    assertTrue(numbers(first(30, 30)).looksLikeIdentifier());
    assertFalse(numbers(first(30, 29)).looksLikeIdentifier());
    assertFalse(numbers(first(10, 10)).looksLikeIdentifier(), "too few to tell");
    String[] names = IntStream.range(0, 60).mapToObj(i -> "name " + i).toArray(String[]::new);
    assertTrue(texts(names).looksLikeIdentifier());
    assertFalse(texts("a", "b", "a").looksLikeIdentifier());
  }

  @Test
  void aColumnMayBeEmpty() {
    assertTrue(texts("", "").isEmpty());
    assertFalse(texts("", "a").isEmpty());
  }

  /**
   * More than a table in the cache of a processor holds; in a small range, where an array counts
   * them; and in one where a late number has more decimals than the others.
   */
  @Test
  void manyDifferentNumbersAreCounted() {
    RandomGenerator random = Randomness.of(1, "counts", 0);
    assertCounted(i -> Math.rint(random.nextGaussian() * 20_000) / 100);
    assertCounted(i -> Math.rint(random.nextGaussian() * 2_000) / 1_000);
    assertCounted(i -> i == 50_001 ? 0.123 : random.nextInt(-50, 50) / 10.0);
    assertCounted(i -> 1e300 * (i % 7));
  }

  /** As counted with a map. */
  private static void assertCounted(IntToDoubleFunction number) {
    double[] numbers = new double[60_000];
    Map<Double, Integer> counts = new HashMap<>();
    for (int i = 0; i < numbers.length; i++) {
      double any = number.applyAsDouble(i);
      numbers[i] = i % 100 == 0 ? Double.NaN : i % 10 == 0 ? -0.0 : any;
      if (!Double.isNaN(numbers[i])) {
        counts.merge(numbers[i] + 0.0, 1, Integer::sum);
      }
    }
    List<String> frequent =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<Double, Integer>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(5)
            .map(entry -> NumberText.plain(entry.getKey()))
            .toList();
    ColumnSummary summary = numbers(numbers);
    assertEquals(counts.size(), summary.distinct());
    assertEquals(600, summary.missing());
    assertEquals(frequent, summary.frequent());
    Table table = Table.of(Column.of("x", numbers), Column.of("y", numbers));
    assertEquals(summary, ColumnSummary.of(table).get(0), "on several threads");
  }
}
