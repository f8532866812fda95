package dev.gradus.playground;

import java.util.ArrayList;
import java.util.List;

/** Writes what the page has set as a configuration, with which the command does the same. */
final class Yaml {

  private Yaml() {}

  /** A number as short as it is exact. */
  static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.valueOf((long) value)
        : String.valueOf(value);
  }

  /** A text that YAML reads as the same text. */
  static String text(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  /**
   * The configuration.
   *
   * @param file of the data
   * @param steps that were made; 0 for the usual number of epochs
   */
  static String of(Settings settings, Dataset data, String file, long steps) {
    List<String> lines = new ArrayList<>();
    lines.add("data:");
    lines.add("  csv: " + file);
    lines.add("  target: " + text(data.target()));
    if (data.declared()) {
      lines.add(
          "  columns: {%s: %s}"
              .formatted(text(data.target()), data.classes() ? "categorical" : "numeric"));
    }
    if (!settings.scaled()) {
      lines.add("  scale: none");
    }
    if (settings.validation() > 0) {
      lines.add(
          "  split: {validation: %s%s}"
              .formatted(
                  number(settings.validation()),
                  settings.stratified() ? "" : ", stratified: false"));
    }
    lines.add("network:");
    settings.layers().forEach(layer -> lines.add("  - dense: " + layer.yaml()));
    lines.add("loss: " + settings.losses().get(0).yaml());
    lines.add("optimizer: " + settings.optimizer().yaml());
    if (!settings.regularizers().isEmpty()) {
      lines.add(
          "regularizers: [%s]"
              .formatted(
                  String.join(", ", settings.regularizers().stream().map(Choice::yaml).toList())));
    }
    lines.add("training:");
    lines.add(steps > 0 ? "  steps: " + steps : "  epochs: 100");
    if (!settings.optimizer().plugin().isFullBatch()) {
      lines.add("  batch-size: " + settings.batch());
    }
    lines.add("  seed: " + settings.seed());
    lines.add("");
    return String.join("\n", lines);
  }
}
