package dev.gradus.spi;

/**
 * The functions of {@link FloatMath} for a block of elements, with the same bits.
 *
 * <p>Java 17 vectorises a loop of {@code double} additions, multiplications and divisions, but none
 * with a branch, a conversion from or to {@code float}, or an access to bits. So there are three
 * loops: the first widens the elements, and splits the argument of an exponential into
 * 2<sup>n</sup> and r; the second computes; the third rounds. The second is wrong beyond the ends
 * of the range, and the third replaces those elements.
 *
 * <p>Each method computes the block that begins at {@code from}, and returns where it ends, at most
 * {@code to}.
 */
final class FloatBlocks extends ThreadLocal<double[][]> {

  private static final int SIZE = 128;

  /** Fewer gain little. */
  private static final int LEAST = 32;

  /** Room for two numbers per element, for each thread: a step of training allocates nothing. */
  private static final FloatBlocks ROOM = new FloatBlocks();

  private FloatBlocks() {}

  @Override
  protected double[][] initialValue() {
    return new double[2][SIZE];
  }

  /** Whether this number of elements is faster together. */
  static boolean isWorth(int elements) {
    return elements >= LEAST;
  }

  static int tanh(float[] x, float[] y, int from, int to) {
    int n = Math.min(SIZE, to - from);
    double[] wide = ROOM.get()[0];
    for (int i = 0; i < n; i++) {
      wide[i] = x[from + i];
    }
    for (int i = 0; i < n; i++) {
      wide[i] = FloatMath.wideTanh(wide[i]);
    }
    for (int i = 0; i < n; i++) {
      float each = x[from + i];
      boolean isInside = !(Math.abs(each) > FloatMath.TANH_END);
      y[from + i] = isInside ? (float) wide[i] : Math.copySign(1, each);
    }
    return from + n;
  }

  static int sigmoid(float[] x, float[] y, int from, int to) {
    int n = Math.min(SIZE, to - from);
    double[][] room = ROOM.get();
    double[] scale = room[0];
    double[] wide = room[1];
    split(x, from, n, -1, false, scale, wide);
    for (int i = 0; i < n; i++) {
      wide[i] = 1 / (1 + FloatMath.power(scale[i], wide[i]));
    }
    for (int i = 0; i < n; i++) {
      float each = x[from + i];
      boolean isInside = !(Math.abs(each) > FloatMath.SATURATED);
      y[from + i] = isInside ? (float) wide[i] : FloatMath.sigmoid(each);
    }
    return from + n;
  }

  /**
   * Multiplies y by the derivative of tanh or of the logistic function.
   *
   * @param factor of the exponent
   * @param height four times the derivative at 0
   * @param end where it is rounded to 0
   */
  static int timesBell(
      float[] x, float[] y, int from, int to, double factor, double height, float end) {
    int n = Math.min(SIZE, to - from);
    double[][] room = ROOM.get();
    double[] scale = room[0];
    double[] wide = room[1];
    split(x, from, n, factor, true, scale, wide);
    for (int i = 0; i < n; i++) {
      double e = FloatMath.power(scale[i], wide[i]);
      wide[i] = height * e / ((1 + e) * (1 + e));
    }
    for (int i = 0; i < n; i++) {
      y[from + i] *= Math.abs(x[from + i]) > end ? 0 : (float) wide[i];
    }
    return from + n;
  }

  /**
   * Splits the argument of an exponential, a factor times x or |x|, as {@link FloatMath} does.
   *
   * @param scale overwritten with 2<sup>n</sup>
   * @param rest overwritten with r
   */
  private static void split(
      float[] x, int from, int n, double factor, boolean isOfSize, double[] scale, double[] rest) {
    for (int i = 0; i < n; i++) {
      float each = isOfSize ? Math.abs(x[from + i]) : x[from + i];
      double power = factor * each * FloatMath.LOG2_E;
      double whole = power + FloatMath.TO_WHOLE;
      scale[i] = FloatMath.scale(whole);
      rest[i] = power - (whole - FloatMath.TO_WHOLE);
    }
  }
}
