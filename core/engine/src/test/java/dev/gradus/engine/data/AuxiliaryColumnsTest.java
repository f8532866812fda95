package dev.gradus.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.spi.AuxiliaryColumn;
import dev.gradus.spi.Interval;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Auxiliary columns are read as they are in the table, in the order of the rows. */
class AuxiliaryColumnsTest {

  private static final AuxiliaryColumn YEARS = AuxiliaryColumn.number("years", Interval.above(0));
  private static final AuxiliaryColumn DIED = AuxiliaryColumn.yesNo("died");
  private static final AuxiliaryColumn QUERY = AuxiliaryColumn.group("query");
  private static final AuxiliaryColumn NUMBERED = AuxiliaryColumn.group("number");

  private static final Table TABLE =
      Table.of(
          List.of(
              Column.of("years", 1234567.891, 0.1, -2, 4),
              Column.of("died", "yes", "F", "no", "True"),
              Column.of("query", "b", "a", "b", "c"),
              Column.of("number", 7, 8, 7, 9)));

  private static AuxiliaryColumns read(List<AuxiliaryColumn> wanted, int... rows) {
    return AuxiliaryColumns.of(TABLE, wanted, Map.of(), rows);
  }

  @Test
  void numbersKeepAllTheirDigitsAndGroupsAreEqualWhereTheyAreTheSame() {
    AuxiliaryColumns read = read(List.of(YEARS, DIED, QUERY, NUMBERED), 3, 1, 0);
    double[][] all = read.of(List.of(QUERY, YEARS, DIED, NUMBERED));
    assertArrayEquals(new double[] {0, 1, 2}, all[0]);
    assertArrayEquals(new double[] {4, 0.1, 1234567.891}, all[1]);
    assertArrayEquals(new double[] {1, 0, 1}, all[2]);
    assertArrayEquals(new double[] {0, 1, 2}, all[3]);
    assertArrayEquals(new double[] {0, 1, 0}, read(List.of(QUERY), 0, 1, 2).of(List.of(QUERY))[0]);
    assertArrayEquals(
        new double[] {0, 1, 0}, read(List.of(NUMBERED), 0, 1, 2).of(List.of(NUMBERED))[0]);
  }

  @Test
  void someOfTheRowsAreCopied() {
    AuxiliaryColumns read = read(List.of(QUERY, YEARS), 0, 1, 3);
    List<AuxiliaryColumn> years = List.of(YEARS);
    assertArrayEquals(new double[] {4, 1234567.891}, read.select(new int[] {2, 0}).of(years)[0]);
    assertArrayEquals(new double[] {0.1, 4}, read.part(1, 3).of(years)[0]);
    assertArrayEquals(new double[5], read.room(5).of(years)[0]);
    assertSame(AuxiliaryColumns.NONE, AuxiliaryColumns.NONE.select(new int[] {0}));
    assertTrue(read(List.of(), 0).isEmpty());
    assertEquals(List.of(QUERY, YEARS), List.copyOf(read.columns()));
    assertThrows(IllegalArgumentException.class, () -> read.of(List.of(DIED)));
  }

  @Test
  void aNumberOutOfItsRangeAndATextAreNamedWithTheirPlace() {
    assertEquals(
        "row 3: column 'years' must contain a number above 0 for the loss or a metric, but here it has '-2'; correct the cell, or remove the row",
        refused(YEARS, 2));
    assertTrue(
        refused(AuxiliaryColumn.number("query"), 1)
            .contains(
                "must contain a number of any size for the loss or a metric, but here it has 'a'"));
    assertTrue(refused(AuxiliaryColumn.yesNo("query"), 1).contains("must be boolean"));
    assertTrue(refused(AuxiliaryColumn.yesNo("3"), 0).contains("column 'query' must be boolean"));
    assertTrue(refused(AuxiliaryColumn.group("qurey"), 1).contains("Did you mean 'query'?"));
  }

  private static String refused(AuxiliaryColumn column, int row) {
    return String.valueOf(
        assertThrows(DataException.class, () -> read(List.of(column), row)).getMessage());
  }

  @Test
  void aColumnHasAName() {
    assertThrows(IllegalArgumentException.class, () -> AuxiliaryColumn.number(" "));
  }
}
