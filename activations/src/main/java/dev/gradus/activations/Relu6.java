package dev.gradus.activations;

import dev.gradus.spi.Interval;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;

/**
 * {@link Relu} that is clipped at 6, so that its outputs fit low-precision numbers.
 *
 * <p>Outside the range from 0 to 6 a unit learns nothing. At 0 and 6 the derivative is 0, as in
 * PyTorch.
 */
@Plugin(
    name = "relu6",
    summary = "Relu that is clipped at 6. For networks that will run in low precision.",
    formula = "f(x) = min(max(0, x), 6)",
    reference = "A. Krizhevsky, Convolutional Deep Belief Networks on CIFAR-10, 2010")
public record Relu6() implements PointwiseActivation {

  private static final double TOP = 6;

  @Override
  public double value(double x) {
    return Math.min(Math.max(0, x), TOP);
  }

  @Override
  public double derivative(double x) {
    return x > 0 && x < TOP ? 1 : 0;
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("(z > 0) * (z < 6)");
  }

  @Override
  public double[] kinks() {
    return new double[] {0, TOP};
  }

  @Override
  public Interval outputs() {
    return Interval.closed(0, TOP);
  }

  @Override
  public String initializer() {
    return "he-uniform";
  }
}
