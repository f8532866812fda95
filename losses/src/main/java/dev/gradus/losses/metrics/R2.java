package dev.gradus.losses.metrics;

import dev.gradus.spi.Metric;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;

/**
 * The share of the variance of a numeric target that the predictions explain: 1 is perfect, 0 no
 * better than always predicting the mean, below 0 worse.
 *
 * <p>With several outputs it is the mean over them. Where a target is constant there is no variance
 * to explain: 1 if the predictions are exact, 0 otherwise. Both are as in scikit-learn.
 */
@Plugin(
    name = "r2",
    summary = "The share of the target's variance that is explained. For regression; 1 is perfect.",
    formula = "R2 = 1/K sum_k (1 - sum_i (t_ik - p_ik)^2 / sum_i (t_ik - mean_k)^2)",
    reference = "S. Wright, Correlation and Causation, Journal of Agricultural Research 20, 1921")
public record R2() implements Metric {

  @Override
  public Metric forTarget(Target target) {
    if (target.kind() != Target.Kind.NUMERIC) {
      throw new IllegalArgumentException(
          "r2 is for numeric targets, but the target is " + target.kind() + "; use accuracy");
    }
    return this;
  }

  @Override
  public double evaluate(double[][] predictions, double[][] targets) {
    int outputs = targets[0].length;
    double sum = 0;
    for (int k = 0; k < outputs; k++) {
      sum += ofOutput(k, predictions, targets);
    }
    return sum / outputs;
  }

  private static double ofOutput(int k, double[][] predictions, double[][] targets) {
    double mean = 0;
    for (double[] target : targets) {
      mean += target[k] / targets.length;
    }
    double unexplained = 0;
    double total = 0;
    for (int i = 0; i < targets.length; i++) {
      double residual = targets[i][k] - predictions[i][k];
      double deviation = targets[i][k] - mean;
      unexplained += residual * residual;
      total += deviation * deviation;
    }
    if (total == 0) {
      return unexplained == 0 ? 1 : 0;
    }
    return 1 - unexplained / total;
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }
}
