package dev.gradus.losses.metrics;

import dev.gradus.spi.Metric;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;

/**
 * The share of the variance of a numeric target that the predictions explain: 1 is perfect, 0 no
 * better than always predicting the mean, below 0 worse.
 *
 * <p>With several outputs it is the mean over them. For a constant target, which has no variance,
 * it is 1 if the predictions are exact, and 0 otherwise. Both rules are those of scikit-learn.
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
    return Errors.mean(
        predictions,
        targets,
        (errors, column) -> {
          double unexplained = Errors.sumOfSquares(errors);
          double total = Errors.squaredDeviations(column);
          return total == 0 ? (unexplained == 0 ? 1 : 0) : 1 - unexplained / total;
        });
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }
}
