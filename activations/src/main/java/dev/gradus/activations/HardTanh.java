package dev.gradus.activations;

import dev.gradus.spi.Interval;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;

/**
 * The pre-activation, clipped to a range.
 *
 * <p>Outside the range a unit learns nothing. The default, -1 and 1, is that of PyTorch and JAX. At
 * the ends of the range the derivative is 0.
 */
@Plugin(
    name = "hard-tanh",
    summary = "Clips to a range. For networks that must be fast or run in low precision.",
    formula = "f(x) = min(max(x, min), max)",
    reference = "R. Collobert, Large Scale Machine Learning, 2004")
public record HardTanh(
    @Option("the lower end") double min, @Option("the upper end, above the lower one") double max)
    implements PointwiseActivation {

  /** Creates an activation that clips to the range from -1 to 1. */
  public HardTanh() {
    this(-1, 1);
  }

  public HardTanh {
    Options.check(HardTanh.class, min, max);
    if (min >= max) {
      throw new IllegalArgumentException("min must be below max, but is " + min + " and " + max);
    }
  }

  @Override
  public double value(double x) {
    return Math.min(Math.max(x, min), max);
  }

  @Override
  public double derivative(double x) {
    return x > min && x < max ? 1 : 0;
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("(z > lower) * (z < upper)").where("lower", min).where("upper", max);
  }

  @Override
  public double[] kinks() {
    return new double[] {min, max};
  }

  @Override
  public Interval outputs() {
    return Interval.closed(min, max);
  }
}
