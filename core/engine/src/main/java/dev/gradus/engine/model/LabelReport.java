package dev.gradus.engine.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The metrics of each label.
 *
 * @param labels their names
 * @param each the metrics of each label, in the same order
 */
public record LabelReport(List<String> labels, List<ClassReport.OfClass> each) {

  public LabelReport {
    labels = List.copyOf(labels);
    each = List.copyOf(each);
  }

  /**
   * Creates a report by counting.
   *
   * @param labels the names
   * @param truths a row for each example, 1 where a label applies, else 0
   * @param answers of the same shape, true where a label is predicted to apply
   */
  static LabelReport of(List<String> labels, double[][] truths, boolean[][] answers) {
    List<ClassReport.OfClass> each = new ArrayList<>();
    for (int k = 0; k < labels.size(); k++) {
      int right = 0;
      int answered = 0;
      int examples = 0;
      for (int i = 0; i < truths.length; i++) {
        boolean applies = truths[i][k] == 1;
        examples += applies ? 1 : 0;
        answered += answers[i][k] ? 1 : 0;
        right += applies && answers[i][k] ? 1 : 0;
      }
      each.add(ClassReport.OfClass.of(right, answered, examples));
    }
    return new LabelReport(labels, each);
  }
}
