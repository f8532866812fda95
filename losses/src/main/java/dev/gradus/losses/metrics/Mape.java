package dev.gradus.losses.metrics;

import dev.gradus.spi.Metric;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;

/**
 * The mean of the errors relative to the targets, as a fraction, not in percent: the mean absolute
 * percentage error of scikit-learn. In percent it is the loss {@code
 * mean-absolute-percentage-error}, or {@code mape}, reported as a metric.
 */
@Plugin(
    name = "mean-relative-error",
    aliases = "mean-absolute-percentage",
    summary = "The mean absolute error relative to the targets, as a fraction: 0.1 is 10 %.",
    formula = "mean of |p - t|/max(|t|, 2.2e-16)",
    reference =
        "A. de Myttenaere, B. Golden, B. Le Grand, F. Rossi, Mean Absolute Percentage Error for Regression Models, 2016")
public record Mape() implements Metric {

  private static final double LEAST = 2.220446049250313e-16;

  @Override
  public Metric forTarget(Target target) {
    return Targets.only(this, target, Target.Kind.NUMERIC);
  }

  @Override
  public double evaluate(double[][] predictions, double[][] targets) {
    return Errors.mean(
        predictions,
        targets,
        (errors, column) -> {
          double sum = 0;
          for (int i = 0; i < errors.length; i++) {
            sum += Math.abs(errors[i]) / Math.max(Math.abs(column[i]), LEAST);
          }
          return sum / errors.length;
        });
  }

  @Override
  public boolean higherIsBetter() {
    return false;
  }
}
