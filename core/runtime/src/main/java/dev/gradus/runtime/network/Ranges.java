package dev.gradus.runtime.network;

import dev.gradus.spi.Interval;

/** Keeps tensor values within their ranges. */
public final class Ranges {

  private Ranges() {}

  /**
   * Clamps values to a range, to the nearest float in it. NaN stays.
   *
   * @param values modified
   */
  public static void keep(float[] values, int from, int to, Interval range) {
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
