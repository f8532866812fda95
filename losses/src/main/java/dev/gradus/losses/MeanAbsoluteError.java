package dev.gradus.losses;

import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseLoss;

/**
 * The mean of the absolute errors, whose best constant prediction is the median.
 *
 * <p>The gradient has the same size for every error, so outliers do not dominate; but it does not
 * shrink near the target either, so with a constant learning rate the weights keep jittering.
 * {@link Huber} shrinks there.
 *
 * <p>At p = t, a kink, the derivative is set to 0, as in Keras and PyTorch.
 */
@Plugin(
    name = "mean-absolute-error",
    aliases = {"mae"},
    summary = "The mean of the absolute errors. For regression with outliers; aims at the median.",
    formula = "L = 1/K sum_k |p_k - t_k|",
    reference = "P. S. Laplace, Mémoire sur la probabilité des causes par les évènements, 1774")
public record MeanAbsoluteError() implements PointwiseLoss {

  @Override
  public double value(double prediction, double target) {
    // |p - t|
    return Math.abs(prediction - target);
  }

  @Override
  public double derivative(double prediction, double target) {
    // sign(p - t)
    return Math.signum(prediction - target);
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("np.sign(a - y)");
  }

  @Override
  public double[] kinks(double target) {
    return new double[] {target};
  }
}
