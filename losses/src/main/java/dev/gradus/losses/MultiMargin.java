package dev.gradus.losses;

import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;

/**
 * The sum of the margin violations of the true class against each other class, divided by the
 * number of classes.
 *
 * <p>{@link CategoricalHinge} considers only the best other class. The true class is the one with
 * the largest target. The form and the margin of 1 are PyTorch's. The outputs are scores, not
 * probabilities: the last layer is linear.
 */
@Plugin(
    name = "multi-margin",
    summary =
        "The margin violations of the true class against all other classes. For several classes, "
            + "with scores.",
    formula = "L = 1/K sum over k other than y of max(0, margin - p_y + p_k), y the true class",
    reference =
        "J. Weston, C. Watkins, Support Vector Machines for Multi-Class Pattern Recognition, 1999")
public record MultiMargin(
    @Option(value = "the margin by which the true class should lead", above = 0) double margin)
    implements Loss {

  /** Creates an instance with a margin of 1. */
  public MultiMargin() {
    this(1);
  }

  public MultiMargin {
    Options.check(MultiMargin.class, margin);
  }

  @Override
  public double evaluate(double[] prediction, double[] target, double[] gradient) {
    int classes = prediction.length;
    int truth = trueClass(target);
    double sum = 0;
    int missed = 0;
    for (int k = 0; k < classes; k++) {
      double missing = margin - prediction[truth] + prediction[k];
      boolean misses = k != truth && missing > 0;
      sum += misses ? missing : 0;
      missed += misses ? 1 : 0;
      gradient[k] = misses ? 1.0 / classes : 0;
    }
    gradient[truth] = -(double) missed / classes;
    return sum / classes;
  }

  @Override
  public NumpyExpression gradientInNumpy() {
    return NumpyExpression.none(
        "it counts the classes that miss their margin, which takes more than one expression");
  }

  private static int trueClass(double[] target) {
    int truth = 0;
    for (int k = 1; k < target.length; k++) {
      truth = target[k] > target[truth] ? k : truth;
    }
    return truth;
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
    int truth = trueClass(target);
    for (int k = 0; k < prediction.length; k++) {
      double missing = margin - prediction[truth] + prediction[k];
      if (k != truth && Math.abs(missing) <= 2 * radius) {
        return false;
      }
    }
    return true;
  }
}
