package dev.gradus.cli.text;

import dev.gradus.engine.model.LabelReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table about labels: how well each one is recognised. */
public final class LabelTable {

  private LabelTable() {}

  public static String of(LabelReport report) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(ClassTable.header("label"));
    for (int k = 0; k < report.labels().size(); k++) {
      rows.add(ClassTable.row(report.labels().get(k), report.each().get(k)));
    }
    return Columns.layOut(rows);
  }

  /** The table as JSON. */
  public static Map<String, Object> asMap(LabelReport report) {
    List<Object> each = new ArrayList<>();
    for (int k = 0; k < report.labels().size(); k++) {
      each.add(ClassTable.entry("label", report.labels().get(k), report.each().get(k)));
    }
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("labels", report.labels());
    object.put("per-label", each);
    return object;
  }
}
