package dev.gradus.engine.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.runtime.problem.DataException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Tables made by Java callers. */
class TableTest {

  private static void refused(String message, Executable making) {
    assertEquals(message, assertThrows(DataException.class, making).getMessage());
  }

  @Test
  void isMadeOfColumns() {
    Table table = Table.of(Column.of("x", 1.5, 7), Column.of("s", "a", ""));
    assertEquals(2, table.rows());
    assertEquals(List.of("x", "s"), table.names());
    assertEquals(7.0, table.column("x").number(1));
    assertEquals("7", table.column("x").text(1));
    assertEquals("a", table.column("s").text(0));
    assertTrue(table.column("s").isMissing(1));
    assertTrue(Double.isNaN(table.column("s").number(0)));
    assertEquals("the table", table.origin());
    assertEquals("row 2", table.placeOf(1));
  }

  @Test
  void isMadeOfRows() {
    Table table = Table.ofRows(List.of("a", "b"), new double[][] {{1, 2}, {3, 4}, {5, 6}});
    assertEquals(3, table.rows());
    assertEquals(6.0, table.column("b").number(2));
  }

  @Test
  void keepsCopies() {
    double[] numbers = {1, 2};
    String[] texts = {"a", "b"};
    List<Column> columns = new ArrayList<>(List.of(Column.of("x", numbers), Column.of("s", texts)));
    Table table = Table.of(columns);
    numbers[0] = 9;
    texts[0] = "z";
    columns.clear();
    assertEquals(1.0, table.column("x").number(0));
    assertEquals("a", table.column("s").text(0));
    assertEquals(2, table.columns().size());
  }

  @Test
  void aColumnCanBeGivenByItsNumber() {
    Table table = Table.of(Column.of("x", 1), Column.of("1", 2), Column.of("y", 3));
    assertEquals("y", table.nameOf("3"));
    assertEquals("1", table.nameOf("1"), "a name goes before a number");
    assertEquals("1", table.nameOf("2"));
    assertEquals("x", table.nameOf("x"));
    for (String none : List.of("0", "4", "-1", "1.0", "z", "99999999999")) {
      assertEquals(none, table.nameOf(none));
    }
    refused(
        "the table: there is no column 4: columns are numbered from 1, and there are 3: x, 1, y",
        () -> table.column("4"));
    refused(
        "the table: there is no column 0: columns are numbered from 1, and there are 3: x, 1, y",
        () -> table.column("0"));
  }

  @Test
  void aTextThatIsANumberCanBeReadAsOne() {
    assertEquals(1.5, Column.of("s", "1.50").number(0));
    assertEquals("1.50", Column.of("s", "1.50").text(0));
  }

  @Test
  void anUnknownColumnIsRefusedWithTheNearestName() {
    Table table = Table.of(Column.of("length", 1), Column.of("species", "a"));
    refused(
        "the table: there is no column 'speices'. Did you mean 'species'? The columns are: length, species",
        () -> table.column("speices"));
    refused(
        "the table: there is no column 'Length'. Did you mean 'length'? The columns are: length, species",
        () -> table.column("Length"));
    refused(
        "the table: there is no column 'colour'. The columns are: length, species",
        () -> table.column("colour"));
    assertTrue(table.find("colour").isEmpty());
  }

  @Test
  void veryManyColumnsAreNotAllListed() {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      columns.add(Column.of("p" + i, i));
    }
    DataException e =
        assertThrows(DataException.class, () -> Table.of(columns).column("nothing of the kind"));
    assertTrue(e.problems().get(0).sentence().endsWith("p18, p19 and 44 more"), e.toString());
  }

  @Test
  void whatIsNoTableIsRefused() {
    refused("the table has no columns", () -> Table.of(List.of()));
    refused("the table has no rows", () -> Table.of(Column.of("x", new double[0])));
    refused("a column has an empty name; give it one", () -> Column.of(" ", 1));
    refused(
        "two columns are called 'x'; rename one of them",
        () -> Table.of(Column.of("x", 1), Column.of("x", 2)));
    refused(
        "column 'y' has 1 rows, but column 'x' has 2; all columns of a table must have the same number of rows",
        () -> Table.of(Column.of("x", 1, 2), Column.of("y", 1)));
    refused(
        "row 2: the row has 1 numbers, but there are 2 columns",
        () -> Table.ofRows(List.of("a", "b"), new double[][] {{1, 2}, {3}}));
  }

  @Test
  void aNumberIsFiniteOrMissing() {
    assertTrue(Column.of("x", 1, Double.NaN).isMissing(1));
    assertTrue(
        Table.ofRows(List.of("a", "b"), new double[][] {{1, Double.NaN}}).column("b").isMissing(0));
    refused(
        "row 2: column 'x' has Infinity here; pass a finite number",
        () -> Column.of("x", 1, Double.POSITIVE_INFINITY));
    refused(
        "row 1: column 'b' has -Infinity here; pass a finite number",
        () -> Table.ofRows(List.of("a", "b"), new double[][] {{1, Double.NEGATIVE_INFINITY}}));
  }
}
