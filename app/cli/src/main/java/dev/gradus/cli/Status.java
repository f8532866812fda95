package dev.gradus.cli;

import dev.gradus.engine.event.EpochReport;
import java.util.ArrayList;
import java.util.List;

/** What an epoch has brought, in a few words each. */
final class Status {

  private Status() {}

  /** The losses, the learning rate, and the metrics: what matters most comes first. */
  static List<String> of(EpochReport report) {
    List<String> parts = new ArrayList<>();
    parts.add("loss " + MetricTable.text(report.loss()));
    if (report.validation().containsKey(EpochReport.LOSS)) {
      parts.add("validation " + MetricTable.text(report.validation().get(EpochReport.LOSS)));
    }
    parts.add("rate " + rate(report.learningRate()));
    report
        .validation()
        .forEach(
            (name, value) -> {
              if (!EpochReport.LOSS.equals(name)) {
                parts.add(name + ' ' + MetricTable.text(value));
              }
            });
    return parts;
  }

  /** As it is written in a configuration, where that is short. */
  private static String rate(double value) {
    String exact = Double.toString(value);
    return exact.length() <= 6 ? exact : MetricTable.text(value);
  }
}
