package dev.gradus.losses;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseLoss;
import dev.gradus.spi.Target;

/**
 * The negative log-likelihood of positive amounts whose mean is predicted and whose standard
 * deviation is proportional to it, without the terms that only depend on the target.
 *
 * <p>Errors count relative to the mean. The prediction is the mean itself: the last layer ends with
 * {@code exponential} or {@code softplus}, and the target is not scaled. A mean below 1e-15 counts
 * as 1e-15.
 */
@Plugin(
    name = "gamma",
    summary =
        "Negative log-likelihood of positive amounts, given their predicted mean. For costs, "
            + "durations, amounts of rain.",
    formula = "L = 1/K sum_k (log p_k + t_k/p_k)",
    reference = "P. McCullagh, J. A. Nelder, Generalized Linear Models, 1989, chapter 8")
public record Gamma() implements PointwiseLoss {

  /** The smallest mean that is distinguished from 0. */
  private static final double TINY = 1e-15;

  /** A bound on the derivative; beyond it, that of a target above 1e6 would overflow a float. */
  private static final double STEEPEST = -1e36;

  @Override
  public Loss forTarget(Target target) {
    return target.onData(this);
  }

  @Override
  public double value(double prediction, double target) {
    // log p + t/p
    double p = Math.max(prediction, TINY);
    return DoubleMath.log(p) + target / p;
  }

  @Override
  public double derivative(double prediction, double target) {
    // (1 - t/p)/p
    double p = Math.max(prediction, TINY);
    return Math.max((1 - target / p) / p, STEEPEST);
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("(1 - y / a) / a");
  }

  @Override
  public Interval predictions() {
    return Interval.atLeast(0);
  }

  @Override
  public Interval targets() {
    return Interval.above(0);
  }
}
