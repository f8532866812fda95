package dev.gradus.spark;

import dev.gradus.engine.config.MetricNames;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.runtime.column.ShortNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Logs a line after each epoch of a training run, on the driver. */
final class EpochLog implements TrainingListener {

  private static final System.Logger LOG = System.getLogger("dev.gradus.spark");

  @Override
  public void resumed(List<EpochReport> reports, String sentence) {
    LOG.log(System.Logger.Level.INFO, sentence);
  }

  @Override
  public void epochDone(EpochReport report) {
    LOG.log(System.Logger.Level.INFO, () -> line(report));
  }

  @Override
  public void stopped(String reason) {
    LOG.log(System.Logger.Level.INFO, reason);
  }

  /** The losses and the metrics of an epoch, without the further values of metrics. */
  static String line(EpochReport report) {
    List<String> parts = new ArrayList<>();
    parts.add("loss " + ShortNumber.of(report.loss()));
    Map<String, Double> measured = report.validation();
    measured.forEach(
        (name, value) -> {
          if (!MetricNames.isValue(name, measured.keySet())) {
            parts.add("validation " + name + " " + ShortNumber.of(value));
          }
        });
    return String.format(
        Locale.ROOT,
        "epoch %d of %d: %s",
        report.epoch(),
        report.epochs(),
        String.join(", ", parts));
  }
}
