package dev.gradus.formula;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Numbers for the outputs of a row; a single number is broadcast, as in numpy. */
final class Rows {

  private Rows() {}

  /** Adds the numbers in their order. */
  static double sum(double[] numbers) {
    double sum = 0;
    for (double number : numbers) {
      sum += number;
    }
    return sum;
  }

  /** Combines rows output by output. */
  static double[] combined(ToDoubleFunction<double[]> each, List<double[]> rows) {
    int width = rows.stream().mapToInt(row -> row.length).max().orElse(1);
    double[] result = new double[width];
    double[] at = new double[rows.size()];
    for (int k = 0; k < width; k++) {
      for (int i = 0; i < at.length; i++) {
        double[] row = rows.get(i);
        at[i] = row[row.length == 1 ? 0 : k];
      }
      result[k] = each.applyAsDouble(at);
    }
    return result;
  }
}
