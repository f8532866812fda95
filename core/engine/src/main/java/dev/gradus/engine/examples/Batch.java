package dev.gradus.engine.examples;

import dev.gradus.engine.data.AuxiliaryColumns;
import dev.gradus.engine.linear.Matrix;
import java.util.Optional;

/**
 * Room for the examples of one batch after the other.
 *
 * @param inputs [rows, inputs]
 * @param targets [rows, outputs]
 * @param weights the weight of each example, [rows, 1]; empty if all count the same
 * @param auxiliary the auxiliary columns of the loss, one number per column and row
 */
public record Batch(
    Matrix inputs, Matrix targets, Optional<Matrix> weights, AuxiliaryColumns auxiliary) {

  /**
   * Room for examples like others.
   *
   * @param rows at most in a batch
   */
  public static Batch like(Examples examples, int rows) {
    return new Batch(
        Matrix.zeros(rows, examples.inputs().columns()),
        Matrix.zeros(rows, examples.targets().columns()),
        examples.weights().map(weights -> Matrix.zeros(rows, 1)),
        examples.auxiliary().room(rows));
  }
}
