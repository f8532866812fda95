package dev.gradus.check;

/**
 * A point where a stated gradient was compared with a finite difference.
 *
 * @param where the point in words; may be empty if both agree
 * @param value at that point
 * @param prediction for a loss, the outputs of the row that was changed, else empty
 * @param target for a loss, the target of that row, else empty
 * @param output the index of the number that was changed, from 0
 * @param stated the gradient that the plugin states
 * @param measured the finite difference
 * @param tolerance for the difference between both, relative above 1 and absolute below
 */
@SuppressWarnings("ArrayRecordComponent") // slopes are never compared
public record Slope(
    String where,
    double value,
    double[] prediction,
    double[] target,
    int output,
    double stated,
    double measured,
    double tolerance) {

  /** A point without prediction and target. */
  Slope(String where, double value, double stated, double measured, double tolerance) {
    this(where, value, new double[0], new double[0], 0, stated, measured, tolerance);
  }

  /** Whether both agree; not if one of them is NaN. */
  public boolean agrees() {
    return Claims.close(stated, measured, tolerance);
  }
}
