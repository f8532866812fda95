package dev.gradus.activations;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.Interval;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;

/**
 * A bell: 1 at 0, and 0 far away on both sides.
 *
 * <p>Each unit responds to a narrow band of its inputs, as in radial basis function networks.
 */
@Plugin(
    name = "gaussian",
    summary = "A bell curve around 0. For hidden units that respond to a narrow band of inputs.",
    formula = "f(x) = exp(-x^2)",
    reference =
        "D. S. Broomhead, D. Lowe, Multivariable Functional Interpolation and Adaptive Networks, 1988")
public record Gaussian() implements PointwiseActivation {

  @Override
  public double value(double x) {
    return DoubleMath.exp(-x * x);
  }

  @Override
  public double derivative(double x) {
    return -2 * x * DoubleMath.exp(-x * x);
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("-2 * z * a");
  }

  @Override
  public Interval outputs() {
    return Interval.UNIT;
  }
}
