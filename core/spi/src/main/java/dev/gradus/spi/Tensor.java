package dev.gradus.spi;

/**
 * Parameters or statistics of a layer. Models and checkpoints store them by name.
 *
 * @param name such as {@code layers.0.weight}; unique in a network
 * @param role its purpose in the layer
 * @param rows its number of rows: the fan-in of weights, 1 for biases
 * @param columns its number of columns: the units of weights and biases
 * @param values element (i, j) is {@code values[i * columns + j]}; shared by the layer, the
 *     optimizer and the model; empty while a network is only planned
 * @param range the allowed values; finite ends are included. After every step the engine clips
 *     values to it
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

  /** A tensor with unbounded values. */
  public Tensor(String name, Role role, int rows, int columns, float[] values) {
    this(name, role, rows, columns, values, Interval.REAL);
  }

  /** The purpose of a tensor in its layer. */
  public enum Role {
    /** Multiplies inputs; regularizers and weight decay apply to it. */
    WEIGHT,
    /** Added to pre-activations. */
    BIAS,
    /** Scales units, or is another trainable number of a unit. */
    SCALE,
    /** A statistic of the inputs, not trained by gradient descent. */
    STATISTIC,
    /**
     * Set before the first step of training, and then unchanged.
     *
     * @since 1.4
     */
    FIXED
  }

  /** The same tensor, with the same array, whose values must stay within a range. */
  public Tensor within(Interval of) {
    return new Tensor(name, role, rows, columns, values, of);
  }

  /**
   * The path of its layer, such as {@code layers.0}: its name up to the last dot; empty if it is
   * not in a layer.
   */
  public String layer() {
    return name.substring(0, Math.max(0, name.lastIndexOf('.')));
  }

  /** Values cannot be clipped to an end that is excluded. */
  static void checkRange(String name, Interval range) {
    if ((Double.isFinite(range.low()) && !range.lowIncluded())
        || (Double.isFinite(range.high()) && !range.highIncluded())) {
      throw new IllegalArgumentException(
          "'%s' must be %s, but values cannot be clipped to an excluded end; include it"
              .formatted(name, range));
    }
  }

  /** The number of elements. */
  public long size() {
    return (long) rows * columns;
  }
}
