package dev.gradus.typed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What single precision makes of a formula. */
class FormulaActivationTest {

  /** Numbers at which a comparison, a maximum and an exponential decide otherwise. */
  private static final float[] ODD = {
    Float.NaN, -0f, 0, Float.MIN_VALUE, -Float.MIN_VALUE, 25, -25, 1e30f, -1e30f, 90, -90
  };

  /**
   * In a block of any length and next to any others, a number has the same value and derivative,
   * and those of double precision.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "max(0, x)",
        "max(x, 0)",
        "where(x > 0, x, 0)",
        "2 * max(x - 1, 0)",
        "where(x > 0, x, exp(x) - 1)",
        "where(x <= 0, exp(x) - 1, x)",
        "where(x < 0, exp(x) - 1, x)",
        "where(x >= 0, x, exp(x) - 1)",
        "where(abs(x) < 1, sin(x), 2)",
        "max(0, x) + min(0, 1.5 * (exp(x / 1.5) - 1))",
        "max(-2 * tanh(x), 0)",
        "where(max(tanh(x), 0) < 0.5, exp(x), x)",
        "where(-sinh(x) <= 0, 1, exp(x))",
        "x * tanh(softplus(x))",
        "tanh(softplus(2 * x))",
        "sign(x) * max(abs(x) - 0.5, 0)",
        "1 / (1 + exp(-x))",
        "tanh(x)",
        "log(1 + exp(x))",
        "erf(x)",
        "x * sigmoid(x)",
        "x * (1 + tanh(0.7978845608028654 * (x + 0.044715 * x^3))) / 2"
      })
  void aNumberHasTheSameValueWhereverItStands(String formula) {
    FormulaActivation activation = new FormulaActivation(formula);
    float[] x = new float[1100];
    for (int i = 0; i < x.length; i++) {
      x[i] = i % 7 == 3 ? ODD[i % ODD.length] : (float) (8 * Math.sin(i));
    }
    float[][] whole = evaluated(activation, x, 0, x.length);
    for (int i = 0; i < x.length; i++) {
      float[][] alone = evaluated(activation, x, i, i + 1);
      String where = formula + " at " + x[i];
      assertEquals(whole[0][i], alone[0][i], where);
      assertEquals(whole[1][i], alone[1][i], where);
      if (Math.abs(x[i]) < 1e30f && x[i] != 0) {
        double value = activation.value(x[i]);
        double derivative = activation.derivative(x[i]);
        assertEquals(value, whole[0][i], 1e-6 * Math.max(1, Math.abs(value)), where);
        assertEquals(derivative, whole[1][i], 1e-6 * Math.max(1, Math.abs(derivative)), where);
      }
    }
  }

  /** A side whose condition has a side of its own, and one within the other. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "where(max(tanh(x), 0) < 0.5, exp(x), x)",
        "where(x < max(tanh(x), 0), x, cos(x))",
        "where(x < 1, where(max(sinh(x), 0) < 0.5, atan(x), x), x)"
      })
  void aSideWithinASideIsComputedInSinglePrecision(String formula) {
    FormulaActivation activation = new FormulaActivation(formula);
    ActivationForm form = NumbersWithForm.compiled(activation.numbers(), ActivationForm.class);
    assertTrue(form.isInFloat);
    float[] x = new float[700];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (5 * Math.sin(i));
    }
    float[][] found = evaluated(activation, x, 0, x.length);
    for (int i = 0; i < x.length; i++) {
      assertEquals(activation.value(x[i]), found[0][i], 1e-6, formula + " at " + x[i]);
      assertEquals(activation.derivative(x[i]), found[1][i], 1e-6, formula + " at " + x[i]);
    }
  }

  /** Far from 0, exp of a float is infinite before that of a double. */
  @ParameterizedTest
  @ValueSource(strings = {"exp(x) / (exp(x) + exp(-x))", "1 / cosh(x)"})
  void whatDoublesStillHoldIsNoLess(String formula) {
    FormulaActivation activation = new FormulaActivation(formula);
    float[] x = {50, 89, 200, -50, -89, -200};
    float[][] found = evaluated(activation, x, 0, x.length);
    for (int i = 0; i < x.length; i++) {
      String where = formula + " at " + x[i];
      assertEquals(activation.value(x[i]), found[0][i], 1e-6, where);
      assertEquals(0, found[1][i], 1e-6, where);
    }
  }

  private static float[][] evaluated(FormulaActivation activation, float[] x, int from, int to) {
    float[] y = new float[x.length];
    float[] slopes = new float[x.length];
    Arrays.fill(slopes, 1);
    activation.forward(x, y, from, to);
    activation.backward(x, y, slopes, from, to);
    return new float[][] {y, slopes};
  }
}
