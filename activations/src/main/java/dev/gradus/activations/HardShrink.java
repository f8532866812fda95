package dev.gradus.activations;

import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;

/**
 * Sets values near 0 to 0, and leaves the others unchanged.
 *
 * <p>It is discontinuous at both thresholds; there the derivative is set to 0. The default, 0.5, is
 * PyTorch's.
 */
@Plugin(
    name = "hard-shrink",
    summary = "Sets values near 0 to 0. For sparse codes.",
    formula = "f(x) = x if |x| > lambda, else 0",
    reference =
        "D. L. Donoho, I. M. Johnstone, Ideal Spatial Adaptation by Wavelet Shrinkage, 1994")
public record HardShrink(
    @Option(value = "the threshold: smaller absolute values become 0", above = 0) double lambda)
    implements PointwiseActivation {

  /** Creates an instance with lambda 0.5. */
  public HardShrink() {
    this(0.5);
  }

  public HardShrink {
    Options.check(HardShrink.class, lambda);
  }

  @Override
  public double value(double x) {
    return Math.abs(x) <= lambda ? 0 : x;
  }

  @Override
  public double derivative(double x) {
    return Math.abs(x) > lambda ? 1 : 0;
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("np.abs(z) > lambda_").where("lambda_", lambda);
  }

  @Override
  public double[] kinks() {
    return new double[] {-lambda, lambda};
  }
}
