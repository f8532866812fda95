package dev.gradus.spi;

/**
 * Numbers that a layer learns, or measures and predicts with. Models and checkpoints hold them by
 * name.
 *
 * @param name such as {@code layers.0.weight}; unique in a network
 * @param role what it does in its layer
 * @param rows its number of rows: the fan-in of weights, 1 for biases
 * @param columns its number of columns: the units of weights and biases
 * @param values element (i, j) is {@code values[i * columns + j]}; shared by the layer, the
 *     optimizer and the model; empty while a network is only planned
 */
@SuppressWarnings("ArrayRecordComponent") // shared on purpose, and never compared
public record Tensor(String name, Role role, int rows, int columns, float[] values) {

  /** What a tensor does in its layer. */
  public enum Role {
    /** Multiplies inputs; regularizers and weight decay act on it. */
    WEIGHT,
    /** Is added to pre-activations. */
    BIAS,
    /** Scales units, or is another number that a unit learns. */
    SCALE,
    /** Is measured of the inputs, not learned by descent. */
    STATISTIC
  }

  /** The number of numbers. */
  public long size() {
    return (long) rows * columns;
  }
}
