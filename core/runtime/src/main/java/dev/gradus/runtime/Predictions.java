package dev.gradus.runtime;

import dev.gradus.runtime.column.CellNote;
import dev.gradus.runtime.problem.Warning;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The predictions of a model for the rows of a table. */
public final class Predictions {

  private final double[][] rows;
  private final Optional<double[][]> deviations;
  private final Map<Double, double[][]> quantiles;
  private final Optional<double[][]> ends;
  private final List<Warning> warnings;

  Predictions(
      double[][] rows,
      Optional<double[][]> deviations,
      Map<Double, double[][]> quantiles,
      Optional<double[][]> ends,
      List<Warning> warnings) {
    this.rows = rows;
    this.deviations = deviations;
    this.quantiles = Collections.unmodifiableMap(quantiles);
    this.ends = ends;
    this.warnings = warnings;
  }

  /**
   * One row for each row of the table: the values of a numeric target in the unit of the data,
   * scores, or the probabilities of classes or labels. All are finite.
   */
  public double[][] rows() {
    return rows;
  }

  /**
   * The predicted standard deviation of each numeric target, if the network was trained to predict
   * it, for example with gaussian-nll and predict-variance.
   *
   * @return one row for each row, a standard deviation in the unit of the data for each target;
   *     empty if the network does not predict it, or the target is not numeric
   */
  public Optional<double[][]> deviations() {
    return deviations;
  }

  /**
   * The quantiles of each numeric target, if the network was trained with a loss for several, such
   * as {@code quantiles}: two of them form an interval.
   *
   * @return by the share of targets that lie below, ascending: one row for each row, a number in
   *     the unit of the data for each target; they never decrease from one level to the next. Empty
   *     if the network predicts none
   */
  public Map<Double, double[][]> quantiles() {
    return quantiles;
  }

  /**
   * One of the {@link #quantiles}.
   *
   * @param level the share of targets that lie below
   * @return one row for each row, a number in the unit of the data for each target
   * @throws IllegalArgumentException if the network does not predict it
   */
  public double[][] quantile(double level) {
    double[][] found = quantiles.get(level);
    if (found == null) {
      throw new IllegalArgumentException(
          "the quantile %s is not predicted; available: %s"
              .formatted(level, quantiles.isEmpty() ? "none" : quantiles.keySet()));
    }
    return found;
  }

  /**
   * The ends of the intervals of each numeric target, see {@link Prediction#intervals}.
   *
   * @return one row for each row: the lower end for each target, in the unit of the data, and then
   *     the upper end for each; empty if the model was trained without {@code conformal}, or the
   *     target is not numeric
   */
  public Optional<double[][]> intervals() {
    return ends;
  }

  /**
   * Each prediction separately.
   *
   * @param answers interprets the outputs
   * @param notes the notes about a row
   */
  List<Prediction> each(Answers answers, IntFunction<List<CellNote>> notes) {
    return IntStream.range(0, rows.length)
        .mapToObj(
            row ->
                new Prediction(
                    answers,
                    rows[row],
                    deviations.map(all -> all[row]),
                    quantilesOf(row),
                    ends.map(all -> all[row]),
                    notes.apply(row)))
        .toList();
  }

  private Map<Double, double[]> quantilesOf(int row) {
    Map<Double, double[]> ofRow = new LinkedHashMap<>();
    quantiles.forEach((level, all) -> ofRow.put(level, all[row]));
    return ofRow;
  }

  /** Warnings about the data: cells that were filled, unknown categories. */
  public List<Warning> warnings() {
    return warnings;
  }
}
