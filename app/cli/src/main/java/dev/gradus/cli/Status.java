package dev.gradus.cli;

import dev.gradus.engine.event.EpochReport;
import dev.gradus.runtime.column.Digits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an epoch has brought, in a few words each. */
final class Status {

  private Status() {}

  /** The losses, in as few words as will do. */
  static List<String> losses(EpochReport report) {
    List<String> parts = new ArrayList<>();
    parts.add("loss " + MetricTable.text(report.loss()));
    validationLoss(report).ifPresent(loss -> parts.add("val " + MetricTable.text(loss)));
    return parts;
  }

  /**
   * Whether it is the name of a value of a metric, of which there may be too many for a line; the
   * table of the finished network and history.csv have them all.
   */
  static boolean isValue(String measure) {
    return measure.indexOf('.') >= 0;
  }

  /** The metrics of the validation part, beside the loss, without further values. */
  static List<String> metrics(EpochReport report) {
    List<String> parts = new ArrayList<>();
    report
        .validation()
        .forEach(
            (name, value) -> {
              if (!EpochReport.LOSS.equals(name) && !isValue(name)) {
                parts.add(name + ' ' + MetricTable.text(value));
              }
            });
    return parts;
  }

  /** All of it, spelled out. */
  static String inWords(EpochReport report) {
    List<String> parts = new ArrayList<>();
    parts.add("loss " + MetricTable.text(report.loss()));
    validationLoss(report)
        .ifPresent(loss -> parts.add("validation loss " + MetricTable.text(loss)));
    parts.addAll(metrics(report));
    parts.add("learning rate " + rate(report.learningRate()));
    return String.join("  ", parts);
  }

  private static Optional<Double> validationLoss(EpochReport report) {
    return Optional.ofNullable(report.validation().get(EpochReport.LOSS));
  }

  /** As it is written in a configuration, where that is short. */
  static String rate(double value) {
    String exact = Digits.of(value);
    return exact.length() <= 6 ? exact : MetricTable.text(value);
  }
}
