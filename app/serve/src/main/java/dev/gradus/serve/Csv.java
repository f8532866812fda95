package dev.gradus.serve;

import dev.gradus.runtime.Prediction;
import java.util.List;
import java.util.stream.Collectors;

/** Writes predictions as CSV (RFC 4180), the same as {@code gradus predict}. */
final class Csv {

  private Csv() {}

  /** A header, and a line for each prediction. */
  static String of(List<OutputColumn> columns, List<Prediction> predictions) {
    StringBuilder csv = new StringBuilder();
    csv.append(line(columns.stream().map(OutputColumn::name).toList()));
    for (Prediction prediction : predictions) {
      csv.append(line(columns.stream().map(column -> column.text().apply(prediction)).toList()));
    }
    return csv.toString();
  }

  private static String line(List<String> cells) {
    return cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String cell(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
