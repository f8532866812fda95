package dev.gradus.engine.training.update;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.MetricNames;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingException;

/**
 * The value that a schedule or early stopping monitors, epoch by epoch: on the validation split, if
 * there is one.
 *
 * @param place the option of the configuration that monitors it, for messages
 * @param monitor {@code loss}, or the name of a metric or of a value of one, as reports have it
 */
public record MonitoredMetric(String place, String monitor) {

  /** Whether higher is better, according to the metric; for a loss, lower is better. */
  public boolean higherIsBetter(Configuration configuration) {
    return MetricNames.of(configuration).higherIsBetter(monitor);
  }

  /**
   * The value of an epoch.
   *
   * @throws TrainingException if the monitored metric was not evaluated
   */
  public double of(EpochReport report) {
    if (report.validation().containsKey(monitor)) {
      return report.validation().get(monitor);
    }
    if (report.validation().isEmpty() && monitor.equals(EpochReport.LOSS)) {
      return report.loss();
    }
    throw new TrainingException(
        report.validation().isEmpty()
            ? "%s: it monitors '%s', which needs a validation split, but there is none; set data.split.validation, or monitor 'loss'"
                .formatted(place, monitor)
            : "%s: it monitors '%s', which is not evaluated; add it to the metrics (available: %s)"
                .formatted(place, monitor, String.join(", ", report.validation().keySet())));
  }
}
