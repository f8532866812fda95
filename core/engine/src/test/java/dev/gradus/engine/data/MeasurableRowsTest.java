package dev.gradus.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.RowOrigins;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.InputColumns;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rows of a table that a model is evaluated on. */
class MeasurableRowsTest {

  private final List<Warning> warnings = new ArrayList<>();

  private static Preparation learn(PreparationPlan plan) {
    Table table =
        Table.of(
            Column.of("x", "1", "2", "3", "4"),
            Column.of("filled", "a", "b", "a", "a"),
            Column.of("y", "1", "2", "3", "5"),
            Column.of("z", "yes", "no", "yes", "no"));
    return TablePreparation.learn(table, new int[] {0, 1, 2, 3}, plan);
  }

  private static PreparationPlan plan(Map<String, ColumnSpec> columns, String... targets) {
    return new PreparationPlan(List.of(targets), columns, ColumnSpec.Scale.NONE, false, false);
  }

  private static final Map<String, ColumnSpec> COLUMNS =
      Map.of(
          "x", new NumericSpec(),
          "filled", new CategoricalSpec(CategoricalSpec.Missing.CATEGORY, List.of()),
          "y", new NumericSpec(),
          "z", new BooleanSpec());

  private static Table holes(String... y) {
    return Table.of(
        Column.of("x", "1", "", "3", "4"),
        Column.of("filled", "", "", "", ""),
        Column.of("y", y),
        Column.of("z", "yes", "no", "yes", ""));
  }

  private int[] rows(boolean dropped, Table table, String target) {
    return MeasurableRows.of(
        learn(plan(COLUMNS, target)), List.of(), dropped, table, warnings::add);
  }

  @Test
  void rowsWithoutATargetAreLeftOutAndCounted() {
    assertArrayEquals(new int[] {1, 3}, rows(false, holes("", "2", "", "4"), "y"));
    assertEquals(
        List.of(
            new Warning(
                "the table: 2 of 4 rows lack a value in column 'y' (the target); they are excluded from the evaluation",
                2)),
        warnings);
  }

  @Test
  void whereTrainingDroppedRowsTheSameRowsAreLeftOut() {
    assertArrayEquals(new int[] {0}, rows(true, holes("1", "2", "", "4"), "y"));
    assertEquals(
        List.of(
            "the table: 1 of 4 rows lack a value in column 'y' (the target); they are excluded from the evaluation",
            "the table: 2 of 4 rows lack a value in at least one of the columns x, z (used as input); they are excluded from the evaluation"),
        warnings.stream().map(Warning::message).toList());
  }

  @Test
  void nothingIsSaidWhereNothingIsMissing() {
    assertArrayEquals(new int[] {0, 1, 2, 3}, rows(false, holes("1", "2", "3", "4"), "y"));
    assertEquals(List.of(), warnings);
  }

  @Test
  void aTableWithoutAnyTargetCannotBeMeasured() {
    DataException e =
        assertThrows(DataException.class, () -> rows(false, holes("", "", "", ""), "y"));
    assertEquals(
        "the table: every row lacks a value in column 'y' (the target), so there is nothing to evaluate",
        e.getMessage());
  }

  @Test
  void aMissingLabelThatSaysNoIsATarget() {
    Table table = holes("1", "2", "3", "4");
    assertArrayEquals(new int[] {0, 1, 2}, rows(false, table, "z"), "a label may be missing");
    Map<String, ColumnSpec> absent =
        Map.of(
            "filled", new IgnoredSpec(),
            "z", new BooleanSpec(BooleanSpec.Missing.NEGATIVE));
    warnings.clear();
    assertArrayEquals(
        new int[] {0, 1, 2, 3},
        MeasurableRows.of(learn(plan(absent, "z")), List.of(), false, table, warnings::add));
    assertEquals(List.of(), warnings);
  }

  @Test
  void aColumnThatIsNotThereIsLeftToWhoeverNeedsIt() {
    Table table = Table.of(Column.of("x", 1.0, 2.0));
    assertArrayEquals(new int[] {0, 1}, rows(true, table, "y"));
  }

  @Test
  void anExampleComesFromALineOrARow() {
    RowOrigins lines = RowOrigins.of(Table.of(Column.of("x", 1.0, 2.0, 3.0)), new int[] {2, 0});
    assertEquals(3, lines.of(0));
    assertEquals(1, lines.of(1));
  }

  @Test
  void inputsAreNumbersOrCodes() {
    assertEquals(List.of(0, 0), InputColumns.numbers(2).categories());
    assertFalse(InputColumns.numbers(2).hasCodes());
    assertTrue(new InputColumns(List.of(0, 1)).hasCodes());
    assertEquals(2, new InputColumns(List.of(0, 1)).width());
  }
}
