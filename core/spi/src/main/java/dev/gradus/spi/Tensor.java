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
 * @param range where values may lie; each finite end belongs to it. After every step the engine
 *     puts those that have left it back to the nearest end
 */
@SuppressWarnings("ArrayRecordComponent") // shared on purpose, and never compared
public record Tensor(
    String name, Role role, int rows, int columns, float[] values, Interval range) {

  /**
   * Checks the ends of the range.
   *
   * @throws IllegalArgumentException with a sentence
   */
  public Tensor {
    checkRange(name, range);
  }

  /** One whose values may be of any size. */
  public Tensor(String name, Role role, int rows, int columns, float[] values) {
    this(name, role, rows, columns, values, Interval.REAL);
  }

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

  /** The same tensor, with the same array, whose values must stay within a range. */
  public Tensor within(Interval of) {
    return new Tensor(name, role, rows, columns, values, of);
  }

  /**
   * The path of its layer, such as {@code layers.0}: its name up to the last dot; empty for one
   * that is in no layer.
   */
  public String layer() {
    return name.substring(0, Math.max(0, name.lastIndexOf('.')));
  }

  /** Nothing can be put back to an end that does not belong to the range. */
  static void checkRange(String name, Interval range) {
    if ((Double.isFinite(range.low()) && !range.lowIncluded())
        || (Double.isFinite(range.high()) && !range.highIncluded())) {
      throw new IllegalArgumentException(
          "'%s' is to be %s, but an end that is not included cannot be kept to; include it"
              .formatted(name, range));
    }
  }

  /** The number of numbers. */
  public long size() {
    return (long) rows * columns;
  }
}
