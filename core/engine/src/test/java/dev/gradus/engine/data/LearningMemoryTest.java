package dev.gradus.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.CategoryOrder;
import dev.gradus.runtime.column.CodePointOrder;
import dev.gradus.runtime.column.DateText;
import dev.gradus.runtime.column.NumericTarget;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.column.ScaledColumn;
import dev.gradus.runtime.problem.DataException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is learned of columns is the same, however little of them is in memory at a time. */
class LearningMemoryTest {

  /** More than are in memory at a time. */
  private static final int ROWS = 20_000;

  private static final SplittableRandom RANDOM = new SplittableRandom(20_261_130);

  /** Some are equal, and both zeros are among them. */
  private static double[] numbers(int count) {
    double[] numbers =
        RANDOM.ints(count, -5000, 5000).mapToDouble(number -> number / 100.0).toArray();
    numbers[count / 2] = -0.0;
    numbers[count / 3] = 0.0;
    return numbers;
  }

  private static double[] withGaps(double[] numbers) {
    double[] gaps = numbers.clone();
    for (int row = 0; row < gaps.length; row += 1 + RANDOM.nextInt(9)) {
      gaps[row] = Double.NaN;
    }
    return gaps;
  }

  private static ColumnNumbers inParts(double[] numbers, int length) {
    return new ColumnNumbers(
        numbers.length,
        visitor -> {
          for (int from = 0; from < numbers.length; from += length) {
            int to = Math.min(from + length, numbers.length);
            visitor.accept(Arrays.copyOfRange(numbers, from, to + 3), to - from);
          }
        });
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(ColumnSpec.Scale.class)
  void aScaleIsLearnedInParts(ColumnSpec.Scale scale) {
    double[] numbers = numbers(ROWS);
    assertEquals(
        ScaleLearner.learn("x", ColumnNumbers.of(numbers), scale, "the table"),
        ScaleLearner.learn("x", inParts(numbers, 777), scale, "the table"));
    Table table = Table.of(Column.of("x", numbers), Column.of("y", numbers));
    PreparationPlan plan =
        new PreparationPlan(
            List.of("y"), Map.of("x", new NumericSpec(scale)), ColumnSpec.Scale.NONE, true, false);
    assertEquals(
        ScaleLearner.learn("x", ColumnNumbers.of(numbers), scale, "the table"),
        TablePreparation.learn(table, rows(ROWS), plan).inputs().get(0));
  }

  private static int[] rows(int count) {
    return IntStream.range(0, count).toArray();
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(value = NumericSpec.Missing.class, mode = EnumSource.Mode.EXCLUDE, names = "REFUSE")
  void gapsAreFilledAndThenScaled(NumericSpec.Missing missing) {
    double[] gaps = withGaps(numbers(ROWS));
    NumericSpec spec = new NumericSpec(ColumnSpec.Scale.QUANTILE, missing, 7, true);
    double[] present = Arrays.stream(gaps).filter(number -> !Double.isNaN(number)).toArray();
    double fill = ColumnQuantiles.fill(ColumnNumbers.of(present), spec);
    double[] filled =
        Arrays.stream(gaps).map(number -> Double.isNaN(number) ? fill : number).toArray();
    ScaledColumn expected =
        ScaleLearner.learn("x", ColumnNumbers.of(filled), spec.scale(), "the table")
            .filled(fill, true);
    Table table = Table.of(Column.of("x", gaps), Column.of("y", numbers(ROWS)));
    PreparationPlan plan =
        new PreparationPlan(
            List.of("y"), Map.of("x", spec), ColumnSpec.Scale.STANDARD, true, false);
    assertEquals(expected, TablePreparation.learn(table, rows(ROWS), plan).inputs().get(0));
  }

  @Test
  void datesArePackedWithoutALoss() {
    for (int fractions : new int[] {0, 1}) {
      List<LocalDateTime> dates = new ArrayList<>();
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < 999; i++) {
        dates.add(
            LocalDateTime.of(1, 1, 1, 0, 0)
                .plusSeconds(RANDOM.nextLong(100_000_000_000L))
                .withSecond(i % 2)
                .withNano(fractions * (i % 5) * 100_000_000));
        texts.add(i % 7 == 0 ? "" : dates.get(i).toString());
      }
      dates.set(500, dates.get(501));
      texts.set(500, texts.get(501));
      List<LocalDateTime> present =
          IntStream.range(0, dates.size())
              .filter(i -> !texts.get(i).isEmpty())
              .mapToObj(dates::get)
              .toList();
      Column column = Column.of("when", texts.toArray(String[]::new));
      PackedDates packed =
          PackedDates.of(
              new ColumnCells(Table.of(column), column, rows(texts.size()), unused -> {}),
              DateText.of(""));
      assertEquals(present, packed);
      List<LocalDateTime> sorted = new ArrayList<>(present);
      Collections.sort(sorted);
      assertEquals(sorted.get((sorted.size() - 1) / 2), packed.middle());
      assertArrayEquals(
          Stream.concat(
                  present.stream().map(LocalDateTime::getYear).map(Double::valueOf),
                  Stream.of(-7.0, -7.0))
              .mapToDouble(year -> year)
              .sorted()
              .toArray(),
          packed.numbers(LocalDateTime::getYear, -7, 2).sorted());
    }
  }

  @Test
  void theMiddleOfEqualSecondsIsFoundByTheirFractions() {
    String[] texts = {
      "2013-04-05T10:00:00.3", "2013-04-05T10:00:00.1", "2013-04-05T10:00:00.2", "2013-04-04", ""
    };
    Column column = Column.of("when", texts);
    PackedDates packed =
        PackedDates.of(
            new ColumnCells(Table.of(column), column, rows(5), unused -> {}), DateText.of(""));
    assertEquals(LocalDateTime.parse("2013-04-05T10:00:00.1"), packed.middle());
  }

  @Test
  void theCovarianceIsSummedUpRowByRow() {
    List<Column> columns = new ArrayList<>();
    List<PreparedColumn> prepared = new ArrayList<>();
    for (int j = 0; j < 4; j++) {
      double[] numbers = withGaps(numbers(3000));
      columns.add(Column.of("x" + j, numbers));
      prepared.add(new ScaledColumn("x" + j, 0.1 * j, 3).filled(2, j % 2 == 0));
    }
    Table table = Table.of(columns);
    int[] rows = IntStream.range(0, 3000).filter(row -> row % 10 != 0).toArray();
    float[] inputs =
        TablePreparation.of(
                new Preparation(
                    prepared,
                    new NumericTarget(List.of(ScaledColumn.unchanged("x0")), Optional.empty())))
            .inputs(table, rows, unused -> {});
    int[] at = {0, 2, 3, 5};
    int width = 6;
    double[] means = new double[4];
    for (int j = 0; j < 4; j++) {
      for (int i = 0; i < rows.length; i++) {
        means[j] += inputs[i * width + at[j]];
      }
      means[j] /= rows.length;
    }
    double[][] expected = new double[4][4];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < 4; j++) {
        for (int k = 0; k <= j; k++) {
          expected[j][k] +=
              (inputs[i * width + at[j]] - means[j]) * (inputs[i * width + at[k]] - means[k]);
        }
      }
    }
    double[][] covariance = WhiteningLearner.covariance(table, rows, prepared);
    for (int j = 0; j < 4; j++) {
      assertArrayEquals(
          Arrays.stream(expected[j]).map(sum -> sum / rows.length).toArray(), covariance[j]);
    }
  }

  @Test
  void asManyColumnsAreLearnedAtOnceAsThereIsMemoryFor() {
    assertEquals(100, ColumnLearner.atOnce(100, 16, 1000, 16_000), "as many as there are threads");
    assertEquals(15, ColumnLearner.atOnce(100, 16, 1000, 15_999));
    assertEquals(1, ColumnLearner.atOnce(100, 16, 1000, 1999));
    assertEquals(1, ColumnLearner.atOnce(100, 16, 1000, 10), "always one");
    assertEquals(3, ColumnLearner.atOnce(3, 16, 1000, 10_000), "no more than there are");
  }

  @Test
  void littleMemoryChangesNothingButTheTime() {
    List<Column> columns = new ArrayList<>();
    Map<String, ColumnSpec> declared = new HashMap<>();
    for (int j = 0; j < 12; j++) {
      columns.add(Column.of("x" + j, withGaps(numbers(ROWS))));
      declared.put(
          "x" + j,
          new NumericSpec(
              j % 3 == 0 ? ColumnSpec.Scale.STANDARD : ColumnSpec.Scale.QUANTILE,
              j % 2 == 0 ? NumericSpec.Missing.MEAN : NumericSpec.Missing.MEDIAN,
              0,
              false));
    }
    columns.add(Column.of("y", numbers(ROWS)));
    Table table = Table.of(columns);
    PreparationPlan plan =
        new PreparationPlan(List.of("y"), declared, ColumnSpec.Scale.STANDARD, true, false);
    Preparation alone = TablePreparation.learn(table, rows(ROWS), plan);
    for (long heap : new long[] {1, 4 * 16 * ROWS, 3 * 4 * 16 * ROWS, 1L << 40}) {
      try (PreparationThreads threads = new PreparationThreads(4, heap)) {
        assertEquals(alone, TablePreparation.learn(table, rows(ROWS), plan, threads));
      }
    }
  }

  @Test
  void classesKeepTheOrderOfTheirRows() {
    String[] names = {"b", "a", "B", "10", "9", ""};
    Column column =
        Column.of(
            "class",
            IntStream.range(0, 5000)
                .mapToObj(i -> names[RANDOM.nextInt(6)])
                .toArray(String[]::new));
    Map<String, List<Integer>> expected = new TreeMap<>(CodePointOrder.COMPARATOR);
    int[] order = rows(5000);
    Randomness.shuffle(order, Randomness.of(3, "split", 0));
    for (int row : order) {
      expected.computeIfAbsent(column.text(row), unused -> new ArrayList<>()).add(row);
    }
    RowClasses classes = RowClasses.of(column);
    assertArrayEquals(expected.values().stream().mapToInt(List::size).toArray(), classes.sizes());
    assertArrayEquals(
        expected.values().stream().flatMap(List::stream).mapToInt(row -> row).toArray(),
        classes.together(order));
  }

  @Test
  void everyRowIsComparedWithAllBeforeIt() {
    double[] numbers =
        IntStream.range(0, ROWS).mapToDouble(i -> RANDOM.nextInt(ROWS / 10)).toArray();
    // These have the same hash code.
    String[] texts =
        IntStream.range(0, ROWS)
            .mapToObj(i -> RANDOM.nextBoolean() ? "Aa" : "BB")
            .toArray(String[]::new);
    Table table = Table.of(Column.of("x", numbers), Column.of("t", texts));
    Map<String, Integer> seen = new HashMap<>();
    List<Integer> firsts = new ArrayList<>();
    int[] expected = new int[ROWS];
    for (int row = 0; row < ROWS; row++) {
      int next = seen.size();
      expected[row] = seen.computeIfAbsent(numbers[row] + texts[row], unused -> next);
      if (seen.size() > next) {
        firsts.add(row);
      }
    }
    EqualRows equal = EqualRows.of(table);
    assertArrayEquals(expected, equal.numbers());
    assertEquals(ROWS - firsts.size(), equal.repeats());
    assertArrayEquals(firsts.stream().mapToInt(row -> row).toArray(), equal.firsts());
  }

  /** Some of these names have the same hash code. */
  private static String[] names(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                Integer.toString(RANDOM.nextInt(300), 2)
                    .replace("0", "Aa")
                    .replace("1", i % 2 == 0 ? "BB" : "b"))
        .toArray(String[]::new);
  }

  @Test
  void namesAreCountedInParts() {
    String[] names = names(3000);
    names[7] = "";
    Map<String, Integer> counts = new TreeMap<>(CategoryOrder.COMPARATOR);
    Arrays.stream(names)
        .filter(name -> !name.isEmpty())
        .forEach(name -> counts.merge(name, 1, Integer::sum));
    List<NameCounts.Counted> expected =
        counts.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .limit(20)
            .map(entry -> new NameCounts.Counted(entry.getKey(), entry.getValue()))
            .toList();
    for (long most : new long[] {1, 10 * KeysInParts.BYTES_PER_KEY, Long.MAX_VALUE}) {
      NameCounts counted = new NameCounts(3000, row -> names[row], new KeysInParts<>(most));
      assertEquals(expected, counted.first(NameCounts.BY_COUNT, 20, Long.MAX_VALUE));
      assertEquals(counts.size(), counted.distinct());
    }
  }

  @Test
  void aPartHasNoMoreKeysThanItMay() {
    KeysInParts<Integer, Integer> parts = new KeysInParts<>(100 * KeysInParts.BYTES_PER_KEY);
    Map<Integer, Integer> all = new HashMap<>();
    do {
      for (int key = 0; key < 5000; key++) {
        int own = key;
        parts.get(key, () -> own);
        assertTrue(parts.values().size() <= 100);
      }
      parts.values().forEach((key, value) -> assertEquals(null, all.put(key, value)));
    } while (parts.next());
    assertEquals(5000, all.size());
  }

  @Test
  void aPartHasFewerLongKeys() {
    int length = 10 * KeysInParts.BYTES_PER_KEY;
    KeysInParts<String, Integer> parts = new KeysInParts<>(3 * 21 * KeysInParts.BYTES_PER_KEY);
    Map<String, Integer> all = new HashMap<>();
    do {
      for (int key = 0; key < 300; key++) {
        int own = key;
        parts.get("x".repeat(length - 3) + (100 + key), () -> own);
        assertTrue(parts.values().size() <= 3);
      }
      parts.values().forEach((key, value) -> assertEquals(null, all.put(key, value)));
    } while (parts.next());
    assertEquals(300, all.size());
  }

  /** A key that is too long alone. */
  @Test
  void aPartHasAtLeastOneKey() {
    KeysInParts<String, Integer> parts = new KeysInParts<>(1);
    assertEquals(Optional.of(1), parts.get("a", () -> 1));
    assertEquals(Map.of("a", 1), parts.values());
  }

  @Test
  void keysWithTheSameHashCodeAreInOnePart() {
    KeysInParts<String, String> parts = new KeysInParts<>(1);
    List<Integer> sizes = new ArrayList<>();
    do {
      for (String key : List.of("AaAa", "AaBB", "BBAa", "BBBB")) {
        parts.get(key, () -> key);
      }
      sizes.add(parts.values().size());
    } while (parts.next());
    sizes.removeIf(size -> size == 0);
    assertEquals(List.of(4), sizes);
  }

  @Test
  void countingEndsWithMoreNamesThanThereMayBe() {
    AtomicInteger seen = new AtomicInteger();
    NameCounts counted =
        new NameCounts(
            ROWS,
            row -> {
              seen.incrementAndGet();
              return "id" + row;
            });
    counted.first(NameCounts.BY_COUNT, 1, 50);
    assertEquals(51, seen.get());
    assertEquals(51, counted.distinct());
  }

  @Test
  void aFractionWrittenInTwoWaysIsFoundInParts() {
    String[] texts = IntStream.range(0, 200).mapToObj(i -> (i + 0.5) + "").toArray(String[]::new);
    for (long most : new long[] {1, 20 * KeysInParts.BYTES_PER_KEY, Long.MAX_VALUE}) {
      Column numbers = Column.of("x", texts);
      assertEquals(
          "7.5",
          CategoryNames.of(numbers, rows(200), new KeysInParts<>(most), Long.MAX_VALUE).of(7));
      String[] twice = texts.clone();
      twice[199] = "7.50";
      assertEquals(
          "7.50",
          CategoryNames.of(
                  Column.of("x", twice), rows(200), new KeysInParts<>(most), Long.MAX_VALUE)
              .of(199));
    }
  }

  /** Also where only the most frequent of them would be filled in. */
  @Test
  void identifiersAreRefusedAsCategoriesAndAsClasses() {
    String[] ids = IntStream.range(0, 5000).mapToObj(i -> "id" + i).toArray(String[]::new);
    ids[99] = "";
    Table table = Table.of(Column.of("id", ids), Column.of("y", numbers(5000)));
    PreparationPlan plan =
        new PreparationPlan(List.of("y"), Map.of(), ColumnSpec.Scale.NONE, false, false, true);
    assertTrue(
        assertThrows(DataException.class, () -> TablePreparation.learn(table, rows(5000), plan))
            .getMessage()
            .contains("column 'id' has more than 4,096 different values"));
    assertEquals(
        "column 'id' has more than 4,096 different values, too many for classes; predict another column, or, if it contains numbers, declare it numeric (columns: {id: numeric})",
        assertThrows(DataException.class, () -> RowClasses.of(table.column("id"))).getMessage());
  }
}
