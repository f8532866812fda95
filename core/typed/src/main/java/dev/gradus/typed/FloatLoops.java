package dev.gradus.typed;

/** The loops of single precision, each over whole columns, which Java vectorises. */
final class FloatLoops {

  /** Two factors that make the smallest number above 0 at least 1. */
  private static final float LARGE = 1e38f;

  private static final float LARGER = 1e8f;

  private FloatLoops() {}

  static void add(float[] to, float[] a, float[] b, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = a[i] + b[i];
    }
  }

  static void subtract(float[] to, float[] a, float[] b, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = a[i] - b[i];
    }
  }

  static void multiply(float[] to, float[] a, float[] b, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = a[i] * b[i];
    }
  }

  static void divide(float[] to, float[] a, float[] b, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = a[i] / b[i];
    }
  }

  static void addNumber(float[] to, float[] a, float number, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = a[i] + number;
    }
  }

  static void timesNumber(float[] to, float[] a, float number, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = a[i] * number;
    }
  }

  static void numberOver(float[] to, float[] a, float number, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = number / a[i];
    }
  }

  static void sqrt(float[] to, float[] a, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = (float) Math.sqrt(a[i]);
    }
  }

  static void abs(float[] to, float[] a, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = Math.abs(a[i]);
    }
  }

  static void sign(float[] to, float[] a, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = Math.signum(a[i]);
    }
  }

  static void max(float[] to, float[] a, float[] b, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = Math.max(a[i], b[i]);
    }
  }

  static void min(float[] to, float[] a, float[] b, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = Math.min(a[i], b[i]);
    }
  }

  static void maxNumber(float[] to, float[] a, float number, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = Math.max(number, a[i]);
    }
  }

  static void minNumber(float[] to, float[] a, float number, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = Math.min(number, a[i]);
    }
  }

  /**
   * 1 where low is below high, 0 elsewhere, NaN for NaN, by arithmetic: a branch that is taken half
   * of the time would cost more than everything else. Twice the positive part of the difference is
   * made larger than 1, with one minimum, which Java vectorises; it does not vectorise two.
   */
  static void step(float[] to, float[] low, float[] high, int n) {
    for (int i = 0; i < n; i++) {
      float above = high[i] - low[i];
      to[i] = Math.min(1, (above + Math.abs(above)) * LARGE * LARGER);
    }
    if (!isFinite(to, n)) {
      for (int i = 0; i < n; i++) {
        to[i] = low[i] < high[i] ? 1 : low[i] >= high[i] ? 0 : Float.NaN;
      }
    }
  }

  /** {@code yes} where low is below high, {@code no} elsewhere, NaN if one of these is. */
  static void whereLess(float[] to, float[] low, float[] high, float[] yes, float[] no, int n) {
    for (int i = 0; i < n; i++) {
      float above = high[i] - low[i];
      to[i] = Math.min(1, (above + Math.abs(above)) * LARGE * LARGER);
    }
    for (int i = 0; i < n; i++) {
      to[i] = yes[i] * to[i] + no[i] * (1 - to[i]);
    }
    // Whatever is not finite is chosen again.
    if (!isFinite(to, n)) {
      for (int i = 0; i < n; i++) {
        to[i] = low[i] < high[i] ? yes[i] : low[i] >= high[i] ? no[i] : Float.NaN;
      }
    }
  }

  /** A number times 0 is 0, or not a number; in sums that need not wait for each other. */
  private static boolean isFinite(float[] a, int n) {
    float one = 0;
    float two = 0;
    float three = 0;
    float four = 0;
    int i = 0;
    for (; i + 3 < n; i += 4) {
      one += a[i] * 0;
      two += a[i + 1] * 0;
      three += a[i + 2] * 0;
      four += a[i + 3] * 0;
    }
    for (; i < n; i++) {
      one += a[i] * 0;
    }
    return one + two + three + four == 0;
  }
}
