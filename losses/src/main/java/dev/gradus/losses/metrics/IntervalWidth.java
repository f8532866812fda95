package dev.gradus.losses.metrics;

import dev.gradus.spi.Metric;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.util.List;

/**
 * The width of the interval between two predicted quantiles, in the unit of the target; the mean
 * over outputs. Of two networks with the right {@link IntervalCoverage}, the one with narrower
 * intervals is better.
 *
 * @param low the level of the lower end
 * @param high the level of the upper end
 */
@Plugin(
    name = "interval-width",
    summary =
        "The mean width of the interval that the network predicts, in the unit of the target.",
    formula = "1/n sum_i (q_high - q_low), mean over outputs",
    reference =
        "A. Khosravi et al., Comprehensive Review of Neural Network-Based Prediction Intervals, 2011")
public record IntervalWidth(
    @Option(value = "the share of targets below the lower end", above = 0, below = 1) double low,
    @Option(value = "the share of targets below the upper end", above = 0, below = 1) double high)
    implements Metric {

  /** Creates a metric for the interval from 0.05 to 0.95. */
  public IntervalWidth() {
    this(0.05, 0.95);
  }

  /** Checks that the ends are in order. */
  public IntervalWidth {
    Options.check(IntervalWidth.class, low, high);
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
    return Ends.mean(predictions, targets, (from, to, truth) -> to - from);
  }

  @Override
  public boolean higherIsBetter() {
    return false;
  }
}
