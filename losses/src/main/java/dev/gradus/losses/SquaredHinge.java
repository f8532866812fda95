package dev.gradus.losses;

import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseLoss;
import dev.gradus.spi.Target;

/**
 * The square of the shortfall of the prediction from a margin of 1 on the correct side; 0 beyond
 * the margin.
 *
 * <p>Smooth where {@link Hinge} has a kink, with more weight on large errors. The outputs are
 * scores, not probabilities: the last layer is linear, or ends with {@code tanh}.
 *
 * <p>Targets are -1 and 1. Targets of classes and labels are 0 and 1: then target and prediction
 * are both rescaled first, to 2t - 1 and 2p - 1, so that 0.5 is the decision boundary. Keras only
 * rescales the target.
 */
@Plugin(
    name = "squared-hinge",
    summary =
        "The square of the shortfall from a margin of 1 on the correct side. For two classes.",
    formula = "L = 1/K sum_k max(0, 1 - t_k p_k)^2, t_k in {-1, 1}",
    reference = "Y. Tang, Deep Learning using Linear Support Vector Machines, 2013")
public record SquaredHinge() implements PointwiseLoss {

  @Override
  public double value(double prediction, double target) {
    // max(0, 1 - t p)²
    double missing = Math.max(0, 1 - target * prediction);
    return missing * missing;
  }

  @Override
  public double derivative(double prediction, double target) {
    // -2 t max(0, 1 - t p)
    return -2 * target * Math.max(0, 1 - target * prediction);
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("-2 * y * np.maximum(0, 1 - y * a)");
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
