package dev.gradus.runtime.column;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every column takes the example that it gives, and all its choices. */
class ExampleTest {

  private static DateColumn date(DatePart part, double mean, Optional<String> fill) {
    return new DateColumn(
        "d",
        "",
        List.of(part),
        List.of(mean),
        List.of(Math.max(1, Math.abs(mean) / 10)),
        fill,
        false);
  }

  static List<PreparedColumn> columns() {
    return List.of(
        new ScaledColumn("n", 5.843333, 0.8253),
        new ScaledColumn("n", 1_234_567.891, 4.2),
        new ScaledColumn("n", 1e300, 1e290),
        new ScaledColumn("n", -3e-300, 1e-305),
        new ScaledColumn("n", 7, 1.5, true, Optional.of(3.0), true),
        ScaledColumn.unchanged("n"),
        new BooleanColumn("b"),
        new BooleanColumn("b", List.of(), List.of(), Optional.of(false), false),
        new BooleanColumn("b", List.of("M", "m."), List.of("F"), Optional.empty(), false),
        new BooleanColumn("b", List.of("x"), List.of(), Optional.of(false), false),
        date(DatePart.YEAR, 2013.4, Optional.empty()),
        date(DatePart.YEAR, 1e300, Optional.empty()),
        date(DatePart.DAY_NUMBER, -1e300, Optional.empty()),
        date(DatePart.DAY_NUMBER, 15_000.7, Optional.empty()),
        new DateColumn(
            "d",
            "dd/MM/yyyy",
            List.of(DatePart.MONTH),
            List.of(0.0),
            List.of(1.0),
            Optional.of("2020-02-29"),
            false),
        new OneHotColumn("c", List.of("(missing)", "(other)", "Oslo"), Optional.of("(missing)")),
        new OneHotColumn("c", List.of("1", "2"), Optional.of("2")),
        new OrdinalColumn("c", List.of("poor", "fair"), Optional.empty()),
        new CodeColumn("c", List.of("(missing)"), Optional.of("(missing)")));
  }

  @ParameterizedTest
  @MethodSource("columns")
  void theColumnTakesItsExample(PreparedColumn column) {
    assertTaken(column, column.example());
    assertFalse(
        column.example() instanceof Number number && column.isFar(number.doubleValue()),
        "far: " + column.example());
    column.choices().forEach(choice -> assertTaken(column, choice));
  }

  private static void assertTaken(PreparedColumn column, Object cell) {
    float[] into = new float[column.width()];
    boolean known =
        cell instanceof Number number
            ? column.cells().number(number.doubleValue(), into, 0)
            : column.cells().text(cell.toString(), into, 0);
    assertTrue(known, "not known: " + cell);
    for (float number : into) {
      assertTrue(Float.isFinite(number), cell + " becomes " + number);
    }
  }

  @Test
  void examplesAreShort() {
    assertEquals(5.84, new ScaledColumn("n", 5.843333, 0.8253).example());
    assertEquals(1_234_567.9, new ScaledColumn("n", 1_234_567.891, 4.2).example());
    assertEquals("2013-01-01", date(DatePart.YEAR, 2013.4, Optional.empty()).example());
    assertEquals("Oslo", columns().get(15).example());
    assertEquals(List.of("M", "m.", "F"), columns().get(8).choices());
  }
}
