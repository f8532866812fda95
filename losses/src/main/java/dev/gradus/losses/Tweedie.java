package dev.gradus.losses;

import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseLoss;
import dev.gradus.spi.Target;

/**
 * The negative log-likelihood of amounts that are often 0 and otherwise positive, half the unit
 * deviance without the terms that only depend on the target.
 *
 * <p>It lies between {@link Poisson} (power 1) and {@link Gamma} (power 2): the variance grows as
 * the mean to this power. The prediction is the mean itself: the last layer ends with {@code
 * exponential} or {@code softplus}, and the target is not scaled. A mean below 1e-15 counts as
 * 1e-15.
 */
@Plugin(
    name = "tweedie",
    summary =
        "Negative log-likelihood of amounts that are often 0, given their predicted mean. For "
            + "claims, sales, rain.",
    formula = "L = 1/K sum_k (p_k^(2-power)/(2 - power) - t_k p_k^(1-power)/(1 - power))",
    reference =
        "M. C. K. Tweedie, An Index which Distinguishes between Some Important Exponential Families, 1984;"
            + " B. Jørgensen, Exponential Dispersion Models, 1987")
public record Tweedie(
    @Option(
            value = "the power of the mean that the variance is proportional to",
            above = 1,
            below = 2)
        double power)
    implements PointwiseLoss {

  /** The smallest mean that is distinguished from 0. */
  private static final double TINY = 1e-15;

  /** A bound on the derivative; beyond it, that of a target above 1e6 would overflow a float. */
  private static final double STEEPEST = -1e36;

  /** Creates an instance with power 1.5. */
  public Tweedie() {
    this(1.5);
  }

  /** Checks that the power is between 1 and 2. */
  public Tweedie {
    Options.check(Tweedie.class, power);
  }

  @Override
  public Loss forTarget(Target target) {
    return target.onData(this);
  }

  @Override
  public double value(double prediction, double target) {
    // p^(2-q)/(2-q) - t p^(1-q)/(1-q)
    double p = Math.max(prediction, TINY);
    return StrictMath.pow(p, 2 - power) / (2 - power)
        - target * StrictMath.pow(p, 1 - power) / (1 - power);
  }

  @Override
  public double derivative(double prediction, double target) {
    // p^(1-q) - t p^(-q)
    double p = Math.max(prediction, TINY);
    return Math.max(StrictMath.pow(p, 1 - power) - target * StrictMath.pow(p, -power), STEEPEST);
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("a**(1 - power) - y * a**(-power)").where("power", power);
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
