package dev.gradus.losses.metrics;

import dev.gradus.spi.Metric;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.util.List;

/**
 * The share of targets in the interval between two predicted quantiles, including its ends; the
 * mean over outputs.
 *
 * <p>It should be about high - low, so 0.9 with the defaults; read it together with {@link
 * IntervalWidth}, because a wide interval covers everything. The loss must predict both quantiles,
 * as {@code quantiles} does.
 *
 * @param low the level of the lower end
 * @param high the level of the upper end
 */
@Plugin(
    name = "interval-coverage",
    summary = "The share of targets that lie in the interval that the network predicts.",
    formula = "1/n sum_i [q_low <= t_i <= q_high], mean over outputs",
    reference =
        "A. Khosravi et al., Comprehensive Review of Neural Network-Based Prediction Intervals, 2011")
public record IntervalCoverage(
    @Option(value = "the share of targets below the lower end", above = 0, below = 1) double low,
    @Option(value = "the share of targets below the upper end", above = 0, below = 1) double high)
    implements Metric {

  /** Creates a metric for the interval from 0.05 to 0.95. */
  public IntervalCoverage() {
    this(0.05, 0.95);
  }

  /** Checks that the ends are in order. */
  public IntervalCoverage {
    Options.check(IntervalCoverage.class, low, high);
    Ends.check(low, high);
  }

  @Override
  public List<Double> quantiles() {
    return List.of(low, high);
  }

  @Override
  public Metric forTarget(Target target) {
    return Targets.only(this, target, Target.Kind.NUMERIC);
  }

  @Override
  public double evaluate(double[][] predictions, double[][] targets) {
    return Ends.mean(
        predictions, targets, (from, to, truth) -> from <= truth && truth <= to ? 1 : 0);
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }
}
