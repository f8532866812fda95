package dev.gradus.cli.text;

import dev.gradus.engine.event.EpochReport;
import dev.gradus.runtime.column.ShortNumber;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A table of metrics: one row per metric, and one column per part of the data. */
public final class MetricTable {

  private MetricTable() {}

  /**
   * Lays out the table.
   *
   * @param metrics first by part of the data, then by name
   * @param lossUnit the unit of the loss, if it differs from the unit of the data, which the
   *     metrics have
   */
  public static String of(Map<String, Map<String, Double>> metrics, Optional<String> lossUnit) {
    Set<String> names = new LinkedHashSet<>();
    metrics.values().forEach(part -> names.addAll(part.keySet()));
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of(""));
    header.addAll(metrics.keySet());
    rows.add(header);
    for (String name : names) {
      List<String> row = new ArrayList<>(List.of(named(name, lossUnit)));
      metrics.values().forEach(part -> row.add(text(part.getOrDefault(name, Double.NaN))));
      rows.add(row);
    }
    return Columns.layOut(rows);
  }

  /** The name of a metric; a loss has its unit added, as in {@code loss (scaled)}. */
  public static String named(String name, Optional<String> lossUnit) {
    return name.equals(EpochReport.LOSS) && lossUnit.isPresent()
        ? "%s (%s)".formatted(name, lossUnit.get())
        : name;
  }

  /** Adds the unit of the loss to a JSON object, if it differs from the unit of the data. */
  public static void putUnit(Map<String, Object> object, Optional<String> lossUnit) {
    lossUnit.ifPresent(unit -> object.put("loss-unit", unit));
  }

  /** A number in the format for people. */
  public static String text(double value) {
    return ShortNumber.of(value);
  }
}
