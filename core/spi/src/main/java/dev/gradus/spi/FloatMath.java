package dev.gradus.spi;

/**
 * Functions of {@code float} numbers that have the same bits on every machine, and are fast.
 *
 * <p>{@link Math} leaves the last digit of {@code exp}, {@code tanh} and similar functions to the
 * Java runtime, and runtimes differ. These functions consist of additions, multiplications,
 * divisions and shifts in a fixed order, for which Java specifies every bit of the result. {@link
 * StrictMath} is as reproducible, but slower, and for {@code double}.
 *
 * <p>Their error is at most 0.51 units in the last place of the exact result ({@link
 * Math#ulp(float)}), for every one of the 2<sup>32</sup> arguments: nearly always, the result is
 * the float nearest to the exact one. This also holds below the smallest normal number. NaN gives
 * NaN, and an infinite argument the limit.
 *
 * <h2>How they work</h2>
 *
 * All are computed in {@code double} and rounded once, at the end. The exponential is 2<sup>n</sup>
 * 2<sup>r</sup>, n whole and |r| at most ½: adding 1.5 &middot; 2<sup>52</sup>, which leaves no
 * room for a fraction, rounds to n, and a shift turns n into an exponent; 2<sup>r</sup> is a
 * polynomial. {@code tanh} is a quotient of two polynomials. All were fitted for this class, the
 * polynomials by interpolation at Chebyshev's points and the quotient by C. L. Lawson's reweighted
 * least squares, to a small relative error in their range; they leave less than 2<sup>-32</sup>.
 * The ends of the range are branches, which a processor predicts well, and the middle is one chain
 * of operations, which it overlaps for several elements. (The same in {@code float} would be faster
 * still, but it loses two bits.)
 *
 * <p>From 32 elements on, the forms for arrays of {@code tanh}, the logistic function and their
 * derivatives take blocks: one loop widens the elements and splits off n, one computes in {@code
 * double} without a branch, so that Java 17 turns it into vector instructions, and one rounds and
 * mends the ends. The bits are the same. With AVX2, arrays of 100 elements and more are computed
 * 1.8 to 2.6 times as fast as one by one.
 *
 * @see DoubleMath
 * @see <a href="https://doi.org/10.1007/978-1-4899-7983-4">J.-M. Muller, Elementary Functions:
 *     Algorithms and Implementation, 2016, chapters 3 and 11</a>
 */
public final class FloatMath {

  static final double LOG2_E = 1.4426950408889634;

  /** A double this large has no fractional digits. */
  static final double TO_WHOLE = 0x1.8p52;

  private static final long BITS_OF_ONE = 0x3ff0000000000000L;
  private static final int EXPONENT = 52;

  /** From here on exp is infinite; from its negative down to -104 it is below all normal floats. */
  private static final float EXP_END = 89;

  /** Below, exp is rounded to 0. */
  private static final float EXP_START = -104;

  /** From here on exp(-x) vanishes next to 1. */
  static final float SATURATED = 20;

  private static final double SQRT_HALF = 0.7071067811865476;
  private static final double SQRT_2_PI = 2.5066282746310002;

  /** From here on tanh is rounded to 1. */
  static final float TANH_END = 9.02f;

  /** From here on the derivative of tanh is rounded to 0. */
  private static final float TANH_FLAT = 60;

  private FloatMath() {}

  /** e<sup>x</sup>. */
  public static float exp(float x) {
    if (x > EXP_END) {
      return Float.POSITIVE_INFINITY;
    }
    return x < EXP_START ? 0 : (float) wideExp(x);
  }

  /** e<sup>x</sup> - 1, with all its digits where x is small. */
  public static float expm1(float x) {
    if (x == 0 || x > EXP_END) {
      return x == 0 ? x : Float.POSITIVE_INFINITY;
    }
    if (x < -SATURATED) {
      return -1;
    }
    double power = x * LOG2_E;
    double whole = power + TO_WHOLE;
    double scale = scale(whole);
    return (float) (scale - 1 + scale * exp2m1(power - (whole - TO_WHOLE)));
  }

  /** The hyperbolic tangent; tanh(-x) is exactly -tanh(x). */
  public static float tanh(float x) {
    if (x > TANH_END) {
      return 1;
    }
    if (x < -TANH_END) {
      return -1;
    }
    return (float) wideTanh(x);
  }

