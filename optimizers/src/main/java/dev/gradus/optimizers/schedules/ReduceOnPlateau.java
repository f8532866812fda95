package dev.gradus.optimizers.schedules;

import dev.gradus.spi.MetricSchedule;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;

/**
 * The rate decreases by a factor when a metric has stopped improving.
 *
 * <p>All defaults are PyTorch's. Keras compares by the difference (threshold-mode {@code absolute})
 * and has the same factor and patience. PyTorch multiplies the best value by 1 - threshold, so with
 * a best below 0 a worse value can count as better; here the margin is threshold times the absolute
 * value of the best.
 */
@Plugin(
    name = "reduce-on-plateau",
    summary = "Decreases by a factor when the loss, or a metric, has not improved for some epochs.",
    formula =
        "rate <- max(rate factor, minimum) after more than patience epochs without a new best; a new best is below"
            + " best - threshold |best|, or with threshold-mode absolute below best - threshold; with mode max, above",
    reference =
        "A. Krizhevsky, I. Sutskever, G. E. Hinton, ImageNet Classification with Deep Convolutional Neural Networks, 2012")
public record ReduceOnPlateau(
    @Option(
            "the monitored metric: loss, or the name of a metric, or of a value of one "
                + "(recall-by-class.setosa); on the validation split, if there is one")
        String monitor,
    @Option(
            "min: lower is better; max: higher is better; auto: as the metric defines, lower for a loss")
        Mode mode,
    @Option(value = "the factor of each decrease", above = 0, below = 1) double factor,
    @Option(value = "the number of epochs without a new best that are tolerated", min = 0)
        int patience,
    @Option(value = "the minimum improvement of a new best", min = 0) double threshold,
    @Option("whether the threshold is relative or absolute") ThresholdMode thresholdMode,
    @Option(value = "the number of epochs after a decrease that do not count", min = 0)
        int cooldown,
    @Option(value = "the minimum rate", min = 0) double minimum,
    @Option(value = "a decrease by less than this is skipped", min = 0) double epsilon)
    implements MetricSchedule {

  /** Which values are better. */
  public enum Mode {
    /** As the metric defines; for a loss, lower. */
    AUTO,
    /** Lower, as for a loss. */
    MIN,
    /** Higher, as for an accuracy. */
    MAX
  }

  /** Whether a threshold is relative or absolute. */
  public enum ThresholdMode {
    /** Relative to the absolute value of the best. */
    RELATIVE,
    /** In the unit of the monitored metric. */
    ABSOLUTE
  }

  /**
   * Creates a schedule with factor 0.1, after more than 10 epochs without a loss that is lower by a
   * ten-thousandth.
   */
  public ReduceOnPlateau() {
    this("loss", Mode.AUTO, 0.1, 10, 1e-4, ThresholdMode.RELATIVE, 0, 0, 1e-8);
  }

  public ReduceOnPlateau {
    Options.check(
        ReduceOnPlateau.class,
        monitor,
        mode,
        factor,
        patience,
        threshold,
        thresholdMode,
        cooldown,
        minimum,
        epsilon);
  }

  @Override
  public MetricSchedule forMetric(boolean higherIsBetter) {
    return mode == Mode.AUTO
        ? new ReduceOnPlateau(
            monitor,
            higherIsBetter ? Mode.MAX : Mode.MIN,
            factor,
            patience,
            threshold,
            thresholdMode,
            cooldown,
            minimum,
            epsilon)
        : this;
  }

  @Override
  public double learningRate(double base, double[] measured) {
    double rate = base;
    double best = mode == Mode.MAX ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    int bad = 0;
    int cooling = 0;
    for (double value : measured) {
      if (isBetter(value, best)) {
        best = value;
        bad = 0;
      } else {
        bad++;
      }
      if (cooling > 0) {
        cooling--;
        bad = 0;
      }
      if (bad > patience) {
        double lower = Math.max(rate * factor, minimum);
        rate = rate - lower > epsilon ? lower : rate;
        cooling = cooldown;
        bad = 0;
      }
    }
    return rate;
  }

  private boolean isBetter(double value, double best) {
    if (Double.isInfinite(best)) {
      return !Double.isNaN(value);
    }
    double margin =
        thresholdMode == ThresholdMode.RELATIVE ? threshold * Math.abs(best) : threshold;
    return mode == Mode.MAX ? value > best + margin : value < best - margin;
  }
}
