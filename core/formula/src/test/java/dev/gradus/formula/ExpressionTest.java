package dev.gradus.formula;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Expressions of numpy are read, simplified, evaluated and printed. */
class ExpressionTest {

  private static final double ROUNDED = 1e-12;
  private static final String SUM_OF_TARGETS = "np.sum(y, axis=1, keepdims=True)";
  private static final Expression SOFTMAX =
      Expression.parse("a * (d_A - np.sum(d_A * a, axis=1, keepdims=True))");

  @TestFactory
  Stream<DynamicTest> whatIsWrittenIsPrinted() {
    return Stream.of(
            "2 * (a - y)",
            "a - y",
            "-y / a",
            "1 - a**2",
            "(a - y) / (a * (1 - a))",
            "np.clip(a - y, -delta, delta)",
            "np.where(z > 0, 1, slope)",
            "z > 0",
            "-y * (y * a < 1)",
            "(np.abs(z) < 3) / 6",
            "a**(1 - power) - y * a**(-power)",
            "1 / (1 + np.exp(-beta * z))",
            "1.5 * a",
            "a * (d_A - np.sum(d_A * a, axis=1, keepdims=True))")
        .map(
            text ->
                DynamicTest.dynamicTest(
                    text, () -> assertEquals(text, Expression.parse(text).toString())));
  }

