package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.runtime.network.Ranges;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Tensor;

/**
 * A tensor that is learned, or found out on the way, as a matrix.
 *
 * @param name such as {@code layers.0.weight}; unique in a network
 * @param role what it does in its layer
 * @param matrix its numbers; weights are [fanIn, fanOut], biases [1, units]
 * @param range where the numbers may lie
 */
public record Parameter(String name, Tensor.Role role, Matrix matrix, Interval range) {

  /** One whose numbers may be of any size. */
  public Parameter(String name, Tensor.Role role, Matrix matrix) {
    this(name, role, matrix, Interval.REAL);
  }

  /** A tensor of a layer; the array is shared, or there is none if the network is only planned. */
  static Parameter of(Tensor tensor) {
    boolean isPlanned = tensor.values().length < tensor.size();
    return new Parameter(
        tensor.name(),
        tensor.role(),
        isPlanned
            ? Matrix.withoutNumbers(tensor.rows(), tensor.columns())
            : new Matrix(tensor.rows(), tensor.columns(), tensor.values()),
        tensor.range());
  }

  /** What a plugin is shown of it; the array is shared. */
  public Tensor tensor() {
    return new Tensor(name, role, matrix.rows(), matrix.columns(), matrix.values(), range);
  }

  /** Puts numbers that have left the range back to the nearest end. NaN stays. */
  public void keepInRange() {
    Ranges.keep(matrix.values(), 0, matrix.size(), range);
  }
}
