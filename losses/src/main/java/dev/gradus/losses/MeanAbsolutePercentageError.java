package dev.gradus.losses;

import dev.gradus.spi.Loss;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseLoss;
import dev.gradus.spi.Target;

/**
 * The absolute error in percent of the target.
 *
 * <p>It is a percentage of the original values, whatever the scale of the target. It is huge for
 * targets near 0, so use it for targets well away from 0. Keras has the same epsilon of 1e-7. At p
 * = t, a kink, the derivative is set to 0.
 */
@Plugin(
    name = "mean-absolute-percentage-error",
    aliases = {"mape"},
    summary = "The absolute error in percent of the target. For targets well away from 0.",
    formula = "L = 100/K sum_k |p_k - t_k| / max(|t_k|, epsilon)",
    reference =
        "A. de Myttenaere, B. Golden, B. Le Grand, F. Rossi, Mean Absolute Percentage Error for Regression Models, 2016")
public record MeanAbsolutePercentageError(
    @Option(
            value = "the minimum size of a target in the divisor, in the unit of the target",
            above = 0)
        double epsilon)
    implements PointwiseLoss {

  private static final double PERCENT = 100;

  /** Creates an instance with epsilon 1e-7. */
  public MeanAbsolutePercentageError() {
    this(1e-7);
  }

  /** Checks that epsilon is above 0. */
  public MeanAbsolutePercentageError {
    Options.check(MeanAbsolutePercentageError.class, epsilon);
  }

  @Override
  public Loss forTarget(Target target) {
    return target.onData(this);
  }

  @Override
  public double value(double prediction, double target) {
    // 100 |p - t| / max(|t|, ε)
    return PERCENT * Math.abs(prediction - target) / Math.max(Math.abs(target), epsilon);
  }

  @Override
  public double derivative(double prediction, double target) {
    // 100 sign(p - t) / max(|t|, ε)
    return PERCENT * Math.signum(prediction - target) / Math.max(Math.abs(target), epsilon);
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("100 * np.sign(a - y) / np.maximum(np.abs(y), epsilon)")
        .where("epsilon", epsilon);
  }

  @Override
  public double[] kinks(double target) {
    return new double[] {target};
  }
}
