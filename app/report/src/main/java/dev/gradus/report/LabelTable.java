package dev.gradus.report;

import dev.gradus.engine.model.ClassReport;
import dev.gradus.engine.study.Outcome;
import java.util.List;

/** How well each of several labels is recognised. */
final class LabelTable {

  private static final int LONGEST_NAME = 24;

  private LabelTable() {}

  static void add(PageBuilder page, Outcome outcome, List<String> labels) {
    page.heading("How well each label is recognised");
    HtmlTable table =
        new HtmlTable(
            "Each label: precision, recall, F1 and the counts that they are made of",
            List.of(
                "label",
                "examples with it",
                "precision",
                "recall",
                "F1",
                "true positives",
                "missed",
                "false alarms",
                "true negatives"));
    for (int k = 0; k < labels.size(); k++) {
      ClassReport report = report(outcome, k);
      ClassReport.OfClass quality = report.of(1);
      List<List<Integer>> counts = report.counts();
      table.row(
          Prose.cut(labels.get(k), LONGEST_NAME),
          List.of(
              Prose.number(quality.examples()),
              Prose.percent(quality.precision()),
              Prose.percent(quality.recall()),
              Prose.number(quality.f1()),
              Prose.number(counts.get(1).get(1)),
              Prose.number(counts.get(1).get(0)),
              Prose.number(counts.get(0).get(1)),
              Prose.number(counts.get(0).get(0))));
    }
    page.add(table.end());
    page.note(
        "A label counts as predicted if its probability is at least 0.5. Precision is the share of predictions that are right, recall the share of examples with the label that are found.");
  }

  /** The report of a label as one of two classes, "without it" and "with it". */
  private static ClassReport report(Outcome outcome, int label) {
    int[][] counts = new int[2][2];
    for (int i = 0; i < outcome.predictions().size(); i++) {
      int truth = outcome.targets().get(i).get(label) >= 0.5 ? 1 : 0;
      int prediction = outcome.predictions().get(i).get(label) >= 0.5 ? 1 : 0;
      counts[truth][prediction]++;
    }
    return new ClassReport(
        List.of("without", "with"),
        List.of(List.of(counts[0][0], counts[0][1]), List.of(counts[1][0], counts[1][1])));
  }
}
