package dev.gradus.losses.metrics;

import dev.gradus.spi.Metric;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.util.Arrays;

/** The largest absolute error, the mean over outputs. */
@Plugin(
    name = "max-error",
    summary = "The largest error of all examples.",
    formula = "max over i of |p_i - t_i|, mean over outputs",
    reference = "P. L. Chebyshev, 1854")
public record MaxError() implements Metric {

  @Override
  public Metric forTarget(Target target) {
    return Targets.only(this, target, Target.Kind.NUMERIC);
  }

  @Override
  public double evaluate(double[][] predictions, double[][] targets) {
    return Errors.mean(
        predictions,
        targets,
        (errors, column) -> Arrays.stream(errors).map(Math::abs).max().orElse(0));
  }

  @Override
  public boolean higherIsBetter() {
    return false;
  }
}
