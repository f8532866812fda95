package dev.gradus.check;

/**
 * A place where a stated gradient was compared with how much the value changes.
 *
 * @param where in words; may be empty where both agree
 * @param value at that place
 * @param prediction for a loss, the outputs of the row that was moved, else empty
 * @param target for a loss, what they should have been, else empty
 * @param output which number was moved, from 0
 * @param stated what the plugin states
 * @param measured how much the value changes per unit
 * @param tolerance how far both may be apart, relative above 1 and absolute below
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

  /** One without prediction and target. */
  Slope(String where, double value, double stated, double measured, double tolerance) {
    this(where, value, new double[0], new double[0], 0, stated, measured, tolerance);
  }

  /** Whether both agree; not if one of them is NaN. */
  public boolean agrees() {
    return Claims.close(stated, measured, tolerance);
  }
}
