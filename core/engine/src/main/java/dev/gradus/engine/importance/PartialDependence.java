package dev.gradus.engine.importance;

import dev.gradus.runtime.problem.Warning;
import java.util.List;

/**
 * How the prediction depends on a column, on average over rows.
 *
 * @param column its name
 * @param numeric whether the points are numbers, in ascending order; otherwise they are dates in
 *     ascending order, or names, the most frequent first
 * @param outputs the classes, labels or numbers that are predicted
 * @param rows the number of rows that were averaged
 * @param points cells of the column that occur in the table, at most {@value #MOST_POINTS}
 * @param warnings warnings about the rows
 */
public record PartialDependence(
    String column,
    boolean numeric,
    List<String> outputs,
    int rows,
    List<Point> points,
    List<Warning> warnings) {

  /** The maximum number of points. */
  public static final int MOST_POINTS = 30;

  /** The maximum number of rows that are averaged. */
  public static final int MOST_ROWS = 2_000;

  public PartialDependence {
    outputs = List.copyOf(outputs);
    points = List.copyOf(points);
    warnings = List.copyOf(warnings);
  }

  /** The range of the mean of an output over all points: a measure of how much depends on it. */
  public double range(int output) {
    double least = points.stream().mapToDouble(point -> point.means().get(output)).min().orElse(0);
    double most = points.stream().mapToDouble(point -> point.means().get(output)).max().orElse(0);
    return most - least;
  }

  /**
   * The predictions if the column has the same cell in all rows.
   *
   * @param cell the cell
   * @param number its number; NaN unless the points are numbers
   * @param means for each output its mean prediction: a probability, or a number in the unit of the
   *     data
   * @param lows for each output the prediction that a tenth of the rows are below
   * @param highs for each output the prediction that a tenth of the rows are above
   */
  public record Point(
      String cell, double number, List<Double> means, List<Double> lows, List<Double> highs) {

    public Point {
      means = List.copyOf(means);
      lows = List.copyOf(lows);
      highs = List.copyOf(highs);
    }
  }
}
