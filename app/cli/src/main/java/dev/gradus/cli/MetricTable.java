package dev.gradus.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Metrics as a table: a row a metric, a column a part of the data. */
final class MetricTable {

  private MetricTable() {}

  /**
   * Lays out the table.
   *
   * @param metrics first by part of the data, then by name
   */
  static String of(Map<String, Map<String, Double>> metrics) {
    Set<String> names = new LinkedHashSet<>();
    metrics.values().forEach(part -> names.addAll(part.keySet()));
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of(""));
    header.addAll(metrics.keySet());
    rows.add(header);
    for (String name : names) {
      List<String> row = new ArrayList<>(List.of(name));
      metrics.values().forEach(part -> row.add(text(part.getOrDefault(name, Double.NaN))));
      rows.add(row);
    }
    return Columns.layOut(rows);
  }

  /** Four significant digits, and plain notation where it is short. */
  static String text(double value) {
    if (value == 0 || (Math.abs(value) >= 1e-4 && Math.abs(value) < 1e6)) {
      return String.format(Locale.ROOT, "%.4f", value);
    }
    return String.format(Locale.ROOT, "%.3e", value);
  }
}