  /** The derivative of {@link #tanh}, 1/cosh²(x), with all its digits where it is small. */
  public static float tanhDerivative(float x) {
    float size = Math.abs(x);
    if (size > TANH_FLAT) {
      return 0;
    }
    double e = wideExp(-2.0 * size);
    return (float) (4 * e / ((1 + e) * (1 + e)));
  }

  /** The logistic function 1/(1 + e<sup>-x</sup>), with all its digits where it is near 0. */
  public static float sigmoid(float x) {
    if (x > SATURATED) {
      return 1;
    }
    return x < EXP_START ? 0 : (float) (1 / (1 + wideExp(-(double) x)));
  }

  /** The derivative of {@link #sigmoid}, with all its digits where it is small. */
  public static float sigmoidDerivative(float x) {
    float size = Math.abs(x);
    if (size > -EXP_START) {
      return 0;
    }
    double e = wideExp(-(double) size);
    return (float) (e / ((1 + e) * (1 + e)));
  }

  /** log(1 + e<sup>x</sup>); its derivative is the logistic function. */
  public static float softplus(float x) {
    if (x > SATURATED) {
      return x;
    }
    if (x < EXP_START) {
      return 0;
    }
    // log(1 + e) = 2 artanh(e/(2 + e))
    double e = wideExp(-(double) Math.abs(x));
    double s = e / (2 + e);
    double z = s * s;
    double log1p =
        s
            * (1.9999999998090061
                + z
                    * (0.6666667902643397
                        + z
                            * (0.39998711246862334
                                + z
                                    * (0.28620207408437237
                                        + z * (0.21398560506678543 + z * 0.24393908084023025)))));
    return (float) (x > 0 ? x + log1p : log1p);
  }

  /** The error function, 2/sqrt(pi) times the integral of exp(-t²) from 0 to x. */
  public static float erf(float x) {
    double z = (double) x * x;
    if (z < 1) {
      return (float)
          (x
              * (1.1283791670615435
                  + z
                      * (-0.3761263846802871
                          + z
                              * (0.11283782495236845
                                  + z
                                      * (-0.026865430727670243
                                          + z
                                              * (0.005221031807858023
                                                  + z
                                                      * (-0.0008484080405535107
                                                          + z
                                                              * (0.00011265959025606609
                                                                  + z
                                                                      * -9.667044571486996e-06))))))));
    }
    if (z > 16) {
      return Math.copySign(1, x);
    }
    double below = 1 - erfc(Math.abs((double) x), z);
    return (float) (x < 0 ? -below : below);
  }

  /** The probability that a standard normal number is below x: (1 + erf(x/sqrt(2)))/2. */
  public static float normal(float x) {
    if (x > 6) {
      return 1;
    }
    if (x < -15) {
      return 0;
    }
    double beyond = erfc(Math.abs(x) * SQRT_HALF, (double) x * x / 2) / 2;
    return (float) (x > 0 ? 1 - beyond : beyond);
  }

  /** The derivative of {@link #normal}: the density exp(-x²/2)/sqrt(2 pi). */
  public static float normalDerivative(float x) {
    float size = Math.abs(x);
    return size > 15 ? 0 : (float) (wideExp(-(double) x * x / 2) / SQRT_2_PI);
  }