  @TestFactory
  Stream<DynamicTest> whatCancelsIsLeftOut() {
    return Map.of(
            "(a - y) / (a * (1 - a)) * (a * (1 - a))", "a - y",
            "2 * (a - y) / 4 * 6", "3 * (a - y)",
            "a * (y / a - 1)", "y - a",
            "a - a", "0",
            "np.sum(2 * beta * a, axis=1, keepdims=True)",
                "2 * beta * np.sum(a, axis=1, keepdims=True)",
            "np.sum(1 - a, axis=1, keepdims=True)", "K - np.sum(a, axis=1, keepdims=True)",
            "x**2 / x**3", "1 / x")
        .entrySet()
        .stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.getKey(),
                    () ->
                        assertEquals(each.getValue(), Expression.parse(each.getKey()).toString())));
  }

  @Test
  void aPowerIsReadAtOnceHoweverLargeItsExponentIs() {
    String text = "90431405 * (a - y)**90431404";
    Expression power = Expression.parse(text);
    assertEquals(text, power.toString());
    Map<String, double[]> values = Map.of("a", new double[] {1.5}, "y", new double[] {0.5});
    assertArrayEquals(new double[] {90431405}, power.evaluate(values));
  }

  @Test
  void softmaxAndCrossEntropyLeaveTheError() {
    for (String smoothed : new String[] {"y", "(y * (1 - s) + s / K)"}) {
      Expression line =
          SOFTMAX
              .with(
                  Map.of(
                      "d_A",
                      Expression.parse("-" + smoothed + " / a"),
                      SUM_OF_TARGETS,
                      Expression.number(1)))
              .with(Map.of("K", Expression.number(3)));
      assertEquals(smoothed.equals("y") ? "a - y" : "a - (y * (1 - s) + s / 3)", line.toString());
    }
  }

  /** Simplifying changes the text, not the value. */
  @TestFactory
  Stream<DynamicTest> whatIsSimplifiedHasTheSameValue() {
    SplittableRandom random = new SplittableRandom(4);
    return Stream.of(
            "-y / a",
            "2 * (a - y) / K",
            "-y * (1 + s * a) / a",
            "np.tanh(a - y)",
            "np.log1p(a) * a**s / K",
            "np.where(a < y, -s, 1 - s)")
        .map(
            text ->
                DynamicTest.dynamicTest(
                    text,
                    () -> {
                      double[] a = random.doubles(3, 0.1, 0.9).toArray();
                      double[] y = random.doubles(3, 0.1, 0.9).toArray();
                      double s = random.nextDouble();
                      Map<String, double[]> values =
                          Map.of("a", a, "y", y, "s", new double[] {s}, "K", new double[] {3});
                      double[] g = Expression.parse(text).evaluate(values);
                      double[] expected = new double[3];
                      for (int k = 0; k < 3; k++) {
                        expected[k] = a[k] * (g[k] - g[0] * a[0] - g[1] * a[1] - g[2] * a[2]);
                      }
                      assertArrayEquals(
                          expected,
                          SOFTMAX.with(Map.of("d_A", Expression.parse(text))).evaluate(values),
                          ROUNDED);
                    }));
  }

  @Test
  void everyFunctionHasTheValueOfNumpy() {
    Map<String, double[]> values = Map.of("z", new double[] {-2, 0.5});
    // Worked out with numpy 1.26.
    assertArrayEquals(new double[] {2, 0.5}, evaluate("np.abs(z)", values), ROUNDED);
    assertArrayEquals(new double[] {-1, 0.5}, evaluate("np.clip(z, -1, 1)", values), ROUNDED);
    assertArrayEquals(
        new double[] {-0.4161468365471424, 0.8775825618903728},
        evaluate("np.cos(z)", values),
        ROUNDED);
    assertArrayEquals(
        new double[] {3.7621956910836314, 1.1276259652063807},
        evaluate("np.cosh(z)", values),
        ROUNDED);
    assertArrayEquals(
        new double[] {-0.8646647167633873, 0.6487212707001282},
        evaluate("np.expm1(z)", values),
        ROUNDED);
    assertArrayEquals(
        new double[] {1.3862943611198906, -1.3862943611198906},
        evaluate("np.log(z**2)", values),
        ROUNDED);
    assertArrayEquals(new double[] {0, 0.5}, evaluate("np.maximum(0, z)", values), ROUNDED);
    assertArrayEquals(new double[] {-2, 0}, evaluate("np.minimum(0, z)", values), ROUNDED);
    assertArrayEquals(new double[] {-1, 1}, evaluate("np.sign(z)", values), ROUNDED);
    assertArrayEquals(
        new double[] {-1.5}, evaluate("np.sum(z, axis=1, keepdims=True)", values), ROUNDED);
    assertArrayEquals(new double[] {7, 0.5}, evaluate("np.where(z <= 0, 7, z)", values), ROUNDED);
    assertArrayEquals(new double[] {0, 1}, evaluate("z >= 0", values), ROUNDED);
  }

  private static double[] evaluate(String text, Map<String, double[]> values) {
    return Expression.parse(text).evaluate(values);
  }

  @Test
  void namesAreFound() {
    assertEquals(
        Set.of("a", "y", "delta", "z"),
        Expression.parse("np.clip(a - y, -delta, delta) * (z > 0)").names());
    assertTrue(Expression.parse("delta * 2 / K").isPerRow());
  }

  @TestFactory
  Stream<DynamicTest> whatCannotBeReadIsRefusedInASentence() {
    return Map.of(
            "2 (a - y)", "the formula '2 (a - y)' cannot be read after '2 (': expected",
            "np.erf(z)", "expected one of np.abs, ",
            "a -", "expected a number, a name or '('",
            "np.sum(a)", "expected ','",
            "a $ y", "expected a number, a name or an operator",
            "(a", "expected ')'")
        .entrySet()
        .stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.getKey(),
                    () -> {
                      String said =
                          String.valueOf(
                              assertThrows(
                                      IllegalArgumentException.class,
                                      () -> Expression.parse(each.getKey()))
                                  .getMessage());
                      assertTrue(
                          said.startsWith("the formula '") && said.contains(each.getValue()), said);
                    }));
  }

  @Test
  void aNameWithoutAValueIsNamed() {
    String said =
        assertThrows(
                IllegalArgumentException.class,
                () -> evaluate("a - t", Map.of("a", new double[] {1}, "y", new double[] {1})))
            .getMessage();
    assertEquals("the name 't' has no value; the names that have one are a, y", said);
  }

  @Test
  void aComparisonInASumKeepsItsParentheses() {
    for (String text : List.of("(a > y) - (a < y)", "1 - (z > 0)", "a > y")) {
      String printed = Expression.parse(text).toString();
      assertEquals(text, printed);
      assertEquals(Expression.parse(text), Expression.parse(printed));
    }
  }
}
