package dev.gradus.engine.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Which classes were taken for which.
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
   * How well a class is told from the others; 0 where there is nothing to divide.
   *
   * @param precision right answers / answers of the class
   * @param recall right answers / examples of the class
   * @param f1 their harmonic mean
   * @param examples how many there are
   */
  public record OfClass(double precision, double recall, double f1, int examples) {

    /**
     * From counts.
     *
     * @param right how often the answer was this class, rightly
     * @param answered how often it was this class
     * @param examples how often this class was true
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
   * Counts.
   *
   * @param classes the names
   * @param truths one for each example, by its place among the classes
   * @param answers as long
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

  /** How well a class is told from the others. */
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
