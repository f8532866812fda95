package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;
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
    keepInRange(matrix.values(), 0, matrix.size(), range);
  }

  /**
   * Puts some numbers that have left a range back to the nearest float in it. NaN stays.
   *
   * @param values modified
   */
  public static void keepInRange(float[] values, int from, int to, Interval range) {
    if (range.equals(Interval.REAL)) {
      return;
    }
    float low = (float) range.low();
    if (low < range.low()) {
      low = Math.nextUp(low);
    }
    float high = (float) range.high();
    if (high > range.high()) {
      high = Math.nextDown(high);
    }
    for (int i = from; i < to; i++) {
      values[i] = Math.max(low, Math.min(high, values[i]));
    }
  }
}
