package dev.gradus.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.engine.examples.ExampleWeights;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Warning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Warnings about filled cells and unknown categories. */
class DataWarningsTest {

  private static final List<Integer> ALL = List.of(0, 1, 2, 3, 4, 5);

  private final List<Warning> warnings = new ArrayList<>();

  private static Preparation learn(Table table, Map<String, ColumnSpec> columns, boolean codes) {
    return TablePreparation.learn(
        table,
        ALL.stream().mapToInt(row -> row).toArray(),
        new PreparationPlan(List.of("y"), columns, ColumnSpec.Scale.NONE, false, codes, true));
  }

  private static Column target() {
    return Column.of("y", 1.0, 2.0, 3.0, 4.0, 5.0, 6.0);
  }

  private List<String> messages() {
    return warnings.stream().map(Warning::message).toList();
  }

  @Test
  void whatStandsForAnEmptyCellIsSaidInTheWordsOfItsColumn() {
    Table full =
        Table.of(
            Column.of("size", 2.5, 2.5, 2.5, 2.5, 2.5, 2.5),
            Column.of("kind", "a", "a", "a", "b", "b", "a"),
            Column.of("old", "yes", "no", "yes", "yes", "no", "yes"),
            target());
    Preparation preparation =
        learn(full, Map.of("old", new BooleanSpec(BooleanSpec.Missing.MOST_FREQUENT)), false);
    Table holes =
        Table.of(
            Column.of("size", "", "", "1", "1", "1", "1"),
            Column.of("kind", "", "a", "a", "a", "a", "a"),
            Column.of("old", "", "", "", "", "", ""),
            target());
    TablePreparation.of(preparation).warnOfFilled(holes, warnings::add);
    assertEquals(
        List.of(
            "the table: empty cells are filled with values learned in training: all 6 in column 'old' (yes), 2 of 6 in column 'size' (2.5), 1 of 6 in column 'kind' ('a')"),
        messages());
    assertEquals(9, warnings.get(0).count());
    TablePreparation.of(preparation).warnOfFilled(holes, new int[] {2, 3}, warnings::add);
    assertEquals(2, warnings.get(1).count(), "of some rows");
    warnings.clear();
    TablePreparation.of(preparation).warnOfFilled(full, warnings::add);
    assertEquals(List.of(), messages(), "nothing is empty");
  }

  @Test
  void whereAnEmptyCellMeansSomethingNothingIsFilledIn() {
    Map<String, ColumnSpec> columns = new LinkedHashMap<>();
    columns.put("kind", new CategoricalSpec(CategoricalSpec.Missing.CATEGORY, List.of()));
    columns.put(
        "spam", new BooleanSpec(List.of("x"), List.of(), BooleanSpec.Missing.NEGATIVE, false));
    Table table =
        Table.of(
            Column.of("kind", "", "a", "a", "b", "b", ""),
            Column.of("spam", "x", "", "x", "", "", "x"),
            target());
    TablePreparation.of(learn(table, columns, false)).warnOfFilled(table, warnings::add);
    assertEquals(List.of(), messages());
  }

  @Test
  void ofManyColumnsFiveAreNamed() {
    List<Column> full = new ArrayList<>();
    List<Column> holes = new ArrayList<>();
    for (int j = 0; j < 7; j++) {
      int column = j;
      full.add(Column.of("x" + j, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0));
      String[] texts =
          IntStream.range(0, 6).mapToObj(i -> i < 5 - column / 2 ? "" : "1").toArray(String[]::new);
      holes.add(Column.of("x" + j, texts));
    }
    full.add(target());
    holes.add(target());
    TablePreparation.of(learn(Table.of(full), Map.of(), false))
        .warnOfFilled(Table.of(holes), warnings::add);
    assertEquals(
        List.of(
            "the table: empty cells are filled with values learned in training: 5 of 6 in column 'x0' (1), 5 of 6 in column 'x1' (1), 4 of 6 in column 'x2' (1), 4 of 6 in column 'x3' (1), 3 of 6 in column 'x4' (1), 5 in 2 other columns"),
        messages());
    assertEquals(26, warnings.get(0).count());
  }

  private Table shades(String... shades) {
    return Table.of(Column.of("shade", shades), target());
  }

  @Test
  void unknownCategoriesAreCountedHoweverTheColumnIsSeen() {
    Table learned = shades("a", "b", "a", "b", "a", "b");
    Table later = shades("a", "c", "c", "d", "b", "a");
    String sentence =
        "the table: 3 of 6 rows have a category in column 'shade' that the model has not learned ('c', 'd'); they are treated as unknown";
    TablePreparation.of(learn(learned, Map.of(), false)).inputs(later, warnings::add);
    float[] codes =
        TablePreparation.of(learn(learned, Map.of(), true)).inputs(later, warnings::add);
    Map<String, ColumnSpec> ordered =
        Map.of("shade", new CategoricalSpec(CategoricalSpec.Missing.REFUSE, List.of("b", "a")));
    float[] places =
        TablePreparation.of(learn(learned, ordered, false)).inputs(later, warnings::add);
    assertEquals(List.of(sentence, sentence, sentence), messages());
    assertArrayEquals(new float[] {0, -1, -1, -1, 1, 0}, codes);
    assertArrayEquals(new float[] {1, -1, -1, -1, 0, 1}, places);
  }

  private static Optional<float[]> weights(Table table, Map<String, ColumnSpec> columns) {
    PreparationPlan plan =
        new PreparationPlan(List.of("y"), columns, ColumnSpec.Scale.NONE, false, false);
    return ExampleWeights.of(table, plan, new int[] {2, 0}).map(matrix -> matrix.values());
  }

  private static Table weighed(String third) {
    return Table.of(Column.of("w", "2", "0.5", third, "1", "1", "1"), target());
  }

  @Test
  void weightsAreReadFromTheColumnThatIsDeclared() {
    assertArrayEquals(
        new float[] {3, 2}, weights(weighed("3"), Map.of("w", new WeightSpec())).orElseThrow());
    assertEquals(Optional.empty(), weights(weighed("3"), Map.of()));
  }

  @Test
  void aWeightIsANumberAboveZero() {
    for (String wrong : List.of("0", "-1", "many", "", "1e39")) {
      assertEquals(
          "row 3: column 'w' is the weight of the examples, which must be a number above 0, but here it has '%s'; correct the cell, or remove the row"
              .formatted(wrong),
          refusal(weighed(wrong), Map.of("w", new WeightSpec())));
    }
  }

  @Test
  void oneColumnHoldsTheWeights() {
    Map<String, ColumnSpec> two = new LinkedHashMap<>();
    two.put("w", new WeightSpec());
    two.put("v", new WeightSpec());
    assertEquals(
        "columns 'w' and 'v' are both declared as weight; keep one of them, and ignore the other",
        refusal(weighed("1"), two));
  }

  private static String refusal(Table table, Map<String, ColumnSpec> columns) {
    try {
      return "accepted: " + weights(table, columns).isPresent();
    } catch (DataException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
