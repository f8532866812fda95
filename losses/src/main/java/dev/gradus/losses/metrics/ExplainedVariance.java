package dev.gradus.losses.metrics;

import dev.gradus.spi.Metric;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;

/**
 * Like {@link R2}, but a constant error does not count. For a constant target it is 1 if the errors
 * are constant too, and 0 otherwise.
 */
@Plugin(
    name = "explained-variance",
    summary =
        "The share of the variance of the target that is explained, ignoring a constant error.",
    formula = "1 - variance of (t - p)/variance of t, mean over outputs",
    reference = "S. Wright, Correlation and Causation, Journal of Agricultural Research 20, 1921")
public record ExplainedVariance() implements Metric {

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
          double unexplained = Errors.variance(errors);
          double total = Errors.variance(column);
          return total == 0 ? (unexplained == 0 ? 1 : 0) : 1 - unexplained / total;
        });
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }
}
