package dev.gradus.activations;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.Interval;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;

/**
 * {@link Elu} that is smooth at 0 whatever its alpha is.
 *
 * <p>The default is alpha 1, as in PyTorch and JAX, where it equals {@code elu}.
 */
@Plugin(
    name = "celu",
    summary = "An elu that is smooth for every alpha. For hidden layers.",
    formula = "f(x) = x if x > 0, else alpha (exp(x/alpha) - 1)",
    reference = "J. T. Barron, Continuously Differentiable Exponential Linear Units, 2017")
public record Celu(
    @Option(value = "the size of the largest negative output", above = 0) double alpha)
    implements PointwiseActivation {

  /** Creates an instance with alpha 1. */
  public Celu() {
    this(1);
  }

  public Celu {
    Options.check(Celu.class, alpha);
  }

  @Override
  public double value(double x) {
    return x > 0 ? x : alpha * StrictMath.expm1(x / alpha);
  }

  @Override
  public double derivative(double x) {
    return x > 0 ? 1 : DoubleMath.exp(x / alpha);
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("np.where(z > 0, 1, np.exp(z / alpha))").where("alpha", alpha);
  }

  @Override
  public Interval outputs() {
    return Interval.atLeast(-alpha);
  }

  @Override
  public String initializer() {
    return "he-uniform";
  }
}
