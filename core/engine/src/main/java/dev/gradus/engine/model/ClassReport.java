package dev.gradus.engine.model;

import java.util.ArrayList;
import java.util.List;

/**
 * A confusion matrix, with the metrics of each class.
 *
 * @param classes their names
 * @param counts row: the true class, column: the predicted one
 */
public record ClassReport(List<String> classes, List<List<Integer>> counts) {

  public ClassReport {
    classes = List.copyOf(classes);
    counts = counts.stream().map(List::copyOf).toList();
  }

  /**
   * The metrics of a class; 0 where they are 0/0.
   *
   * @param precision correct predictions / predictions of the class
   * @param recall correct predictions / examples of the class
   * @param f1 their harmonic mean
   * @param examples the number of examples of the class
   */
  public record OfClass(double precision, double recall, double f1, int examples) {

    /**
     * Computes the metrics from counts.
     *
     * @param right the number of correct predictions of this class
     * @param answered the number of predictions of this class
     * @param examples the number of examples of this class
     */
    static OfClass of(int right, int answered, int examples) {
      return new OfClass(
          ratio(right, answered),
          ratio(right, examples),
          ratio(2.0 * right, examples + answered),
          examples);
    }
  }

  /**
   * Creates a report by counting.
   *
   * @param classes the names
   * @param truths the true class of each example, by its index
   * @param answers the predicted classes, of the same length
   */
  static ClassReport of(List<String> classes, int[] truths, int[] answers) {
    int[][] matrix = new int[classes.size()][classes.size()];
    for (int i = 0; i < truths.length; i++) {
      matrix[truths[i]][answers[i]]++;
    }
    List<List<Integer>> counts = new ArrayList<>();
    for (int[] row : matrix) {
      List<Integer> list = new ArrayList<>();
      for (int count : row) {
        list.add(count);
      }
      counts.add(list);
    }
    return new ClassReport(classes, counts);
  }

  /** The metrics of a class. */
  public OfClass of(int k) {
    int right = counts.get(k).get(k);
    int examples = counts.get(k).stream().mapToInt(Integer::intValue).sum();
    int answered = counts.stream().mapToInt(row -> row.get(k)).sum();
    return OfClass.of(right, answered, examples);
  }

  /** The share of the examples whose class was predicted. */
  public double accuracy() {
    int right = 0;
    int all = 0;
    for (int k = 0; k < counts.size(); k++) {
      right += counts.get(k).get(k);
      all += counts.get(k).stream().mapToInt(Integer::intValue).sum();
    }
    return ratio(right, all);
  }

  private static double ratio(double a, double b) {
    return b == 0 ? 0 : a / b;
  }
}
