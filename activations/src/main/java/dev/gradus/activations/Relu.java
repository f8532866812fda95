package dev.gradus.activations;

import dev.gradus.spi.Interval;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;

/**
 * The rectified linear unit: negative pre-activations become 0.
 *
 * <p>It is fast, does not saturate above 0, and is the usual choice for hidden layers. A unit that
 * is below 0 for every example stops learning, unless it is a {@link LeakyRelu}. At 0 the
 * derivative is 0, as in Keras, PyTorch and optax.
 */
@Plugin(
    name = "relu",
    summary = "Sets negative values to 0. The usual choice for hidden layers.",
    formula = "f(x) = max(0, x)",
    reference =
        "V. Nair, G. E. Hinton, Rectified Linear Units Improve Restricted Boltzmann Machines, 2010")
public record Relu() implements PointwiseActivation {

  @Override
  public double value(double x) {
    // Math.max keeps NaN, which a comparison would turn into 0
    return Math.max(0, x);
  }

  @Override
  public double derivative(double x) {
    return x > 0 ? 1 : 0;
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("z > 0");
  }

  @Override
  public void forward(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = Math.max(0, x[i]);
    }
  }

  @Override
  public void backward(float[] x, float[] y, float[] gradient, int from, int to) {
    // The factor is 1 for every y above 0, including the smallest, and 0 for 0. A branch that is
    // taken half of the time would cost more than everything else.
    for (int i = from; i < to; i++) {
      gradient[i] = gradient[i] * Math.min(1, y[i] * 1e38f * 1e8f);
    }
  }

  @Override
  public double[] kinks() {
    return new double[] {0};
  }

  @Override
  public Interval outputs() {
    return Interval.atLeast(0);
  }

  @Override
  public String initializer() {
    return "he-uniform";
  }
}
