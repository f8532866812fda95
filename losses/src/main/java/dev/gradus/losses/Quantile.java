package dev.gradus.losses;

import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseLoss;

/**
 * The absolute error, weighted by tau if the prediction is too low and by 1 - tau if it is too
 * high.
 *
 * <p>Its best constant prediction is the tau-quantile: with tau 0.9 nine targets in ten lie below.
 * With tau 0.5 it is half the absolute error, which aims at the median. Two networks, for 0.05 and
 * 0.95, give an interval. At p = t, a kink, the derivative is set to 0.
 */
@Plugin(
    name = "quantile",
    aliases = {"pinball"},
    summary =
        "The absolute error, weighted by its sign. For predicting a quantile, such as the value "
            + "that nine in ten stay below.",
    formula = "L = 1/K sum_k max(tau e_k, (tau - 1) e_k), e_k = t_k - p_k",
    reference = "R. Koenker, G. Bassett, Regression Quantiles, Econometrica 46, 1978")
public record Quantile(
    @Option(value = "the share of targets that lie below the prediction", above = 0, below = 1)
        double tau)
    implements PointwiseLoss {

  /** Creates a loss with tau 0.5: the median. */
  public Quantile() {
    this(0.5);
  }

  /** Checks that tau is between 0 and 1. */
  public Quantile {
    Options.check(Quantile.class, tau);
  }

  @Override
  public double value(double prediction, double target) {
    // τ e if e > 0, (τ - 1) e if e < 0
    double error = target - prediction;
    return Math.max(tau * error, (tau - 1) * error);
  }

  @Override
  public double derivative(double prediction, double target) {
    // -τ if the prediction is too low, 1 - τ if it is too high
    if (prediction == target) {
      return 0;
    }
    return prediction < target ? -tau : 1 - tau;
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("np.where(a < y, -tau, 1 - tau)").where("tau", tau);
  }

  @Override
  public double[] kinks(double target) {
    return new double[] {target};
  }
}
