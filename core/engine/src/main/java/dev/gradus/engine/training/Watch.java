package dev.gradus.engine.training;

import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.spi.MetricSchedule;
import dev.gradus.spi.Schedule;
import java.util.Arrays;
import java.util.Optional;

/** Gathers, epoch by epoch, the number that a schedule looks at. */
final class Watch {

  private final String monitor;
  private double[] measured = {};

  private Watch(String monitor) {
    this.monitor = monitor;
  }

  /** A watch for a schedule, if it looks at anything. */
  static Optional<Watch> of(Optional<Schedule> schedule) {
    return schedule
        .filter(MetricSchedule.class::isInstance)
        .map(given -> new Watch(((MetricSchedule) given).monitor()));
  }

  /**
   * Takes note of an epoch.
   *
   * @return one number for each epoch so far
   * @throws TrainingException if what is watched was not measured
   */
  double[] add(EpochReport report) {
    measured = Arrays.copyOf(measured, measured.length + 1);
    measured[measured.length - 1] = value(report);
    return measured;
  }

  private double value(EpochReport report) {
    if (report.validation().containsKey(monitor)) {
      return report.validation().get(monitor);
    }
    if (report.validation().isEmpty() && monitor.equals(EpochReport.LOSS)) {
      return report.loss();
    }
    throw new TrainingException(
        report.validation().isEmpty()
            ? "schedule: it looks at '%s', which is measured on a validation part, but there is none; add data.split.validation, or let it look at 'loss'"
                .formatted(monitor)
            : "schedule: it looks at '%s', but what is measured is: %s; add it to the metrics"
                .formatted(monitor, String.join(", ", report.validation().keySet())));
  }
}
