package dev.gradus.engine.training.update;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.EarlyStopping;
import dev.gradus.engine.config.MetricNames;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.spi.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The values that the schedule and the choice of the epoch monitor. */
public final class MonitoredMetrics {

  private MonitoredMetrics() {}

  /** The monitored values of a configuration, by their names in reports. */
  public static List<MonitoredMetric> of(Configuration configuration) {
    List<MonitoredMetric> monitored =
        new ArrayList<>(
            ofSchedule(configuration.schedule().map(each -> renamed(each, configuration))));
    configuration
        .training()
        .choiceOfEpoch()
        .map(choice -> of(choice, configuration))
        .ifPresent(monitored::add);
    return monitored;
  }

  /** The value that a choice of the epoch monitors. */
  public static MonitoredMetric of(EarlyStopping choice, Configuration configuration) {
    return new MonitoredMetric(
        configuration.training().keepBest().isPresent()
            ? "training.keep-best"
            : "training.early-stopping",
        MetricNames.of(configuration).find(choice.monitor()));
  }

  /** The values that a schedule monitors; empty if it only counts steps. */
  public static List<MonitoredMetric> ofSchedule(Optional<Schedule> schedule) {
    return schedule.map(NestedSchedules::onMetrics).orElse(List.of()).stream()
        .map(each -> new MonitoredMetric("schedule", each.monitor()))
        .distinct()
        .toList();
  }

  /** The same schedule, but naming what it monitors as the reports of a configuration do. */
  public static Schedule renamed(Schedule schedule, Configuration configuration) {
    return NestedSchedules.replace(schedule, each -> Renamed.of(each, configuration));
  }

  /** Whether more than the loss is monitored. */
  public static boolean monitorsMetrics(Configuration configuration) {
    return of(configuration).stream().anyMatch(each -> !each.monitor().equals(EpochReport.LOSS));
  }

  /** Whether a metric is monitored, by its name in reports. */
  public static boolean isMonitored(Configuration configuration, String name) {
    return of(configuration).stream().anyMatch(each -> each.monitor().equals(name));
  }
}
