package dev.gradus.engine.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.runtime.problem.DataException;
import java.math.BigDecimal;
import java.nio.CharBuffer;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Tables of what applications have: records, beans, maps. */
class ObjectTableTest {

  private enum Size {
    SMALL,
    LARGE
  }

  private record House(double area, Integer rooms, String city, Size size, boolean sold) {}

  private record Held(Optional<String> text, OptionalDouble a, OptionalInt b, OptionalLong c) {}

  private record Dated(LocalTime day) {}

  /** A bean that fails. */
  public static class Failing {
    public double getX() {
      throw new IllegalStateException("no x today");
    }
  }

  /** A bean. */
  public static class Flower {
    private final double width;
    private final boolean fresh;

    Flower(double width, boolean fresh) {
      this.width = width;
      this.fresh = fresh;
    }

    public double getWidth() {
      return width;
    }

    public boolean isFresh() {
      return fresh;
    }

    public String get() {
      return "no property";
    }

    public String getWith(int argument) {
      return "no property: " + argument;
    }

    public String getURL() {
      return "petals.html";
    }

    public boolean isWidth() {
      return true;
    }

    public static int getCount() {
      return 0;
    }
  }

  private static List<String> texts(Table table, String column) {
    Column of = table.column(column);
    return IntStream.range(0, of.rows())
        .mapToObj(row -> of.isMissing(row) ? "-" : of.text(row))
        .toList();
  }

  @Test
  @SuppressWarnings("NullAway") // as applications do
  void theComponentsOfARecordAreItsColumns() {
    Table table =
        Table.ofObjects(
            List.of(
                new House(70.5, 3, "Oslo", Size.SMALL, true),
                new House(Double.NaN, null, " ", Size.LARGE, false)));
    assertEquals(List.of("area", "rooms", "city", "size", "sold"), table.names());
    assertEquals(List.of("70.5", "-"), texts(table, "area"));
    assertEquals(List.of("3", "-"), texts(table, "rooms"));
    assertEquals(List.of("Oslo", "-"), texts(table, "city"));
    assertEquals(List.of("SMALL", "LARGE"), texts(table, "size"));
    assertEquals(List.of("true", "false"), texts(table, "sold"));
    assertTrue(table.column("rooms") instanceof NumericColumn);
    assertTrue(table.column("city") instanceof TextColumn);
  }

  @Test
  void thePropertiesOfABeanAreItsColumnsByName() {
    Table table = Table.ofObjects(List.of(new Flower(1.5, true), new Flower(2, false)));
    assertEquals(List.of("URL", "fresh", "width"), table.names());
    assertEquals(List.of("1.5", "2"), texts(table, "width"));
    assertEquals(List.of("true", "false"), texts(table, "fresh"));
  }

  @Test
  void whatAnOptionalHoldsIsTheCell() {
    Table table =
        Table.ofObjects(
            List.of(
                new Held(
                    Optional.of("a"),
                    OptionalDouble.of(1.5),
                    OptionalInt.of(2),
                    OptionalLong.of(3)),
                new Held(
                    Optional.empty(),
                    OptionalDouble.empty(),
                    OptionalInt.empty(),
                    OptionalLong.empty())));
    assertEquals(List.of("a", "-"), texts(table, "text"));
    assertEquals(List.of("1.5", "-"), texts(table, "a"));
    assertEquals(List.of("2", "-"), texts(table, "b"));
    assertEquals(List.of("3", "-"), texts(table, "c"));
  }

  @Test
  void mapsMayLackWhatOthersHave() {
    Map<String, Object> first = new LinkedHashMap<>();
    first.put("area", new BigDecimal("70.25"));
    first.put("city", CharBuffer.wrap("Oslo"));
    Map<String, Object> second = new HashMap<>();
    second.put("city", Optional.empty());
    second.put("grade", 'A');
    Table table = Table.ofMaps(List.of(first, second));
    assertEquals(List.of("area", "city", "grade"), table.names());
    assertEquals(List.of("70.25", "-"), texts(table, "area"));
    assertEquals(List.of("Oslo", "-"), texts(table, "city"));
    assertEquals(List.of("-", "A"), texts(table, "grade"));
  }

  @Test
  void textsThatAreAllNumbersAreNumbersAsInAFile() {
    Table table =
        Table.ofMaps(
            List.of(Map.of("x", "7.0"), Map.of("x", 8), Map.of("x", ""), Map.of("x", "9")));
    assertTrue(table.column("x") instanceof NumericColumn);
    assertEquals(8, table.column("x").number(1));
    assertEquals("7.0", table.column("x").text(0), "as it was written");
    Table mixed = Table.ofMaps(List.of(Map.of("x", 7), Map.of("x", "many")));
    assertTrue(mixed.column("x") instanceof TextColumn);
    assertEquals(List.of("7", "many"), texts(mixed, "x"));
  }

  @Test
  void whatIsNoRowIsRefusedByItsPlace() {
    refused("the table has no rows", () -> Table.ofObjects(List.of()));
    refused("the table has no rows", () -> Table.ofMaps(List.of()));
    refused("the table has no columns", () -> Table.ofMaps(List.of(Map.of())));
    refused(
        "the rows are maps; make the table with Table.ofMaps",
        () -> Table.ofObjects(List.of(new HashMap<>(Map.of("x", 1)))));
    refused(
        "java.lang.String has neither record components nor methods such as getWidth(), so it has no columns; pass records, beans or maps",
        () -> Table.ofObjects(List.of("a text")));
    refused(
        "row 2: the row is null; leave it out, or give it its values",
        () -> Table.ofMaps(withNull(Map.of("x", 1))));
    refused(
        "row 2: the row is null; leave it out, or give it its values",
        () -> Table.ofObjects(withNull(new Flower(1, true))));
    refused(
        "row 2: column 'x' has Infinity here; pass a finite number",
        () -> Table.ofMaps(List.of(Map.of("x", 1), Map.of("x", Float.POSITIVE_INFINITY))));
    refused(
        "row 1: column 'day' has a LocalTime, which is not a number, a string or a date; pass one of these",
        () -> Table.ofObjects(List.of(new Dated(LocalTime.NOON))));
    refused(
        "row 1: column 'x' cannot be read: getX() of "
            + Failing.class.getName()
            + " fails with java.lang.IllegalStateException: no x today",
        () -> Table.ofObjects(List.of(new Failing())));
    refused(
        "java.lang.Object has neither record components nor methods such as getWidth(), so it has no columns; pass records, beans or maps",
        () -> Table.ofObjects(List.of(new Object())));
    refused(
        "row 2: a row of "
            + Dated.class.getName()
            + ", but those before it are of "
            + Flower.class.getName()
            + "; all rows of a table are of one class",
        () -> Table.ofObjects(Arrays.asList(new Flower(1, true), new Dated(LocalTime.NOON))));
    refused("a column has an empty name; give it one", () -> Table.ofMaps(List.of(Map.of("", 1))));
  }

  @SuppressWarnings("NullAway") // as applications do
  private static <T> List<T> withNull(T first) {
    return Arrays.asList(first, null);
  }

  private static void refused(String sentence, Executable call) {
    assertEquals(sentence, String.valueOf(assertThrows(DataException.class, call).getMessage()));
  }
}
