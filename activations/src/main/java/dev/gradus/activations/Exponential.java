package dev.gradus.activations;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.FloatMath;
import dev.gradus.spi.Interval;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;

/**
 * The exponential function: for the output of a network that predicts a positive mean, as for
 * counts.
 *
 * <p>It grows without bound: above 88.7 it is infinite in float, and training stops there. {@link
 * Softplus} grows more slowly.
 */
@Plugin(
    name = "exponential",
    summary = "The exponential function. For outputs that are positive means.",
    formula = "f(x) = exp(x)",
    reference = "J. A. Nelder, R. W. M. Wedderburn, Generalized Linear Models, 1972")
public record Exponential() implements PointwiseActivation {

  @Override
  public double value(double x) {
    return DoubleMath.exp(x);
  }

  @Override
  public double derivative(double x) {
    return DoubleMath.exp(x);
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("a");
  }

  @Override
  public void forward(float[] x, float[] y, int from, int to) {
    FloatMath.exp(x, y, from, to);
  }

  @Override
  public void backward(float[] x, float[] y, float[] gradient, int from, int to) {
    for (int i = from; i < to; i++) {
      gradient[i] *= y[i];
    }
  }

  @Override
  public Interval outputs() {
    return Interval.atLeast(0);
  }
}
