package dev.gradus.engine.training;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.Measures;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingException;

/**
 * The number that a schedule or early stopping looks at, epoch by epoch: of the validation part, if
 * there is one.
 *
 * @param place who looks, in the configuration, for messages
 * @param monitor {@code loss}, or the name of a metric or of a value of one, as reports have it
 */
record MonitoredMetric(String place, String monitor) {

  /** Whether more of it is better, as the metric says; less is, of a loss. */
  boolean higherIsBetter(Configuration configuration) {
    return Measures.higherIsBetter(configuration, monitor);
  }

  /**
   * The number of an epoch.
   *
   * @throws TrainingException if what is watched was not measured
   */
  double of(EpochReport report) {
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
