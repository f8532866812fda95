package dev.gradus.losses;

import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseLoss;
import dev.gradus.spi.Target;

/**
 * The shortfall of the prediction from a margin of 1 on the correct side; 0 beyond the margin.
 *
 * <p>Examples that are correct by the margin have no gradient, so only a few examples determine the
 * result. The outputs are scores, not probabilities: the last layer is linear, or ends with {@code
 * tanh}. At the margin, a kink, the derivative is set to 0.
 *
 * <p>Targets are -1 and 1. Targets of classes and labels are 0 and 1: then target and prediction
 * are both rescaled first, to 2t - 1 and 2p - 1, so that 0.5 is the decision boundary. Keras only
 * rescales the target.
 */
@Plugin(
    name = "hinge",
    summary =
        "The shortfall from a margin of 1 on the correct side. For two classes, as in support "
            + "vector machines.",
    formula = "L = 1/K sum_k max(0, 1 - t_k p_k), t_k in {-1, 1}",
    reference = "C. Cortes, V. Vapnik, Support-Vector Networks, Machine Learning 20, 1995")
public record Hinge() implements PointwiseLoss {

  @Override
  public double value(double prediction, double target) {
    // max(0, 1 - t p)
    return Math.max(0, 1 - target * prediction);
  }

  @Override
  public double derivative(double prediction, double target) {
    // -t if the margin is missed
    return target * prediction < 1 ? -target : 0;
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("-y * (y * a < 1)");
  }

  @Override
  public double[] kinks(double target) {
    return target == 0 ? new double[0] : new double[] {1 / target};
  }

  @Override
  public Outputs outputs() {
    return Outputs.SCORES;
  }

  @Override
  public Interval targets() {
    return Interval.closed(-1, 1);
  }

  @Override
  public Loss forTarget(Target target) {
    return target.kind() == Target.Kind.NUMERIC ? this : new Stretched(this);
  }
}
