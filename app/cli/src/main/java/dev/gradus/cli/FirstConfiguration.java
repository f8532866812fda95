package dev.gradus.cli;

import dev.gradus.engine.data.ColumnSummary;
import dev.gradus.engine.data.CsvFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The text of a configuration to begin with. */
final class FirstConfiguration {

  private FirstConfiguration() {}

  /**
   * Writes it.
   *
   * @param csv the path of the data, as it is to be named
   * @param target the column to predict
   */
  static String text(String csv, CsvFormat format, List<ColumnSummary> columns, String target) {
    ColumnSummary predicted =
        columns.stream().filter(column -> column.name().equals(target)).findFirst().orElseThrow();
    boolean classes = predicted.looksLikeClasses();
    List<String> lines = new ArrayList<>();
    lines.add("data:");
    lines.add("  csv: " + quoted(csv));
    lines.add("  target: " + quoted(target));
    if (!format.equals(new CsvFormat())) {
      lines.add("  format: " + format(format));
    }
    List<String> declared = declared(columns, predicted, classes);
    if (!declared.isEmpty()) {
      lines.add("  columns: {" + String.join(", ", declared) + "}");
    }
    if (columns.stream().anyMatch(column -> column.missing() > 0)) {
      lines.add("  missing: fill");
    }
    lines.add("  split: {validation: 0.2}");
    lines.add("network:");
    lines.add("  - dense: {units: 100, activation: relu}");
    lines.add(classes ? "  - dense: {activation: softmax}" : "  - dense");
    lines.add("loss: " + (classes ? "cross-entropy" : "mean-squared-error"));
    lines.add("optimizer: {adam: {learning-rate: 0.003}}");
    lines.add("regularizers: {l2: {factor: 0.0001}}");
    lines.add("metrics: " + (classes ? "[accuracy]" : "[r2, mean-absolute-error]"));
    lines.add("training: {epochs: 200, early-stopping: {patience: 20}}");
    return String.join("\n", lines) + "\n";
  }

  private static List<String> declared(
      List<ColumnSummary> columns, ColumnSummary predicted, boolean classes) {
    List<String> declared = new ArrayList<>();
    for (ColumnSummary column : columns) {
      boolean target = column.equals(predicted);
      if (target && classes && column.numeric()) {
        declared.add(quoted(column.name()) + ": categorical");
      } else if (!target && column.looksLikeIdentifier()) {
        declared.add(quoted(column.name()) + ": ignore");
      } else if (!target && !column.numeric() && column.looksBoolean()) {
        declared.add(
            quoted(column.name())
                + (column.missing() > 0 ? ": {boolean: {missing: most-frequent}}" : ": boolean"));
      }
    }
    return declared;
  }

  private static String format(CsvFormat format) {
    List<String> parts = new ArrayList<>();
    CsvFormat usual = new CsvFormat();
    if (!format.delimiter().equals(usual.delimiter())) {
      parts.add("delimiter: " + quoted(format.delimiter()));
    }
    if (!format.header()) {
      parts.add("header: false");
    }
    if (!format.missing().isEmpty()) {
      parts.add(
          format.missing().stream()
              .map(FirstConfiguration::quoted)
              .collect(Collectors.joining(", ", "missing: [", "]")));
    }
    return parts.stream().collect(Collectors.joining(", ", "{", "}"));
  }

  /** As it is where that is plain, else in quotes. */
  private static String quoted(String text) {
    boolean plain =
        text.matches("[A-Za-z_./][A-Za-z0-9_./-]*")
            && !text.matches("(?i)true|false|yes|no|on|off|null|y|n");
    return plain ? text : "'" + text.replace("'", "''") + "'";
  }
}
