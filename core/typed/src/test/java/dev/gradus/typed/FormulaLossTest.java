package dev.gradus.typed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.PointwiseLoss;
import dev.gradus.spi.Target;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FormulaLossTest {

  private static final Target SCALED =
      new Target(Target.Kind.NUMERIC, List.of("price"), List.of(new Target.Scale(100, 50, false)));

  @Test
  void manyNumbersAtOnceHaveTheBitsOfEach() {
    FormulaLoss loss = new FormulaLoss("log(1 + (p - y)^2) * exp(-abs(y))");
    double[] p = new double[1000];
    double[] y = new double[p.length];
    for (int i = 0; i < p.length; i++) {
      p[i] = StrictMath.sin(i);
      y[i] = StrictMath.cos(3 * i);
    }
    double[] values = new double[p.length];
    double[] derivatives = new double[p.length];
    loss.evaluate(p, y, values, derivatives, p.length);
    for (int i = 0; i < p.length; i++) {
      assertEquals(loss.value(p[i], y[i]), values[i]);
      assertEquals(loss.derivative(p[i], y[i]), derivatives[i]);
    }
    double[] gradient = new double[p.length];
    loss.evaluate(p, y, gradient);
    assertEquals(derivatives[7] / p.length, gradient[7]);
  }

  @Test
  void aFormulaOfTheErrorIgnoresTheScaleAndAnyOtherUndoesIt() {
    FormulaLoss ofError = new FormulaLoss("abs(p - y)^1.5");
    double[] gradient = new double[1];
    assertEquals(
        ofError.value(1, 3),
        ofError.forTarget(SCALED).evaluate(new double[] {1}, new double[] {3}, gradient));
    FormulaLoss ofValues = new FormulaLoss("(p - y)^2 / y");
    // 1 stands for 150, 3 for 250
    assertEquals(
        40, ofValues.forTarget(SCALED).evaluate(new double[] {1}, new double[] {3}, gradient));
  }

  @Test
  void theLogarithmOfAProbabilityIsExactOnLogits() {
    FormulaLoss loss = new FormulaLoss("-(y * log(p) + (1 - y) * log(1 - p))");
    assertEquals(Interval.UNIT, loss.predictions());
    PointwiseLoss onLogits = (PointwiseLoss) loss.onLogits("sigmoid").orElseThrow();
    assertEquals(10_000, onLogits.value(-10_000, 1));
    assertEquals(-1, onLogits.derivative(-10_000, 1));
    assertEquals(0, onLogits.value(10_000, 1));
    assertEquals(Math.exp(-40), onLogits.derivative(-40, 0), 1e-30);
    // The logarithm of 1 - tanh would need numbers above 0.
    assertFalse(loss.onLogits("tanh").isPresent());
    assertFalse(new FormulaLoss("(p - y)^2").onLogits("sigmoid").isPresent());
  }

  @Test
  void theProbabilitiesZeroAndOneHaveFiniteLossesAndGradients() {
    FormulaLoss loss = new FormulaLoss("-(y * log(p) + (1 - y) * log(1 - p))");
    for (double p : new double[] {0, 1, -1, 2}) {
      for (double y : new double[] {0, 1}) {
        assertTrue(Double.isFinite(loss.value(p, y)));
        assertTrue(Double.isFinite((float) loss.derivative(p, y)));
      }
    }
  }

  @Test
  void zIsThePreActivationOfTwoClasses() {
    FormulaLoss loss = new FormulaLoss("softplus(z) - y * z");
    Loss ofClasses = loss.forTarget(new Target(Target.Kind.BINARY, List.of("yes")));
    PointwiseLoss onLogits = (PointwiseLoss) ofClasses.onLogits("sigmoid").orElseThrow();
    assertEquals(Math.log(1 + Math.exp(2)) - 2, onLogits.value(2, 1), 1e-15);
    assertEquals(Loss.Outputs.UNBOUNDED, loss.outputs());
    assertThrows(
        IllegalArgumentException.class,
        () -> loss.forTarget(new Target(Target.Kind.CLASSES, List.of("a", "b"))));
  }

  @Test
  void theKinksAreFound() {
    assertArrayEquals(new double[] {3}, new FormulaLoss("abs(p - y)").kinks(3));
    double[] ofHuber =
        new FormulaLoss("where(abs(p - y) < d, (p - y)^2, abs(p - y))", Map.of("d", 0.5)).kinks(1);
    assertArrayEquals(new double[] {0.5, 1, 1.5}, ofHuber, 1e-12);
  }

  @Test
  void wrongNumbersAreRefused() {
    assertRefused("p", Map.of("d", 1.0), "'d' is a number that is not in the formula");
    assertRefused("p - y", Map.of("y", 1.0), "'y' already means something in a formula");
    assertRefused("p - abs", Map.of("abs", 1.0), "'abs' cannot be the name of a number");
    assertRefused("p - d", Map.of("d", Double.NaN), "'d' must be a finite number");
    assertRefused("y^2", Map.of(), "formula does not depend on the prediction p");
    assertRefused("p - q", Map.of(), "formula cannot be read, column 5: the name 'q'");
  }

  @Test
  void numbersThatMakeNoSenseAreRefused() {
    assertRefused(
        "clip(p, a, b) - y", Map.of("a", 1.0, "b", 0.0), "clip(p, 1, 0) is always 0, because");
    assertRefused(
        "where(abs(p - y) < d, (p - y)^2, abs(p - y))",
        Map.of("d", -1.0),
        "abs(p - y) < -1 is never true; change the comparison, or the named constants");
    assertRefused(
        "where(d <= abs(p - y), (p - y)^2, abs(p - y))",
        Map.of("d", 0.0),
        "0 <= abs(p - y) is always true");
    assertRefused(
        "p * min(abs(y), m)", Map.of("m", -1.0), "min(abs(y), -1) is always -1; change the bound");
    assertRefused("min(max(p - y, 1), d)", Map.of("d", 0.5), "is always 0.5");
    assertNotNull(new FormulaLoss("where(d < 0, p - y, (p - y)^2)", Map.of("d", 1.0)));
    assertNotNull(new FormulaLoss("clip(p, a, y) - y", Map.of("a", 1.0)));
  }

  private static void assertRefused(String formula, Map<String, Double> numbers, String sentence) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> new FormulaLoss(formula, numbers));
    assertTrue(refusal.getMessage().contains(sentence), refusal.getMessage());
  }

  @Test
  void anActivationMustBeDefinedForEveryNumber() {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> new FormulaActivation("log(1 + x)"));
    assertTrue(
        refusal.getMessage().startsWith("formula is only defined for x above -1"),
        refusal.getMessage());
  }

  @Test
  void aComparisonPassesOnWhatIsNoNumber() {
    assertTrue(Double.isNaN(new FormulaActivation("where(x > 0, x, 0)").value(Double.NaN)));
    float[] y = new float[1];
    new FormulaActivation("where(x > 0, x, 0)").forward(new float[] {Float.NaN}, y, 0, 1);
    assertTrue(Float.isNaN(y[0]));
  }

  @Test
  void equalFormulasAreEqual() {
    assertEquals(
        new FormulaLoss("d * p", Map.of("d", 2.0)), new FormulaLoss("d * p", Map.of("d", 2.0)));
    assertEquals(
        new FormulaLoss("d * p", Map.of("d", 2.0)).hashCode(),
        new FormulaLoss("d * p", Map.of("d", 2.0)).hashCode());
  }
}
