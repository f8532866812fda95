package dev.gradus.engine.importance;

import dev.gradus.runtime.problem.Warning;
import java.util.List;

/**
 * What each column contributes to the prediction of a row, compared with a baseline row.
 *
 * @param row of the table, from 1
 * @param output the class, label or number whose prediction is explained
 * @param prediction of the row: a probability, or a number in the unit of the data
 * @param baseline the prediction of the baseline row
 * @param steps the number of points on the path between the two rows
 * @param columns the largest contribution first, whatever its sign; equal ones in the order of the
 *     inputs
 * @param warnings warnings about the row
 */
public record Attribution(
    int row,
    String output,
    double prediction,
    double baseline,
    int steps,
    List<OfColumn> columns,
    List<Warning> warnings) {

  public Attribution {
    columns = List.copyOf(columns);
    warnings = List.copyOf(warnings);
  }

  /**
   * What the contributions leave unexplained: the difference of the two predictions, minus the sum
   * of the contributions. It is the error of the integral, which falls with more steps; with smooth
   * activations it is about the rounding error of a float.
   */
  public double remainder() {
    double sum = 0;
    for (OfColumn column : columns) {
      sum += column.contribution();
    }
    return prediction - baseline - sum;
  }

  /**
   * What a column contributes.
   *
   * @param column its name
   * @param cell its cell in the row; empty if it is missing
   * @param baseline its cell in the baseline row; empty if it is missing
   * @param contribution above 0 if it raises the prediction, in the unit of the prediction
   */
  public record OfColumn(String column, String cell, String baseline, double contribution) {}
}
