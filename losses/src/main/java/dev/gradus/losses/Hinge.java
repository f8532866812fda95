package dev.gradus.losses;

import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseLoss;
import dev.gradus.spi.Target;

/**
 * How much the prediction falls short of the margin of 1 on the right side; 0 beyond it.
 *
 * <p>Examples that are right by the margin have no gradient, so a few examples decide. The outputs
 * are scores, not probabilities: the last layer is linear, or ends with {@code tanh}. At the
 * margin, a kink, the derivative is set to 0.
 *
 * <p>Targets are -1 and 1. Those of classes and labels are 0 and 1: then target and prediction are
 * both stretched first, to 2t - 1 and 2p - 1, so that 0.5 is the border between the two. Keras
 * stretches the target alone.
 */
@Plugin(
    name = "hinge",
    summary =
        "How much the margin to the right side is missed. For two classes, as in support vector machines.",
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
