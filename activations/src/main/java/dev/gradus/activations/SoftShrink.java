package dev.gradus.activations;

import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;

/**
 * Moves values towards 0 by lambda; values closer to 0 than lambda become 0.
 *
 * <p>The default, 0.5, is PyTorch's. At both thresholds the derivative is set to 0.
 */
@Plugin(
    name = "soft-shrink",
    summary = "Moves values towards 0, and sets those near 0 to 0. For sparse codes.",
    formula = "f(x) = x - lambda if x > lambda, x + lambda if x < -lambda, else 0",
    reference = "D. L. Donoho, De-Noising by Soft-Thresholding, 1995")
public record SoftShrink(
    @Option(value = "the threshold: smaller absolute values become 0", above = 0) double lambda)
    implements PointwiseActivation {

  /** Creates an instance with lambda 0.5. */
  public SoftShrink() {
    this(0.5);
  }

  public SoftShrink {
    Options.check(SoftShrink.class, lambda);
  }

  @Override
  public double value(double x) {
    // x minus x clipped to ±λ, which keeps NaN
    return x - Math.min(Math.max(x, -lambda), lambda);
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
