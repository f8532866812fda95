package dev.gradus.engine.training.update;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.MetricNames;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.spi.MetricSchedule;
import dev.gradus.spi.Schedule;

/**
 * A schedule that names its monitored metric by an alias, wrapped to name it as reports do.
 *
 * @param schedule the schedule
 * @param monitor the name of the metric
 */
record Renamed(MetricSchedule schedule, String monitor) implements MetricSchedule {

  /** The same schedule, but naming its monitored metric as the reports of a configuration do. */
  static MetricSchedule of(MetricSchedule schedule, Configuration configuration) {
    String name = MetricNames.of(configuration).find(schedule.monitor());
    return name.equals(schedule.monitor()) ? schedule : new Renamed(schedule, name);
  }

  /** The name of the plugin. */
  static String nameOf(Schedule schedule) {
    return PluginType.nameOf(schedule instanceof Renamed renamed ? renamed.schedule : schedule);
  }

  @Override
  public double learningRate(double base, double[] measured) {
    return schedule.learningRate(base, measured);
  }

  @Override
  public MetricSchedule forMetric(boolean higherIsBetter) {
    return new Renamed(schedule.forMetric(higherIsBetter), monitor);
  }

  @Override
  public Schedule forRun(long steps) {
    Schedule forRun = schedule.forRun(steps);
    return forRun instanceof MetricSchedule onMetric ? new Renamed(onMetric, monitor) : forRun;
  }
}
