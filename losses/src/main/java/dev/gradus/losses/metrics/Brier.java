package dev.gradus.losses.metrics;

import dev.gradus.spi.Metric;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;

/**
 * The mean over examples of the squared error of the probabilities, summed over the classes; with
 * one output, that of the positive class alone, and for labels the mean of those.
 */
@Plugin(
    name = "brier",
    summary =
        "The squared error of probabilities: of the positive class, or summed over the classes; for labels, the mean.",
    formula = "mean over examples of sum_k (p_k - t_k)^2",
    reference = "G. W. Brier, Verification of Forecasts Expressed in Terms of Probability, 1950")
public record Brier() implements Metric {

  @Override
  public Metric forTarget(Target target) {
    return Targets.classesOrLabels(this, target);
  }

  @Override
  public double evaluate(double[][] predictions, double[][] targets) {
    double sum = 0;
    for (int i = 0; i < predictions.length; i++) {
      for (int k = 0; k < predictions[i].length; k++) {
        double off = predictions[i][k] - targets[i][k];
        sum += off * off;
      }
    }
    return sum / predictions.length;
  }

  @Override
  public boolean higherIsBetter() {
    return false;
  }
}
