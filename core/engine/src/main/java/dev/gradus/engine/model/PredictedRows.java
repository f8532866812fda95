package dev.gradus.engine.model;

import dev.gradus.engine.linear.MatrixRows;
import dev.gradus.runtime.Predictions;
import dev.gradus.runtime.problem.Warnings;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The predictions for prepared rows, which need not be in memory.
 *
 * @param outputs of each row, as {@link Predictions#rows}
 * @param quantiles of each row, one level after the other; empty if none are predicted
 * @param intervals of each row, as {@link Predictions#intervals}; empty if there are none
 */
record PredictedRows(double[][] outputs, double[][] quantiles, double[][] intervals) {

  private static final int ROWS_AT_ONCE = 1 << 14;

  /** Of wide rows, there are fewer at a time. */
  private static final int NUMBERS_AT_ONCE = 1 << 20;

  /**
   * Predicts.
   *
   * @param inputs at least one row
   * @param place names a row, for messages
   */
  static PredictedRows of(
      Predictor predictor, MatrixRows inputs, IntFunction<String> place, Warnings warnings) {
    double[][] outputs = new double[inputs.rows()][];
    double[][] quantiles = {};
    double[][] intervals = {};
    int atOnce = atOnce(inputs.rows(), inputs.columns());
    for (int from = 0; from < inputs.rows(); from += Math.min(atOnce, inputs.rows() - from)) {
      int first = from;
      int to = from + Math.min(atOnce, inputs.rows() - from);
      Predictions some =
          predictor.predictions(
              inputs.copyOfRows(from, to), row -> place.apply(first + row), warnings);
      put(some.rows(), outputs, from);
      quantiles = with(quantilesOf(some), quantiles, from, inputs.rows());
      intervals =
          with(some.intervals().orElseGet(() -> new double[0][]), intervals, from, inputs.rows());
    }
    return new PredictedRows(outputs, quantiles, intervals);
  }

  /** The number of rows that are predicted at a time. */
  static int atOnce(int rows, int inputs) {
    return Math.max(1, Math.min(rows, Math.min(ROWS_AT_ONCE, NUMBERS_AT_ONCE / inputs)));
  }

  private static void put(double[][] some, double[][] all, int at) {
    System.arraycopy(some, 0, all, at, some.length);
  }

  /** Adds rows, if there are any, to those before them. */
  private static double[][] with(double[][] some, double[][] before, int at, int rows) {
    if (some.length == 0) {
      return before;
    }
    double[][] all = before.length == 0 ? new double[rows][] : before;
    put(some, all, at);
    return all;
  }

  /** The values of each example, one after the other, level by level. */
  static double[][] quantilesOf(Predictions predictions) {
    Collection<double[][]> levels = predictions.quantiles().values();
    return IntStream.range(0, levels.isEmpty() ? 0 : predictions.rows().length)
        .mapToObj(
            row -> levels.stream().flatMapToDouble(level -> Arrays.stream(level[row])).toArray())
        .toArray(double[][]::new);
  }
}
