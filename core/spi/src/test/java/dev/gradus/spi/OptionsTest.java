package dev.gradus.spi;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

  private record Sample(
      @Option(value = "open below", above = 0) double learningRate,
      @Option(value = "half open", min = 0, below = 1) double momentum,
      @Option(value = "at least one", min = 1) int epochs,
      @Option("of any size") double anySize,
      double bare,
      @Option(value = "a list", min = 0, max = 1) List<Double> weights,
      @Option(value = "perhaps", min = 1) Optional<Integer> units,
      @Option("no number") String text) {
    Sample {
      Options.check(
          Sample.class, learningRate, momentum, epochs, anySize, bare, weights, units, text);
    }
  }

  private static Sample sample(double learningRate, double momentum, int epochs, double anySize) {
    return new Sample(
        learningRate, momentum, epochs, anySize, 0, List.of(), Optional.empty(), "text");
  }

  private static String refusal(Executable code) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, code).getMessage());
  }

  @Test
  void whatLiesWithinTheBoundsPasses() {
    assertDoesNotThrow(() -> sample(Double.MIN_VALUE, 0, 1, -1e300));
    assertDoesNotThrow(() -> sample(1e9, Math.nextDown(1.0), Integer.MAX_VALUE, 0));
  }

  @Test
  void whatLiesOutsideIsNamedWithItsBounds() {
    assertEquals(
        "learning-rate must be a number above 0, but is 0.0", refusal(() -> sample(0, 0, 1, 0)));
    assertEquals(
        "momentum must be a number of at least 0 and below 1, but is 1.0",
        refusal(() -> sample(1, 1, 1, 0)));
    assertEquals(
        "epochs must be a number of at least 1, but is 0", refusal(() -> sample(1, 0, 0, 0)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void aNumberIsAlwaysFinite(double value) {
    assertEquals(
        "any-size must be a number of any size, but is " + value,
        refusal(() -> sample(1, 0, 1, value)));
    assertEquals(
        "bare must be a number of any size, but is " + value,
        refusal(() -> new Sample(1, 0, 1, 0, value, List.of(), Optional.empty(), "")));
  }

  @Test
  void eachNumberOfAListIsChecked() {
    assertEquals(
        "weights[1] must be a number from 0 to 1, but is 1.5",
        refusal(() -> new Sample(1, 0, 1, 0, 0, List.of(1.0, 1.5), Optional.empty(), "")));
  }

  @Test
  void aNumberThatMayBeLeftOutIsCheckedWhereItIsGiven() {
    assertDoesNotThrow(() -> new Sample(1, 0, 1, 0, 0, List.of(), Optional.of(1), ""));
    assertEquals(
        "units must be a number of at least 1, but is 0",
        refusal(() -> new Sample(1, 0, 1, 0, 0, List.of(), Optional.of(0), "")));
  }

  private record Forgetful(double first, double second) {
    Forgetful {
      Options.check(Forgetful.class, first);
    }
  }

  @Test
  void aConstructorThatForgetsAnOptionIsTold() {
    assertEquals(
        "Forgetful has 2 options, but its constructor checks 1",
        refusal(() -> new Forgetful(1, 2)));
  }

  @Test
  void namesAreInKebab() {
    assertEquals(
        List.of(
            "learning-rate", "momentum", "epochs", "any-size", "bare", "weights", "units", "text"),
        Arrays.stream(Sample.class.getRecordComponents()).map(Options::nameOf).toList());
  }

  @Test
  void boundsAreThoseOfTheAnnotation() {
    assertEquals(
        List.of(
            Interval.above(0),
            new Interval(0, true, 1, false),
            Interval.atLeast(1),
            Interval.REAL,
            Interval.REAL,
            Interval.UNIT,
            Interval.atLeast(1),
            Interval.REAL),
        Arrays.stream(Sample.class.getRecordComponents()).map(Options::boundsOf).toList());
  }
}
