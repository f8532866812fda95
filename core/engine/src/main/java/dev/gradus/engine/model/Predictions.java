package dev.gradus.engine.model;

import dev.gradus.engine.data.CellNote;
import dev.gradus.engine.problem.Warning;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** What a model predicts for the rows of a table. */
public final class Predictions {

  private final double[][] rows;
  private final Optional<double[][]> deviations;
  private final List<Warning> warnings;

  Predictions(double[][] rows, Optional<double[][]> deviations, List<Warning> warnings) {
    this.rows = rows;
    this.deviations = deviations;
    this.warnings = warnings;
  }

  /**
   * A row for each row of the table: the values of a numeric target in the unit of the data, or the
   * probabilities of classes or labels. All are finite.
   */
  public double[][] rows() {
    return rows;
  }

  /**
   * How far each numeric target is expected to lie from its prediction, where the loss has the
   * network say so, as gaussian-nll with predict-variance does.
   *
   * @return a row for each row, a standard deviation in the unit of the data for each target; empty
   *     if the network does not say it, or the target is not numeric
   */
  public Optional<double[][]> deviations() {
    return deviations;
  }

  /**
   * Each by itself.
   *
   * @param answers says what the outputs mean
   * @param notes what must be known of a row
   */
  List<Prediction> each(Answers answers, IntFunction<List<CellNote>> notes) {
    return IntStream.range(0, rows.length)
        .mapToObj(
            row ->
                new Prediction(
                    answers, rows[row], deviations.map(all -> all[row]), notes.apply(row)))
        .toList();
  }

  /** What must be known of the data: cells that were filled in, unknown categories. */
  public List<Warning> warnings() {
    return warnings;
  }
}
