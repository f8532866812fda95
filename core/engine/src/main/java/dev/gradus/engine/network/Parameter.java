package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.runtime.network.Ranges;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Tensor;

/**
 * A tensor of a layer as a matrix: trained, or a statistic that is gathered in training.
 *
 * @param name such as {@code layers.0.weight}; unique in a network
 * @param role what it does in its layer
 * @param matrix its numbers; weights are [fanIn, fanOut], biases [1, units]
 * @param range the allowed values
 */
public record Parameter(String name, Tensor.Role role, Matrix matrix, Interval range) {

  /** A parameter whose values are not bounded. */
  public Parameter(String name, Tensor.Role role, Matrix matrix) {
    this(name, role, matrix, Interval.REAL);
  }

  /** Wraps a tensor of a layer; the array is shared, or absent if the network is only planned. */
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

  /** The view that a plugin gets; the array is shared. */
  public Tensor tensor() {
    return new Tensor(name, role, matrix.rows(), matrix.columns(), matrix.values(), range);
  }

  /** Clamps the values to the range. NaN stays. */
  public void keepInRange() {
    Ranges.keep(matrix.values(), 0, matrix.size(), range);
  }
}
