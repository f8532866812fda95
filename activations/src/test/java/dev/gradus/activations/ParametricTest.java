package dev.gradus.activations;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.spi.Activation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An activation blended with the identity. */
class ParametricTest {

  private static final float[] X = {-3, -0.5f, 0, 0.25f, 2, 40};

  /** RealMLP's form: x + a (f(x) - x). */
  @Test
  void itIsTheIdentityPlusAShareOfTheDifference() {
    Parametric parametric = new Parametric(new Tanh());
    for (float x : X) {
      double tanh = StrictMath.tanh(x);
      for (double a : new double[] {-0.5, 0, 0.3, 1, 2}) {
        double[] share = {a};
        double[] derivatives = new double[1];
        parametric.coefficientDerivatives(x, share, derivatives);
        assertEquals(x + a * (tanh - x), parametric.value(x, share), 1e-12);
        assertEquals(1 + a * (-tanh * tanh), parametric.derivative(x, share), 1e-12);
        assertEquals(tanh - x, derivatives[0], 1e-12);
      }
    }
  }

  @Test
  void itBeginsAsTheOtherActivation() {
    for (Activation other : List.of(new Mish(), new Selu(), new Sigmoid())) {
      float[] expected = new float[X.length];
      other.forward(X, expected, 0, X.length);
      float[] y = new float[X.length];
      float[][] ones = {{1, 1, 1, 1, 1, 1}};
      assertTrue(new Parametric(other).forwardRow(X, y, 0, ones));
      assertArrayEquals(expected, y);
      assertEquals(other.initializer(), new Parametric(other).initializer());
    }
  }

  @Test
  void whatRelatesUnitsOrLearnsItselfIsRefused() {
    for (Activation other : List.of(new Softmax(), new Prelu())) {
      assertEquals(
          "activation must be pointwise and have no learned coefficients, such as mish or selu",
          assertThrows(IllegalArgumentException.class, () -> new Parametric(other)).getMessage());
    }
  }
}