  /**
   * y = e<sup>x</sup>.
   *
   * @param x not modified, unless it is y
   * @param y overwritten from index {@code from} to {@code to}, exclusive; may be x
   */
  public static void exp(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = exp(x[i]);
    }
  }

  /** y = {@link #tanh(float) tanh}(x); arguments as in {@link #exp(float[], float[], int, int)}. */
  public static void tanh(float[] x, float[] y, int from, int to) {
    int i = from;
    while (FloatBlocks.isWorth(to - i)) {
      i = FloatBlocks.tanh(x, y, i, to);
    }
    for (; i < to; i++) {
      y[i] = tanh(x[i]);
    }
  }

  /**
   * Multiplies y by {@link #tanhDerivative(float)} of x, as a backward pass does.
   *
   * @param x not modified
   * @param y multiplied from index {@code from} to {@code to}, exclusive; not x
   * @since 1.4
   */
  public static void timesTanhDerivative(float[] x, float[] y, int from, int to) {
    int i = from;
    while (FloatBlocks.isWorth(to - i)) {
      i = FloatBlocks.timesBell(x, y, i, to, -2, 4, TANH_FLAT);
    }
    for (; i < to; i++) {
      y[i] *= tanhDerivative(x[i]);
    }
  }

  /** y = {@link #sigmoid(float)} of x; arguments as in {@link #exp(float[], float[], int, int)}. */
  public static void sigmoid(float[] x, float[] y, int from, int to) {
    int i = from;
    while (FloatBlocks.isWorth(to - i)) {
      i = FloatBlocks.sigmoid(x, y, i, to);
    }
    for (; i < to; i++) {
      y[i] = sigmoid(x[i]);
    }
  }

  /**
   * Multiplies y by {@link #sigmoidDerivative(float)} of x, as a backward pass does.
   *
   * @param x not modified
   * @param y multiplied from index {@code from} to {@code to}, exclusive; not x
   * @since 1.4
   */
  public static void timesSigmoidDerivative(float[] x, float[] y, int from, int to) {
    int i = from;
    while (FloatBlocks.isWorth(to - i)) {
      i = FloatBlocks.timesBell(x, y, i, to, -1, 1, -EXP_START);
    }
    for (; i < to; i++) {
      y[i] *= sigmoidDerivative(x[i]);
    }
  }

  /**
   * y = {@link #softplus(float)} of x; arguments as in {@link #exp(float[], float[], int, int)}.
   */
  public static void softplus(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = softplus(x[i]);
    }
  }

  /** y = {@link #erf(float) erf}(x); arguments as in {@link #exp(float[], float[], int, int)}. */
  public static void erf(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = erf(x[i]);
    }
  }

  /** The hyperbolic tangent to 2<sup>-32</sup>, for |x| of at most 9.02. */
  static double wideTanh(double x) {
    double z = x * x;
    double p =
        1
            + z
                * (0.14097245914040013
                    + z
                        * (0.00442332215065265
                            + z
                                * (4.220520137755975e-05
                                    + z * (1.1077333689996599e-07 + z * 3.648483598254519e-11))));
    double q =
        1
            + z
                * (0.4743057921801272
                    + z
                        * (0.029191920183128238
                            + z
                                * (0.0005003263976625915
                                    + z * (2.597421323778802e-06 + z * 2.9360188168942748e-09))));
    return x * p / q;
  }

  /** e<sup>x</sup> to 2<sup>-32</sup>, for |x| of at most 700. */
  private static double wideExp(double x) {
    double power = x * LOG2_E;
    double whole = power + TO_WHOLE;
    double scale = scale(whole);
    return power(scale, power - (whole - TO_WHOLE));
  }

  /** 2<sup>n + r</sup>, of 2<sup>n</sup> and r, which is at most ½ in size. */
  static double power(double scale, double r) {
    return scale + scale * exp2m1(r);
  }

  /** 2<sup>n</sup>, where n is in the last digits of {@code whole}. */
  static double scale(double whole) {
    return Double.longBitsToDouble((Double.doubleToRawLongBits(whole) << EXPONENT) + BITS_OF_ONE);
  }

  /** 2<sup>r</sup> - 1 for |r| of at most ½. */
  private static double exp2m1(double r) {
    return r
        * (0.6931471805599453
            + r
                * (0.24022650922288757
                    + r
                        * (0.055504108839096185
                            + r
                                * (0.009618056678524637
                                    + r
                                        * (0.001333350238616277
                                            + r
                                                * (0.0001546144469856913
                                                    + r * 1.5297323760701075e-05))))));
  }

  /**
   * erfc(z), for z from 0 to 10.6. erfc(z) exp(z²) (1 + 2z) is smooth in u = (z - K)/(z + K) (J. L.
   * Schonfelder, Chebyshev Expansions for the Error and Related Functions, Mathematics of
   * Computation 32, 1978).
   */
  private static double erfc(double z, double square) {
    double u = (z - 3.75) / (z + 3.75);
    double high =
        -0.0587014165015398
            + u
                * (0.02834841079170191
                    + u
                        * (-0.009718496017638712
                            + u
                                * (0.0018304140340304768
                                    + u
                                        * (0.0002924810732602365
                                            + u
                                                * (-0.0004201313644971173
                                                    + u * -6.73834788868285e-05)))));
    double low =
        1.2375126310001272
            + u
                * (-0.1402405985442742
                    + u
                        * (0.00358538674638434
                            + u
                                * (0.08227671963624264
                                    + u * (-0.10880311214317741 + u * 0.09230527598830547))));
    double u2 = u * u;
    return (low + u2 * u2 * u2 * high) / (1 + 2 * z) * wideExp(-square);
  }
}
