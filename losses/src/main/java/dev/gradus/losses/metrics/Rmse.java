package dev.gradus.losses.metrics;

import dev.gradus.spi.Metric;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;

/** The root of the mean squared error, the mean over outputs. */
@Plugin(
    name = "root-mean-squared-error",
    aliases = "rmse",
    summary =
        "The root of the mean squared error, in the unit of the target; large errors count "
            + "most.",
    formula = "sqrt(1/n sum_i (p_i - t_i)^2), mean over outputs",
    reference = "C. F. Gauss, Theoria combinationis observationum erroribus minimis obnoxiae, 1823")
public record Rmse() implements Metric {

  @Override
  public Metric forTarget(Target target) {
    return Targets.only(this, target, Target.Kind.NUMERIC);
  }

  @Override
  public double evaluate(double[][] predictions, double[][] targets) {
    return Errors.mean(
        predictions,
        targets,
        (errors, column) -> Math.sqrt(Errors.sumOfSquares(errors) / errors.length));
  }

  @Override
  public boolean higherIsBetter() {
    return false;
  }
}
