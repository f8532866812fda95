package dev.gradus.formula.typed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TermTest {

  private static final List<String> NAMES = List.of("p", "y", "z", "x", "d");

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "p + 0 * y~p",
        "1 * p / 1~p",
        "p - p + y~y",
        "p * p * p~p^3",
        "p / p~1",
        "2 * p + 3 * p~5 * p",
        "-(p - y)~y - p",
        "sqrt((p - y)^2)~abs(p - y)",
        "abs(-2 * p)~2 * abs(p)",
        "where(1 < 2, p, y)~p",
        // Where the text would lose digits or overflow
        "log(1 + (p - y)^2)~log1p((p - y)^2)",
        "log(1 - p)~log1p(-p)",
        "exp(p) - 1~expm1(p)",
        "1 - exp(-p)~-expm1(-p)",
        "log(1 + exp(x))~softplus(x)",
        "log(sigmoid(x))~-softplus(-x)",
        "log(1 - sigmoid(x))~-softplus(x)",
        "1 - sigmoid(x)~sigmoid(-x)",
        "1 / (1 + exp(-x))~sigmoid(x)",
        "exp(x) / (1 + exp(x))~sigmoid(x)",
        "(exp(x) - exp(-x)) / (exp(x) + exp(-x))~tanh(x)",
        "(exp(2 * x) - 1) / (exp(2 * x) + 1)~tanh(x)",
        "log(cosh(p - y))~log(cosh(p - y))",
        "1 + erf(x)~1 - erf(-x)",
        "1 - tanh(x)^2~1 / cosh(x)^2",
        "sqrt(1 + p^2) - 1~p^2 / (sqrt(p^2 + 1) + 1)",
        "log(exp(x) * y)~x + log(y)",
        "exp(2 * log(p))~p^2",
        "1 - cos(x)~2 * sin(x / 2)^2",
      })
  void isSimplified(String formula, String expected) {
    assertEquals(expected, TermParser.parse(formula, NAMES).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "(p - y)^2~2 * (p - y)",
        "abs(p - y)~sign(p - y)",
        "log(1 + (p - y)^2)~2 * (p - y) / ((p - y)^2 + 1)",
        "where(abs(p - y) < d, (p - y)^2 / 2, d * (abs(p - y) - d / 2))~where(abs(p - y) < d, p - y, d * sign(p - y))",
        "log(cosh(p - y))~tanh(p - y)",
        "p - y * log(p)~1 - y / p",
        "p^d~d * p^(d - 1)",
        "d^p~d^p * log(d)",
        "y / p^2~-2 * y / p^3",
        "max(d * p, (d - 1) * p)~where((d - 1) * p < d * p, d, d - 1)",
        "y~0",
      })
  void isDifferentiated(String formula, String expected) {
    assertEquals(expected, Derivative.of(TermParser.parse(formula, NAMES), "p").toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "p - y~a - y",
        "(p - y)^2 / 3~(a - y)**2 / 3",
        "sigmoid(p)~1 / (1 + np.exp(-a))",
        "max(p, 0) * atan(p)~np.maximum(a, 0) * np.arctan(a)",
        "where(p <= y, 1, 2)~np.where(a <= y, 1, 2)",
        "p^-1.5~1 / a**1.5",
      })
  void isWrittenInNumpy(String formula, String expected) {
    Term term = TermParser.parse(formula, NAMES).with(Map.of("p", Term.name("a")));
    assertEquals(expected, Notation.NUMPY.write(term));
  }

  @Test
  void powersBindTighterThanSignsAndGoFromTheRight() {
    assertEquals(TermParser.parse("-(p^2)", NAMES), TermParser.parse("-p^2", NAMES));
    assertEquals(TermParser.parse("p^(2^3)", NAMES), TermParser.parse("p^2^3", NAMES));
    assertEquals(TermParser.parse("p^2", NAMES), TermParser.parse("p ** 2", NAMES));
    assertEquals(TermParser.parse("p^(-2)", NAMES), TermParser.parse("p^-2", NAMES));
    assertEquals(TermParser.parse("(p - y) - d", NAMES), TermParser.parse("p-y - d", NAMES));
  }

  @Test
  void theRangesFollowFromLogarithmsRootsAndDivisors() {
    assertEquals("(0.0, 1.0)", rangeOf("-(y * log(p) + (1 - y) * log(1 - p))"));
    assertEquals("(0.0, Infinity)", rangeOf("p - y * log(p)"));
    assertEquals("(-1.0, Infinity)", rangeOf("(log(1 + p) - log(1 + y))^2"));
    assertEquals("(0.0, Infinity)", rangeOf("y / p + log(p)"));
    assertEquals("[-0.5, Infinity)", rangeOf("sqrt(1 + 2 * p)"));
    assertEquals("(1.0, Infinity)", rangeOf("log(log(p))"));
    assertEquals("(-Infinity, Infinity)", rangeOf("log(1 + p^2)"));
    assertEquals("(-Infinity, Infinity)", rangeOf("p / max(abs(y), 0.001)"));
    assertEquals("(-Infinity, Infinity)", rangeOf("where(p > 0, log(p), 0)"));
    assertEquals("(-Infinity, 2.0)", rangeOf("log(4 - 2 * p)"));
  }

  private static String rangeOf(String formula) {
    Range range = Ranges.of(List.of(TermParser.parse(formula, NAMES))).getOrDefault("p", Range.ALL);
    return (range.lowIncluded() ? "[" : "(")
        + range.low()
        + ", "
        + range.high()
        + (range.highIncluded() ? "]" : ")");
  }

  @Test
  void whatIsNotKnownIsNotTakenForCertain() {
    assertTrue(Ranges.areDefinedEverywhere(List.of(TermParser.parse("log(1 + p^2)", NAMES))));
    assertFalse(Ranges.areDefinedEverywhere(List.of(TermParser.parse("log(p - y)", NAMES))));
    assertFalse(Ranges.areDefinedEverywhere(List.of(TermParser.parse("log(1 - exp(p))", NAMES))));
    assertFalse(Ranges.areDefinedEverywhere(List.of(TermParser.parse("log(cos(p))", NAMES))));
  }

  @Test
  void theKinksAreWhereASignDecides() {
    assertEquals(
        "[abs(p - y) - d, p - y]",
        Kinks.of(TermParser.parse("where(abs(p - y) < d, 0, abs(p - y))", NAMES), "p").toString());
    assertEquals(List.of(), Kinks.of(TermParser.parse("abs(y) * p", NAMES), "p"));
  }
}
