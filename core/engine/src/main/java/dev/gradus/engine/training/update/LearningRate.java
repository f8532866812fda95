package dev.gradus.engine.training.update;

import dev.gradus.engine.event.DivergedException;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.spi.MetricSchedule;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Schedule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The learning rate of every step: the rate of the optimizer, changed by the schedule.
 *
 * <p>This is the only place that computes a rate, so all training loops count steps in the same
 * way.
 */
public final class LearningRate {

  /** Weights are floats, so a higher rate is infinite for them. */
  private static final double HIGHEST = Float.MAX_VALUE;

  private final Optimizer optimizer;
  private final Optional<Schedule> given;
  private final Optional<Schedule> schedule;
  private final Map<String, double[]> measured = new HashMap<>();

  /**
   * Starts before the first step and the first evaluation.
   *
   * @param schedule for the length of this run
   */
  public LearningRate(Optimizer optimizer, Optional<Schedule> schedule) {
    this.optimizer = optimizer;
    this.given = schedule;
    this.schedule = schedule.map(each -> NestedSchedules.replace(each, WithValues::new));
  }

  /** Records all completed epochs. Epochs without a value are left out. */
  public void measured(List<EpochReport> reports) {
    for (MonitoredMetric monitored : MonitoredMetrics.ofSchedule(given)) {
      measured.put(
          monitored.monitor(),
          reports.stream().mapToDouble(monitored::of).filter(Double::isFinite).toArray());
    }
  }

  /**
   * The learning rate of a step.
   *
   * @param done the number of steps before it, 0 for the first
   * @throws DivergedException naming the plugin that returned it, if it is not a valid rate
   */
  public double of(long done) {
    double base = optimizer.learningRate();
    double rate = schedule.isPresent() ? schedule.get().learningRate(base, done) : base;
    if (!(rate >= 0 && rate <= HIGHEST)) {
      String source =
          given
              .map(each -> "schedule " + Renamed.nameOf(each))
              .orElseGet(() -> "optimizer " + PluginType.nameOf(optimizer));
      throw new DivergedException(
          "training stopped before step %s: the %s returned a learning rate of %s, but a rate must be a number from 0 to %s; change the options of the %s"
              .formatted(
                  done + 1,
                  source,
                  rate,
                  (float) HIGHEST,
                  given.isPresent() ? "schedule" : "optimizer"));
    }
    return rate;
  }

  /** A schedule that monitors a metric and knows its values. */
  private final class WithValues implements MetricSchedule {

    private final MetricSchedule onMetric;

    WithValues(MetricSchedule onMetric) {
      this.onMetric = onMetric;
    }

    @Override
    public String monitor() {
      return onMetric.monitor();
    }

    @Override
    public double learningRate(double base, double[] soFar) {
      return onMetric.learningRate(base, soFar);
    }

    @Override
    public double learningRate(double base, long step) {
      return learningRate(base, measured.getOrDefault(monitor(), new double[0]).clone());
    }
  }
}
