package dev.gradus.spi;

/**
 * The exponential and the logarithm in {@code double}, with the same bits on every machine, about
 * as fast as {@link Math} has them.
 *
 * <p>For what is computed once per example or more often, as in a loss. {@link StrictMath} is as
 * reproducible and has every other function; its {@code exp} takes half as long again, its {@code
 * log} twice as long. Errors are below 1 unit in the last place; arguments that are rare, such as
 * NaN and those whose result is not a normal number, are left to {@code StrictMath}.
 *
 * @see FloatMath
 */
public final class DoubleMath {

  private static final double LOG2_E = 1.4426950408889634;

  /** log(2), of which the first part has 21 zero bits at its end, and so times n is exact. */
  private static final double LOG_2_HIGH = 0x1.62e42feep-1;

  private static final double LOG_2_LOW = 1.9082149292705877e-10;

  /** A double as large has no digits behind the point. */
  private static final double TO_WHOLE = 0x1.8p52;

  private static final long BITS_OF_ONE = 0x3ff0000000000000L;
  private static final long BITS_OF_SQRT_HALF = 0x3fe6a09e667f3bcdL;
  private static final int EXPONENT = 52;

  /** Up to here, and down to its opposite, e to the x is a normal number. */
  private static final double EXP_END = 708;

  private DoubleMath() {}

  /** e<sup>x</sup>. */
  public static double exp(double x) {
    if (!(Math.abs(x) < EXP_END)) {
      return StrictMath.exp(x);
    }
    // x = n log(2) + r, and low is what rounding has taken from r
    double whole = x * LOG2_E + TO_WHOLE;
    double n = whole - TO_WHOLE;
    double high = x - n * LOG_2_HIGH;
    double r = high - n * LOG_2_LOW;
    double low = high - r - n * LOG_2_LOW;
    double scale =
        Double.longBitsToDouble((Double.doubleToRawLongBits(whole) << EXPONENT) + BITS_OF_ONE);
    // exp(r) = 1 + r + r² P(r), its terms in pairs, which are computed at the same time
    double z = r * r;
    double p01 = 0.5 + r * 0.16666666666666669;
    double p23 = 0.04166666666662413 + r * 0.008333333333330062;
    double p45 = 0.0013888888917213717 + r * 0.00019841269863053618;
    double p67 = 2.4801521295954376e-05 + r * 2.7557268459997064e-06;
    double p89 = 2.7620088445409746e-07 + r * 2.510038549551032e-08;
    double p = p01 + z * (p23 + z * (p45 + z * (p67 + z * p89)));
    return scale * (1 + (r + (low + z * p)));
  }

  /** The natural logarithm. */
  public static double log(double x) {
    if (!(x >= Double.MIN_NORMAL && x <= Double.MAX_VALUE)) {
      return StrictMath.log(x);
    }
    // x = 2^n (1 + f), with 1 + f from sqrt(1/2) to sqrt(2)
    long bits = Double.doubleToRawLongBits(x);
    long shifted = (bits - BITS_OF_SQRT_HALF) >> EXPONENT;
    double n = shifted;
    double f = Double.longBitsToDouble(bits - (shifted << EXPONENT)) - 1;
    // With s = f/(2 + f): log(1 + f) = 2 artanh(s) = 2s + s R(s²), and 2s = f - s f
    double s = f / (2 + f);
    double z = s * s;
    double r =
        z
            * (0.666666666666667
                + z
                    * (0.39999999999899444
                        + z
                            * (0.2857142862600327
                                + z
                                    * (0.22222211130259878
                                        + z
                                            * (0.18182889455674947
                                                + z
                                                    * (0.15331710618210773
                                                        + z * 0.14616585424888623))))));
    // Small terms first: 2s = f - f²/2 + s f²/2 loses no digit of f
    double half = f * f / 2;
    return n * LOG_2_HIGH - (half - (s * (half + r) + n * LOG_2_LOW) - f);
  }
}
