package dev.gradus.engine.examples;

import dev.gradus.engine.data.Preparation;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.problem.Warning;
import dev.gradus.engine.table.Table;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What a network learns from or is measured on: prepared inputs, and the targets beside them.
 *
 * @param inputs [rows, inputs]; not modified by anybody
 * @param targets [rows, outputs]; not modified by anybody
 * @param weights how much each example counts, [rows, 1]; empty if all count the same
 */
public record Examples(Matrix inputs, Matrix targets, Optional<Matrix> weights) {

  /** Of which all count the same. */
  public Examples(Matrix inputs, Matrix targets) {
    this(inputs, targets, Optional.empty());
  }

  /** Checks that there is a target for every input. */
  public Examples {
    if (inputs.rows() != targets.rows()) {
      throw new IllegalArgumentException(
          "%s rows of inputs do not match %s rows of targets"
              .formatted(inputs.rows(), targets.rows()));
    }
    int weighed = weights.map(Matrix::rows).orElse(inputs.rows());
    if (weighed != inputs.rows()) {
      throw new IllegalArgumentException(
          "%s weights do not match %s examples".formatted(weighed, inputs.rows()));
    }
  }

  /**
   * Inputs and targets of a table.
   *
   * @param warnings is told of cells that the model does not know
   */
  public static Examples of(Preparation preparation, Table table, Consumer<Warning> warnings) {
    return of(preparation, table, IntStream.range(0, table.rows()).toArray(), warnings);
  }

  /**
   * Inputs and targets of some rows of a table.
   *
   * @param rows in the order wanted; not modified
   * @param warnings is told of cells that the model does not know
   */
  public static Examples of(
      Preparation preparation, Table table, int[] rows, Consumer<Warning> warnings) {
    return new Examples(
        new Matrix(
            rows.length, preparation.inputWidth(), preparation.inputs(table, rows, warnings)),
        new Matrix(rows.length, preparation.targets().width(), preparation.targets(table, rows)));
  }

  /** The number of examples. */
  public int rows() {
    return inputs.rows();
  }

  /**
   * Some of the examples, copied.
   *
   * @param rows in the order wanted; not modified
   */
  public Examples select(int[] rows) {
    return new Examples(
        select(inputs, rows), select(targets, rows), weights.map(w -> select(w, rows)));
  }

  private static Matrix select(Matrix from, int[] rows) {
    Matrix selected = Matrix.zeros(rows.length, from.columns());
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(
          from.values(),
          rows[i] * from.columns(),
          selected.values(),
          i * from.columns(),
          from.columns());
    }
    return selected;
  }
}
