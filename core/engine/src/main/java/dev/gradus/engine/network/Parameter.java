package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.spi.Tensor;

/**
 * A tensor that is learned, or found out on the way, as a matrix.
 *
 * @param name such as {@code layers.0.weight}; unique in a network
 * @param role what it does in its layer
 * @param matrix its numbers; weights are [fanIn, fanOut], biases [1, units]
 */
public record Parameter(String name, Tensor.Role role, Matrix matrix) {

  /** A tensor of a layer; the array is shared, or there is none if the network is only planned. */
  static Parameter of(Tensor tensor) {
    boolean isPlanned = tensor.values().length < tensor.size();
    return new Parameter(
        tensor.name(),
        tensor.role(),
        isPlanned
            ? Matrix.withoutNumbers(tensor.rows(), tensor.columns())
            : new Matrix(tensor.rows(), tensor.columns(), tensor.values()));
  }
}
