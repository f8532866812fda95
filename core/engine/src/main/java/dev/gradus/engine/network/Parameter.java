package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;

/**
 * A tensor that is learned.
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
    BIAS
  }
}
