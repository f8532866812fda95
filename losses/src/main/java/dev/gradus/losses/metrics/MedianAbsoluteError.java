package dev.gradus.losses.metrics;

import dev.gradus.spi.Metric;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.util.Arrays;

/**
 * The median of the absolute errors (for an even number, the mean of the middle two); the mean over
 * outputs.
 */
@Plugin(
    name = "median-absolute-error",
    aliases = "median-ae",
    summary = "The median of the absolute errors: outliers do not count.",
    formula = "median over i of |p_i - t_i|, mean over outputs",
    reference = "P. J. Huber, Robust Statistics, 1981")
public record MedianAbsoluteError() implements Metric {

  @Override
  public Metric forTarget(Target target) {
    return Targets.only(this, target, Target.Kind.NUMERIC);
  }

  @Override
  public double evaluate(double[][] predictions, double[][] targets) {
    return Errors.mean(predictions, targets, (errors, column) -> median(errors));
  }

  private static double median(double[] errors) {
    Arrays.setAll(errors, i -> Math.abs(errors[i]));
    Arrays.sort(errors);
    int middle = errors.length / 2;
    return errors.length % 2 == 1 ? errors[middle] : (errors[middle - 1] + errors[middle]) / 2;
  }

  @Override
  public boolean higherIsBetter() {
    return false;
  }
}
