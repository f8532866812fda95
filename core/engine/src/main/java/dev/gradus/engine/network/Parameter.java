package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;
import java.util.Arrays;

/**
 * A tensor that is learned, or found out on the way.
 *
 * @param name such as {@code layers.0.weight}; unique in a network
 * @param role what it does in its layer
 * @param matrix its numbers; weights are [fanIn, fanOut], biases [1, units]
 */
public record Parameter(String name, Role role, Matrix matrix) {

  /** What a parameter does in its layer. */
  public enum Role {
    /** Multiplies inputs; regularizers act on it. */
    WEIGHT,
    /** Is added to pre-activations. */
    BIAS,
    /** Multiplies what was standardised. */
    SCALE,
    /** Is found out about the inputs, not learned by descent. */
    STATISTIC
  }

  /** A row of ones. */
  static Parameter ofOnes(String name, Role role, int columns, Space space) {
    Matrix matrix = space.matrix(1, columns);
    Arrays.fill(matrix.values(), 1);
    return new Parameter(name, role, matrix);
  }
}
