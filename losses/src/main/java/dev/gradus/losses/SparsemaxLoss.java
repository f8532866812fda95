package dev.gradus.losses;

import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.util.Optional;

/**
 * The loss for sparsemax: its gradient is sparsemax(z) - t, just as that of cross-entropy is
 * softmax(z) - t.
 *
 * <p>It is a function of the scores z, so the last layer is linear, or ends with {@code sparsemax},
 * in which case the loss takes the scores before it. It is 0 as soon as the true class leads by 1.
 */
@Plugin(
    name = "sparsemax-loss",
    summary =
        "The loss for sparsemax, 0 when the true class leads by 1. For several classes, few of "
            + "them possible.",
    formula =
        "L = 1/2 sum over S of (z_k^2 - tau^2) - sum_k t_k z_k + 1/2 sum_k t_k^2, S the support of sparsemax(z), tau its threshold",
    reference =
        "A. F. T. Martins, R. F. Astudillo, From Softmax to Sparsemax: A Sparse Model of Attention and Multi-Label Classification, 2016")
public record SparsemaxLoss() implements Loss {

  @Override
  public double evaluate(double[] z, double[] target, double[] gradient) {
    double max = max(z);
    double tau = threshold(z, max);
    double value = 0;
    double total = 0;
    for (int k = 0; k < z.length; k++) {
      // Subtracting the largest score changes nothing for targets that add up to 1, and keeps
      // digits.
      double score = z[k] - max;
      double p = Math.max(score - tau, 0);
      value += p > 0 ? p * (score + tau) / 2 : 0;
      value += target[k] * (target[k] / 2 - score);
      gradient[k] = p - target[k];
      total += target[k];
    }
    return value + max * (1 - total);
  }

  @Override
  public NumpyExpression gradientInNumpy() {
    return NumpyExpression.none(
        "it is sparsemax(z) - y, and sparsemax takes more than one expression; after the activation sparsemax, write a - y");
  }

  private static double max(double[] z) {
    double max = Double.NEGATIVE_INFINITY;
    for (double score : z) {
      max = Math.max(max, score);
    }
    return max;
  }

  /**
   * The threshold of sparsemax, relative to the largest score: (sum of the scores above it -
   * 1)/their number. Each round drops those that are below, until all are above.
   */
  private static double threshold(double[] z, double max) {
    double tau = Double.NEGATIVE_INFINITY;
    int above = 0;
    int before = -1;
    while (above != before) {
      before = above;
      above = 0;
      double sum = 0;
      for (double score : z) {
        if (score - max > tau) {
          sum += score - max;
          above++;
        }
      }
      tau = (sum - 1) / above;
    }
    return tau;
  }

  @Override
  public boolean isSmoothAround(double[] prediction, double[] target, double radius) {
    double max = max(prediction);
    double tau = threshold(prediction, max);
    for (double score : prediction) {
      if (Math.abs(score - max - tau) <= 2 * radius) {
        return false;
      }
    }
    return true;
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
    SeveralOutputs.check(this, target, "binary-cross-entropy");
    return this;
  }

  @Override
  public Optional<Loss> onLogits(String outputActivation) {
    return outputActivation.equals("sparsemax") ? Optional.of(this) : Optional.empty();
  }
}
