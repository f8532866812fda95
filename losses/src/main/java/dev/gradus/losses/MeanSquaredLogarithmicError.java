package dev.gradus.losses;

import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseLoss;
import dev.gradus.spi.Target;

/**
 * The squared difference of the logarithms of 1 + prediction and 1 + target.
 *
 * <p>It measures ratios rather than differences: 90 for 100 is about as wrong as 900 for 1000, and
 * underestimates count more than overestimates. It is computed on the original values, whatever the
 * scale of the target. Predictions must stay above -1: end the last layer with {@code softplus} or
 * {@code exponential}, and use {@code scale: none} for the target. Keras clips both at 1e-7; here
 * they are used unchanged.
 */
@Plugin(
    name = "mean-squared-logarithmic-error",
    aliases = {"msle"},
    summary =
        "The squared difference of the logarithms. For targets over several orders of magnitude, such as prices.",
    formula = "L = 1/K sum_k (log(1 + p_k) - log(1 + t_k))^2",
    reference = "F. Chollet et al., Keras, 2015")
public record MeanSquaredLogarithmicError() implements PointwiseLoss {

  private static final Interval ABOVE_MINUS_ONE = Interval.above(-1);

  @Override
  public Loss forTarget(Target target) {
    return target.onData(this);
  }

  @Override
  public double value(double prediction, double target) {
    // (log(1 + p) - log(1 + t))²
    double difference = StrictMath.log1p(prediction) - StrictMath.log1p(target);
    return difference * difference;
  }

  @Override
  public double derivative(double prediction, double target) {
    // 2 (log(1 + p) - log(1 + t)) / (1 + p)
    return 2 * (StrictMath.log1p(prediction) - StrictMath.log1p(target)) / (1 + prediction);
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("2 * (np.log1p(a) - np.log1p(y)) / (1 + a)");
  }

  @Override
  public Interval predictions() {
    return ABOVE_MINUS_ONE;
  }

  @Override
  public Interval targets() {
    return ABOVE_MINUS_ONE;
  }
}
