package dev.gradus.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gradus.engine.table.CsvFormat;
import dev.gradus.engine.table.CsvReader;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.OneHotColumn;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.column.ScaledColumn;
import dev.gradus.runtime.problem.DataException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Files as they are found: other delimiters, no header, markers for missing values. */
class MissingValuesTest {

  private static Table read(CsvFormat format, String... lines) {
    byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    return CsvReader.read(new ByteArrayInputStream(bytes), "test.csv", format);
  }

  private static CsvFormat format(String delimiter, boolean header, String... missing) {
    return new CsvFormat(delimiter, "\"", header, List.of(missing));
  }

  private static Preparation learn(
      Table table, int training, Map<String, ColumnSpec> columns, boolean fills) {
    return TablePreparation.learn(
        table,
        IntStream.range(0, training).toArray(),
        new PreparationPlan(List.of("y"), columns, ColumnSpec.Scale.NONE, false, false, fills));
  }

  @Test
  void aFileWithoutAHeaderHasColumnsWithNumbers() {
    Table table = read(format(",", false, "?"), "5.1, a,?", "4.9,?,2");
    assertEquals(List.of("1", "2", "3"), table.names());
    assertEquals(2, table.rows());
    assertEquals(5.1, table.column("1").number(0));
    assertEquals("a", table.column("2").text(0));
    assertEquals(true, table.column("3").isMissing(0));
    assertEquals(true, table.column("2").isMissing(1));
    assertEquals("test.csv:1", table.placeOf(0));
  }

  @Test
  void otherDelimitersAndQuotes() {
    Table semicolons = read(format(";", true), "x;y", "\"a;b\";1,5");
    assertEquals("a;b", semicolons.column("x").text(0));
    assertEquals("1,5", semicolons.column("y").text(0));
    Table tabs = read(format("tab", true), "x\ty", "1\t", "2\t4");
    assertEquals(true, tabs.column("y").isMissing(0));
    assertEquals(4, tabs.column("y").number(1));
    Table single = read(new CsvFormat(",", "'", true, List.of()), "x,y", "'a,b',say \"no\"");
    assertEquals("a,b", single.column("x").text(0));
    assertEquals("say \"no\"", single.column("y").text(0));
  }

  @Test
  void aFormatThatCannotBeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> format("", true));
    assertThrows(IllegalArgumentException.class, () -> format("ab", true));
    assertThrows(IllegalArgumentException.class, () -> format("\"", true));
    assertThrows(IllegalArgumentException.class, () -> format("\n", true));
  }

  private static Table holes() {
    return read(
        format(",", true, "NA"),
        "size,kind,y",
        "1,a,1",
        "NA,b,2",
        "4,NA,3",
        "7,b,4",
        "NA,NA,5",
        "100,c,6");
  }

  @Test
  void whatStandsForMissingCellsIsLearnedFromTheTrainingRows() {
    Preparation preparation = learn(holes(), 5, Map.of(), true);
    assertEquals(
        List.of(
            new ScaledColumn("size", 0, 1, false, Optional.of(4.0), false),
            new OneHotColumn("kind", List.of("a", "b"), Optional.of("b"))),
        preparation.inputs());
    float[] expected = {1, 1, 0, 4, 0, 1, 4, 0, 1, 7, 0, 1, 4, 0, 1, 100, 0, 0};
    assertArrayEquals(expected, TablePreparation.of(preparation).inputs(holes(), warning -> {}));
  }

  @Test
  void anIndicatorSaysWhereANumberIsMissing() {
    NumericSpec numeric =
        new NumericSpec(ColumnSpec.Scale.NONE, NumericSpec.Missing.CONSTANT, -1, true);
    Preparation preparation =
        learn(holes(), 6, Map.of("size", numeric, "kind", new IgnoredSpec()), false);
    assertArrayEquals(
        new float[] {1, 0, -1, 1, 4, 0, 7, 0, -1, 1, 100, 0},
        TablePreparation.of(preparation).inputs(holes(), warning -> {}));
    float[] row = new float[2];
    preparation.rows().prepare(new double[] {Double.NaN}, row);
    assertArrayEquals(new float[] {-1, 1}, row);
    assertThrows(
        IllegalArgumentException.class,
        () -> new NumericSpec(ColumnSpec.Scale.NONE, NumericSpec.Missing.REFUSE, 0, true));
  }

  @Test
  void missingNamesCanBeACategoryOfTheirOwn() {
    CategoricalSpec names = new CategoricalSpec(CategoricalSpec.Missing.CATEGORY, List.of());
    Preparation preparation =
        learn(holes(), 6, Map.of("kind", names, "size", new IgnoredSpec()), false);
    assertEquals(
        List.of(
            new OneHotColumn(
                "kind", List.of("(missing)", "a", "b", "c"), Optional.of("(missing)"))),
        preparation.inputs());
  }

  @Test
  void rowsWithMissingCellsCanBeLeftOut() {
    Table complete = holes().withoutMissing(name -> true);
    assertEquals(3, complete.rows());
    assertEquals(
        List.of(2, 5, 7), List.of(complete.lineOf(0), complete.lineOf(1), complete.lineOf(2)));
    assertEquals(
        5, holes().withoutMissing(name -> name.equals("y") || name.equals("kind")).rows() + 1);
    assertThrows(
        DataException.class,
        () -> read(format(",", true), "a,b", ",1", "2,").withoutMissing(name -> true));
  }

  @Test
  void aColumnOfWhichNothingIsThereCannotBeFilled() {
    Table table = read(format(",", true), "x,y", ",1", ",2", "3,3");
    DataException e = assertThrows(DataException.class, () -> learn(table, 2, Map.of(), true));
    assertEquals(
        "test.csv: all training rows have an empty cell in column 'x', so there is no value to fill in; ignore the column (columns: {x: ignore})",
        e.getMessage());
  }

  @Test
  void theLogarithmIsTakenAndTakenBack() {
    Table table = read(format(",", true), "x,y", "0,1", "9,2", "-99,3");
    Preparation preparation =
        TablePreparation.learn(
            table,
            new int[] {0, 1, 2},
            new PreparationPlan(
                List.of("y"),
                Map.of("x", new NumericSpec(ColumnSpec.Scale.LOG)),
                ColumnSpec.Scale.STANDARD,
                false,
                false));
    ScaledColumn x = (ScaledColumn) preparation.inputs().get(0);
    assertEquals((Math.log(10) - Math.log(100)) / 3, x.mean(), 1e-12);
    for (double value : new double[] {0, 9, -99, 1e6}) {
      assertEquals(value, x.restore(x.apply(value)), 1e-9 * Math.max(1, Math.abs(value)));
    }
  }
}
