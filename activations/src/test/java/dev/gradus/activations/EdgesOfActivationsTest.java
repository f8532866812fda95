package dev.gradus.activations;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.spi.Activation;
import dev.gradus.spi.PointwiseActivation;
import dev.gradus.spi.RowActivation;
import dev.gradus.testkit.Installed;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Activations behave at their kinks as their documentation says. */
class EdgesOfActivationsTest {

  private static final double TOLERANCE = 1e-12;

  private static void derivative(double expected, PointwiseActivation activation, double... at) {
    for (double x : at) {
      assertEquals(expected, activation.derivative(x), TOLERANCE, activation + " at " + x);
    }
  }

  @Test
  void theDerivativeAtAKinkIsTheOneThatIsDocumented() {
    derivative(0, new Relu(), 0);
    derivative(0.3, new LeakyRelu(0.3), 0);
    derivative(0.25, new Prelu(), 0);
    derivative(0.5, new Elu(0.5), 0);
    derivative(1, new Celu(0.5), 0);
    derivative(1.0507009873554805 * 1.6732632423543772, new Selu(), 0);
    derivative(0, new HardTanh(-2, 3), -2, 3);
    derivative(0, new Relu6(), 0, 6);
    derivative(0, new HardSigmoid(), -3, 3);
    derivative(0, new Threshold(1, 20), 1);
    derivative(0, new HardShrink(1.25), -1.25, 1.25);
    derivative(0, new SoftShrink(1.25), -1.25, 1.25);
    derivative(-0.5, new HardSwish(), -3);
    derivative(1.5, new HardSwish(), 3);
  }

  private static void kinks(PointwiseActivation activation, double... expected) {
    assertArrayEquals(expected, activation.kinks(), TOLERANCE, activation::toString);
  }

  @Test
  void kinksAreWhereTheOptionsPutThem() {
    kinks(new HardShrink(1.25), -1.25, 1.25);
    kinks(new SoftShrink(1.25), -1.25, 1.25);
    kinks(new Elu(0.5), 0);
    kinks(new Elu(1));
    kinks(new Softplus(2, 5), 2.5);
  }

  @Test
  void softplusIsTheInputFromItsThresholdOn() {
    Softplus softplus = new Softplus(2, 5);
    assertEquals(2.75, softplus.value(2.75));
    assertEquals(1, softplus.derivative(2.75));
    double below = 2.25;
    assertEquals(Math.log1p(Math.exp(2 * below)) / 2, softplus.value(below), TOLERANCE);
    assertEquals(1 / (1 + Math.exp(-2 * below)), softplus.derivative(below), TOLERANCE);
  }

  @Test
  void onlyWhatAddsUpToOneIsADistribution() {
    Set<Class<?>> distributions = Set.of(Softmax.class, Softmin.class, Sparsemax.class);
    Installed.all(Activation.class)
        .forEach(
            activation ->
                assertEquals(
                    distributions.contains(activation.getClass()),
                    activation.givesDistribution(),
                    activation::toString));
  }

  /**
   * For (1, 0.5) the threshold is 0.25, so the second output stays above 0 until its input
   * decreases by 0.25.
   */
  @Test
  void sparsemaxHasAKinkWhereAProbabilityReachesZero() {
    RowActivation sparsemax = new Sparsemax();
    double[] y = new double[2];
    sparsemax.forward(new double[] {1, 0.5}, y);
    assertArrayEquals(new double[] {0.75, 0.25}, y, TOLERANCE);
    assertTrue(sparsemax.isSmoothAround(new double[] {1, 0.5}, 0.1));
    assertFalse(sparsemax.isSmoothAround(new double[] {1, 0.5}, 0.3));
    assertFalse(sparsemax.isSmoothAround(new double[] {1, 0}, 1e-3));
    assertTrue(sparsemax.isSmoothAround(new double[] {1, -0.5}, 0.1));
    assertFalse(sparsemax.isSmoothAround(new double[] {1, -0.5}, 0.3));
  }

  @Test
  void endsMustBeApart() {
    assertThrows(IllegalArgumentException.class, () -> new HardTanh(1, 1));
  }
}
