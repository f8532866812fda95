package dev.gradus.runtime.network;

import dev.gradus.spi.Interval;

/** Keeps the numbers of tensors where they may lie. */
public final class Ranges {

  private Ranges() {}

  /**
   * Puts some numbers that have left a range back to the nearest float in it. NaN stays.
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
