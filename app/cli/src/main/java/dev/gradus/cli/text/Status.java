package dev.gradus.cli.text;

import dev.gradus.engine.config.MetricNames;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.runtime.column.Digits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The results of an epoch, in a few words each. */
public final class Status {

  private Status() {}

  /** The losses, as short as possible. */
  public static List<String> losses(EpochReport report) {
    List<String> parts = new ArrayList<>();
    parts.add("loss " + MetricTable.text(report.loss()));
    validationLoss(report).ifPresent(loss -> parts.add("val " + MetricTable.text(loss)));
    return parts;
  }

  /**
   * What was measured, without the further values of metrics. There may be too many of them for a
   * line; the final table and history.csv have them all.
   */
  public static Map<String, Double> withoutValues(Map<String, Double> measured) {
    Map<String, Double> own = new LinkedHashMap<>(measured);
    own.keySet().removeIf(name -> MetricNames.isValue(name, measured.keySet()));
    return own;
  }

  /** The validation metrics, without the loss and without the further values of a metric. */
  public static List<String> metrics(EpochReport report) {
    List<String> parts = new ArrayList<>();
    withoutValues(report.validation())
        .forEach(
            (name, value) -> {
              if (!EpochReport.LOSS.equals(name)) {
                parts.add(name + ' ' + MetricTable.text(value));
              }
            });
    return parts;
  }

  /** The results in full words. */
  public static String inWords(EpochReport report) {
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

  /** A number as it is written in a configuration, if that is short. */
  public static String rate(double value) {
    String exact = Digits.of(value);
    return exact.length() <= 6 ? exact : MetricTable.text(value);
  }
}
