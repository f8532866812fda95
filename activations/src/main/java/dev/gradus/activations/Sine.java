package dev.gradus.activations;

import dev.gradus.spi.Interval;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;

/**
 * The sine: for periodic signals, and for learning fine detail from coordinates.
 *
 * <p>The initial weights must be in proportion to the frequency of the signal.
 */
@Plugin(
    name = "sine",
    summary = "The sine. For periodic signals, and fine detail from coordinates.",
    formula = "f(x) = sin(x)",
    reference =
        "V. Sitzmann, J. N. P. Martel, A. W. Bergman, D. B. Lindell, G. Wetzstein, Implicit Neural Representations with Periodic Activation Functions, 2020")
public record Sine() implements PointwiseActivation {

  @Override
  public double value(double x) {
    return StrictMath.sin(x);
  }

  @Override
  public double derivative(double x) {
    return StrictMath.cos(x);
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("np.cos(z)");
  }

  @Override
  public Interval outputs() {
    return Interval.closed(-1, 1);
  }
}
