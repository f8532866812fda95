package dev.gradus.losses.metrics;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.Metric;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;

/**
 * The mean of -log of the probability of the true class. As in scikit-learn, the probabilities of
 * an example are divided by their sum, and one below 2.2e-16 counts as 2.2e-16. For labels it is
 * the mean over all labels and examples. Outputs that are not probabilities, such as the scores of
 * a hinge, are refused.
 */
@Plugin(
    name = "log-loss",
    summary = "The mean negative log-likelihood of the true classes.",
    formula = "mean over examples of -log p of the true class",
    reference = "I. J. Good, Rational Decisions, 1952")
public record LogLoss() implements Metric {

  private static final double LEAST = 2.220446049250313e-16;

  /**
   * The tolerance for probabilities outside the range from 0 to 1, because of rounding to floats.
   */
  private static final double ROUNDING = 1e-6;

  @Override
  public Metric forTarget(Target target) {
    return Targets.classesOrLabels(this, target);
  }

  @Override
  public double evaluate(double[][] predictions, double[][] targets) {
    double sum = 0;
    for (int i = 0; i < predictions.length; i++) {
      check(predictions[i]);
      double p =
          predictions[i].length == 1
              ? ofTwo(predictions[i][0], targets[i][0])
              : predictions[i][PredictedClasses.answer(targets[i])] / total(predictions[i]);
      sum -= DoubleMath.log(Math.max(p, LEAST));
    }
    return sum / predictions.length;
  }

  private static void check(double[] row) {
    for (double p : row) {
      if (!(p >= -ROUNDING && p <= 1 + ROUNDING)) {
        throw new IllegalArgumentException(
            "log-loss needs probabilities, but an output is %s; give the last layer sigmoid or softmax, or leave log-loss out"
                .formatted(p));
      }
    }
    if (row.length > 1 && !(total(row) > 0)) {
      throw new IllegalArgumentException(
          "log-loss needs probabilities that add up to 1, but those of an example add up to %s; give the last layer softmax, or leave log-loss out"
              .formatted(total(row)));
    }
  }

  private static double ofTwo(double p, double target) {
    return target >= 0.5 ? p : 1 - p;
  }

  private static double total(double[] row) {
    double sum = 0;
    for (double p : row) {
      sum += p;
    }
    return sum;
  }

  @Override
  public boolean higherIsBetter() {
    return false;
  }
}
