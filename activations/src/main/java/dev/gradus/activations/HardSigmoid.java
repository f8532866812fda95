package dev.gradus.activations;

import dev.gradus.spi.Interval;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;

/**
 * A piecewise linear {@link Sigmoid}.
 *
 * <p>The slope is 1/6, as in PyTorch and Keras 3; Keras 2 had 1/5. At -3 and 3 the derivative is 0.
 */
@Plugin(
    name = "hard-sigmoid",
    summary = "A piecewise linear sigmoid. For networks that must be fast or run in low precision.",
    formula = "f(x) = min(max(x/6 + 1/2, 0), 1)",
    reference =
        "M. Courbariaux, Y. Bengio, J.-P. David, BinaryConnect: Training Deep Neural Networks with Binary Weights during Propagations, 2015; slope 1/6: A. Howard et al., Searching for MobileNetV3, 2019")
public record HardSigmoid() implements PointwiseActivation {

  private static final double END = 3;

  @Override
  public double value(double x) {
    return Math.min(Math.max(x / 6 + 0.5, 0), 1);
  }

  @Override
  public double derivative(double x) {
    return Math.abs(x) < END ? 1.0 / 6 : 0;
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("(np.abs(z) < 3) / 6");
  }

  @Override
  public double[] kinks() {
    return new double[] {-END, END};
  }

  @Override
  public Interval outputs() {
    return Interval.UNIT;
  }
}
