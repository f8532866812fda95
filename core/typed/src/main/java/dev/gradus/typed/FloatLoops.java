package dev.gradus.typed;

import dev.gradus.spi.FloatMath;

/** The loops of single precision, each over whole columns, which Java vectorises. */
final class FloatLoops {

  /** Two factors that make the smallest number above 0 at least 1. */
  private static final float LARGE = 1e38f;

  private static final float LARGER = 1e8f;

  private static final float SATURATED = FloatMath.exp((float) Program.SATURATED);

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

  /** By arithmetic, for the reason of {@link #step}. */
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

  /**
   * 1 where low is below high, 0 elsewhere, NaN for NaN, by arithmetic: a branch that is taken half
   * of the time would cost more than everything else. Java vectorises a loop with one minimum or
   * maximum, but none with two.
   */
  static void step(float[] to, float[] low, float[] high, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = Math.min(1, (high[i] - low[i]) * LARGE * LARGER);
    }
    for (int i = 0; i < n; i++) {
      to[i] = Math.max(0, to[i]);
    }
  }

  /** {@code yes} where low is below high, {@code no} elsewhere, NaN if one of these is. */
  static void whereLess(float[] to, float[] low, float[] high, float[] yes, float[] no, int n) {
    step(to, low, high, n);
    for (int i = 0; i < n; i++) {
      to[i] = yes[i] * to[i] + no[i] * (1 - to[i]);
    }
    // Whatever is not finite is chosen again.
    if (!isFinite(to, n)) {
      for (int i = 0; i < n; i++) {
        if (!Float.isFinite(to[i])) {
          to[i] = low[i] < high[i] ? yes[i] : low[i] >= high[i] ? no[i] : Float.NaN;
        }
      }
    }
  }

  /** 1 where a number, which is at least 0, is above 0, and 0 elsewhere. */
  static void stepOfPositive(float[] to, float[] a, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = Math.min(1, a[i] * LARGE * LARGER);
    }
  }

  /** max(x, 0), from index {@code from} to {@code to}. */
  static void positivePart(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = Math.max(0, x[i]);
    }
  }

  /** Multiplies by 1 where a number, which is at least 0, is above 0, and by 0 elsewhere. */
  static void timesStepOfPositive(float[] numbers, float[] a, int from, int to) {
    for (int i = from; i < to; i++) {
      numbers[i] = numbers[i] * Math.min(1, a[i] * LARGE * LARGER);
    }
  }

  static void timesTanhDerivative(float[] numbers, float[] x, int from, int to) {
    for (int i = from; i < to; i++) {
      numbers[i] *= FloatMath.tanhDerivative(x[i]);
    }
  }

  static void timesSigmoidDerivative(float[] numbers, float[] x, int from, int to) {
    for (int i = from; i < to; i++) {
      numbers[i] *= FloatMath.sigmoidDerivative(x[i]);
    }
  }

  static void timesSigmoid(float[] numbers, float[] x, int from, int to) {
    for (int i = from; i < to; i++) {
      numbers[i] *= FloatMath.sigmoid(x[i]);
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
        to[i] = Float.isNaN(low[i]) || Float.isNaN(high[i]) ? Float.NaN : to[i];
      }
    }
  }

  /** tanh(log(1 + e)) = w/(w + 2), w = e (e + 2). */
  static void tanhOfSoftplus(float[] to, float[] e, int n) {
    for (int i = 0; i < n; i++) {
      float w = e[i] * (e[i] + 2);
      to[i] = w / (w + 2);
    }
  }

  /**
   * Its derivative by log(1 + e): 1 minus its square, 4 (1 + e)²/(w + 2)²; 0 where that is tiny.
   */
  static void tanhDerivativeOfSoftplus(float[] to, float[] e, int n) {
    for (int i = 0; i < n; i++) {
      float root = 2 * (1 + e[i]) / (e[i] * (e[i] + 2) + 2);
      to[i] = e[i] >= SATURATED ? 0 : root * root;
    }
  }

  /** sigmoid(u) = e/(1 + e). */
  static void sigmoidOfExp(float[] to, float[] e, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = e[i] / (1 + e[i]);
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
