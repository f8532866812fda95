package dev.gradus.cli.text;

import dev.gradus.engine.json.Json;
import dev.gradus.engine.model.ClassReport;
import dev.gradus.runtime.Thresholds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tables about classes: how well each one is recognised, and which is mistaken for which. */
public final class ClassTable {

  /** A larger matrix is not legible. */
  private static final int MOST_CLASSES = 20;

  private ClassTable() {}

  /**
   * Prints a report.
   *
   * @param thresholds if one is set, the accuracy is printed too, because metrics use a threshold
   *     of 0.5
   */
  public static String of(ClassReport report, Thresholds thresholds) {
    return thresholds.isNone()
        ? tables(report)
        : "at this threshold: accuracy %s\n%s"
            .formatted(MetricTable.text(report.accuracy()), tables(report));
  }

  private static String tables(ClassReport report) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(header("class"));
    for (int k = 0; k < report.classes().size(); k++) {
      rows.add(row(report.classes().get(k), report.of(k)));
    }
    String table = Columns.layOut(rows);
    return report.classes().size() > MOST_CLASSES ? table : table + "\n\n" + matrix(report);
  }

  public static List<String> header(String kind) {
    return List.of(kind, "precision", "recall", "f1", "examples");
  }

  public static List<String> row(String name, ClassReport.OfClass one) {
    return List.of(
        name,
        MetricTable.text(one.precision()),
        MetricTable.text(one.recall()),
        MetricTable.text(one.f1()),
        Integer.toString(one.examples()));
  }

  private static String matrix(ClassReport report) {
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("true \\ predicted"));
    header.addAll(report.classes());
    rows.add(header);
    for (int k = 0; k < report.classes().size(); k++) {
      List<String> row = new ArrayList<>(List.of(report.classes().get(k)));
      report.counts().get(k).forEach(count -> row.add(count.toString()));
      rows.add(row);
    }
    return Columns.layOut(rows);
  }

  /** The table as JSON. */
  public static Map<String, Object> asMap(ClassReport report) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("classes", report.classes());
    object.put("accuracy", report.accuracy());
    object.put("confusion-matrix", report.counts());
    List<Object> each = new ArrayList<>();
    for (int k = 0; k < report.classes().size(); k++) {
      each.add(entry("class", report.classes().get(k), report.of(k)));
    }
    object.put("per-class", each);
    return object;
  }

  public static Map<String, Object> entry(String kind, String name, ClassReport.OfClass one) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put(kind, name);
    entry.putAll(Json.entries(one));
    return entry;
  }
}
