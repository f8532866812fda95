package dev.gradus.typed;

import dev.gradus.spi.FloatMath;

/** The loops of single precision, each over whole columns, which Java vectorises. */
final class FloatLoops {

  /** Two factors that make the smallest number above 0 at least 1. */
  private static final float LARGE = 1e38f;

  private static final float LARGER = 1e8f;

  private static final float SATURATED = FloatMath.exp((float) Program.SATURATED);

  private static final double SQRT_2 = Math.sqrt(2);

  private FloatLoops() {}

  /** By arithmetic, for the reason of {@link #step(float, float)}. */
  static float sign(float a) {
    return Math.max(-1, Math.min(1, a * LARGE * LARGER));
  }

  /**
   * 1 where low is below high, 0 elsewhere, NaN for NaN, by arithmetic: a branch that is taken half
   * of the time would cost more than everything else.
   */
  static float step(float low, float high) {
    return Math.max(0, Math.min(1, (high - low) * LARGE * LARGER));
  }

  /** 1 where a number, which is at least 0, is above 0, and 0 elsewhere. */
  static float stepOfPositive(float a) {
    return Math.min(1, a * LARGE * LARGER);
  }

  /** {@code yes} where low is below high, {@code no} elsewhere, NaN if one of these is. */
  static float whereLess(float low, float high, float yes, float no) {
    float step = step(low, high);
    float chosen = yes * step + no * (1 - step);
    return chosen * 0 == 0 ? chosen : chosen(low, high, yes, no);
  }

  static float whereAtMost(float low, float high, float yes, float no) {
    return whereLess(high, low, no, yes);
  }

  /** The same with branches, for numbers that are not finite. */
  private static float chosen(float low, float high, float yes, float no) {
    return low < high ? yes : low >= high ? no : Float.NaN;
  }

  /** A value, or NaN if one of two numbers is. */
  static float unlessNan(float value, float low, float high) {
    return Float.isNaN(low) || Float.isNaN(high) ? Float.NaN : value;
  }

  static float erfc(float a) {
    return 2 * FloatMath.normal((float) (-a * SQRT_2));
  }

  /** tanh(log(1 + e)) = w/(w + 2), w = e (e + 2). */
  static float tanhOfSoftplus(float e) {
    float w = e * (e + 2);
    return w / (w + 2);
  }

  /**
   * Its derivative by log(1 + e): 1 minus its square, 4 (1 + e)²/(w + 2)²; 0 where that is tiny.
   */
  static float tanhDerivativeOfSoftplus(float e) {
    float root = 2 * (1 + e) / (e * (e + 2) + 2);
    return e >= SATURATED ? 0 : root * root;
  }

  /** sigmoid(u) = e/(1 + e). */
  static float sigmoidOfExp(float e) {
    return e / (1 + e);
  }

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
      to[i] = Math.min(1, a[i] * LARGE * LARGER);
    }
    for (int i = 0; i < n; i++) {
      to[i] = Math.max(-1, to[i]);
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

  /** Java vectorises a loop with one minimum or maximum, but none with two. */
  static void step(float[] to, float[] low, float[] high, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = Math.min(1, (high[i] - low[i]) * LARGE * LARGER);
    }
    for (int i = 0; i < n; i++) {
      to[i] = Math.max(0, to[i]);
    }
  }

  static void whereLess(float[] to, float[] low, float[] high, float[] yes, float[] no, int n) {
    step(to, low, high, n);
    for (int i = 0; i < n; i++) {
      to[i] = yes[i] * to[i] + no[i] * (1 - to[i]);
    }
    // Whatever is not finite is chosen again.
    if (!isFinite(to, n)) {
      for (int i = 0; i < n; i++) {
        if (!Float.isFinite(to[i])) {
          to[i] = chosen(low[i], high[i], yes[i], no[i]);
        }
      }
    }
  }

  static void stepOfPositive(float[] to, float[] a, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = stepOfPositive(a[i]);
    }
  }

  /** The places where low is below high, and how many; without a branch, as all here. */
  static int less(int[] places, float[] low, float[] high, int n) {
    int count = 0;
    for (int i = 0; i < n; i++) {
      places[count] = i;
      count += low[i] < high[i] ? 1 : 0;
    }
    return count;
  }

  /** The places where low is not below high, and how many. */
  static int notLess(int[] places, float[] low, float[] high, int n) {
    int count = 0;
    for (int i = 0; i < n; i++) {
      places[count] = i;
      count += low[i] < high[i] ? 0 : 1;
    }
    return count;
  }

  /** NaN where one of two numbers is. */
  static void keepNan(float[] to, float[] low, float[] high, int n) {
    if (!isFinite(low, n) || !isFinite(high, n)) {
      for (int i = 0; i < n; i++) {
        to[i] = unlessNan(to[i], low[i], high[i]);
      }
    }
  }

  static void tanhOfSoftplus(float[] to, float[] e, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = tanhOfSoftplus(e[i]);
    }
  }

  static void tanhDerivativeOfSoftplus(float[] to, float[] e, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = tanhDerivativeOfSoftplus(e[i]);
    }
  }

  static void sigmoidOfExp(float[] to, float[] e, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = sigmoidOfExp(e[i]);
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
