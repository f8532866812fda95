package dev.gradus.losses;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseLoss;
import dev.gradus.spi.Target;

/**
 * The negative log-likelihood of counts whose mean is predicted, without the term in the target
 * alone.
 *
 * <p>The prediction is the mean itself, not its logarithm: the last layer ends with {@code
 * exponential} or {@code softplus}, and the target is not scaled. A mean below 1e-15 counts as
 * 1e-15. Keras adds 1e-7 to the mean; PyTorch takes its logarithm by default.
 */
@Plugin(
    name = "poisson",
    summary = "How unlikely a count is, given its predicted mean. For counts.",
    formula = "L = 1/K sum_k (p_k - t_k log p_k)",
    reference =
        "J. A. Nelder, R. W. M. Wedderburn, Generalized Linear Models, Journal of the Royal Statistical Society A 135, 1972")
public record Poisson() implements PointwiseLoss {

  /** The least mean that is told from 0; the gradient there still fits a float. */
  private static final double TINY = 1e-15;

  @Override
  public Loss forTarget(Target target) {
    return target.onData(this);
  }

  @Override
  public double value(double prediction, double target) {
    // p - t log p
    return prediction - target * DoubleMath.log(Math.max(prediction, TINY));
  }

  @Override
  public double derivative(double prediction, double target) {
    // 1 - t/p
    return 1 - target / Math.max(prediction, TINY);
  }

  @Override
  public Interval predictions() {
    return Interval.atLeast(0);
  }

  @Override
  public Interval targets() {
    return Interval.atLeast(0);
  }
}
