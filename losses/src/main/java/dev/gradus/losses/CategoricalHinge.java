package dev.gradus.losses;

import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;

/**
 * How much the score of the true class falls short of that of the best other one, plus a margin of
 * 1.
 *
 * <p>The other score is that of (1 - t) p over all classes, so it is at least 0 for a one-hot
 * target, as in Keras; among equal ones the first receives the gradient. At loss 0 the gradient is
 * 0. The outputs are scores, not probabilities: the last layer is linear.
 */
@Plugin(
    name = "categorical-hinge",
    summary =
        "The margin violation of the true class against the best other one. For several classes, "
            + "with scores.",
    formula = "L = max(0, max_k((1 - t_k) p_k) - sum_k t_k p_k + 1)",
    reference =
        "K. Crammer, Y. Singer, On the Algorithmic Implementation of Multiclass Kernel-based Vector Machines, 2001")
public record CategoricalHinge() implements Loss {

  @Override
  public double evaluate(double[] prediction, double[] target, double[] gradient) {
    int best = bestOther(prediction, target);
    double loss = missing(prediction, target, best);
    for (int k = 0; k < prediction.length; k++) {
      gradient[k] = loss > 0 ? -target[k] : 0;
    }
    if (loss > 0) {
      gradient[best] += 1 - target[best];
    }
    return Math.max(0, loss);
  }

  @Override
  public NumpyExpression gradientInNumpy() {
    return NumpyExpression.none(
        "it compares the score of the true class with the best of the others, which takes more than one expression");
  }

  private static int bestOther(double[] prediction, double[] target) {
    int best = 0;
    for (int k = 1; k < prediction.length; k++) {
      if (other(prediction, target, k) > other(prediction, target, best)) {
        best = k;
      }
    }
    return best;
  }

  private static double other(double[] prediction, double[] target, int k) {
    return (1 - target[k]) * prediction[k];
  }

  /** The shortfall from the margin; negative beyond the margin. */
  private static double missing(double[] prediction, double[] target, int best) {
    double right = 0;
    for (int k = 0; k < prediction.length; k++) {
      right += target[k] * prediction[k];
    }
    return other(prediction, target, best) - right + 1;
  }

  @Override
  public Outputs outputs() {
    return Outputs.SCORES;
  }

  @Override
  public Interval targets() {
    return Interval.UNIT;
  }

  @Override
  public Loss forTarget(Target target) {
    SeveralOutputs.check(this, target, "hinge");
    return this;
  }

  @Override
  public boolean isSmoothAround(double[] prediction, double[] target, double radius) {
    int best = bestOther(prediction, target);
    if (Math.abs(missing(prediction, target, best)) <= 2 * radius) {
      return false;
    }
    for (int k = 0; k < prediction.length; k++) {
      double behind = other(prediction, target, best) - other(prediction, target, k);
      if (k != best && behind <= 2 * radius) {
        return false;
      }
    }
    return true;
  }
}
