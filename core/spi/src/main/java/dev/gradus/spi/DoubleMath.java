package dev.gradus.spi;

/**
 * The exponential, the logarithm, the error function and whole powers in {@code double}, with the
 * same bits on every machine, about as fast as in {@link Math}.
 *
 * <p>Use it for values that are computed once per example or more often, as in a loss. {@link
 * StrictMath} is as reproducible and has all other functions; its {@code exp} takes 1.5 times as
 * long, its {@code log} twice as long. Errors are below 1 unit in the last place; rare arguments,
 * such as NaN and those whose result is not a normal number, are left to {@code StrictMath}.
 *
 * @see FloatMath
 */
public final class DoubleMath {

  /** log(2) in two parts; the first has 21 trailing zero bits, so its product with n is exact. */
  private static final double LOG_2_HIGH = 0x1.62e42feep-1;

  private static final double LOG_2_LOW = 1.9082149292705877e-10;

  private static final int STEPS = 32;
  private static final int LOG2_OF_STEPS = 5;

  /** 32/log(2). */
  private static final double STEPS_PER_E = 46.16624130844683;

  /** log(2)/32 in two parts; the product of the first with n is exact. */
  private static final double STEP_HIGH = 0x1.62e42fefap-6;

  private static final double STEP_LOW = 5.145609244655338e-14;

  /** 2^(j/32), computed with 50 digits. */
  private static final double[] POWERS = {
    0x1.0p0, 0x1.059b0d3158574p0, 0x1.0b5586cf9890fp0, 0x1.11301d0125b51p0,
    0x1.172b83c7d517bp0, 0x1.1d4873168b9aap0, 0x1.2387a6e756238p0, 0x1.29e9df51fdee1p0,
    0x1.306fe0a31b715p0, 0x1.371a7373aa9cbp0, 0x1.3dea64c123422p0, 0x1.44e086061892dp0,
    0x1.4bfdad5362a27p0, 0x1.5342b569d4f82p0, 0x1.5ab07dd485429p0, 0x1.6247eb03a5585p0,
    0x1.6a09e667f3bcdp0, 0x1.71f75e8ec5f74p0, 0x1.7a11473eb0187p0, 0x1.82589994cce13p0,
    0x1.8ace5422aa0dbp0, 0x1.93737b0cdc5e5p0, 0x1.9c49182a3f09p0, 0x1.a5503b23e255dp0,
    0x1.ae89f995ad3adp0, 0x1.b7f76f2fb5e47p0, 0x1.c199bdd85529cp0, 0x1.cb720dcef9069p0,
    0x1.d5818dcfba487p0, 0x1.dfc97337b9b5fp0, 0x1.ea4afa2a490dap0, 0x1.f50765b6e454p0
  };

  /** The second part: the rounding error of the first. */
  private static final double[] TAILS = {
    0,
    0x1.d73e2a475b465p-55,
    0x1.8a62e4adc610bp-54,
    -0x1.6c51039449b3ap-54,
    -0x1.19041b9d78a76p-55,
    0x1.e016e00a2643cp-54,
    0x1.9b07eb6c70573p-54,
    0x1.612e8afad1255p-55,
    0x1.6f46ad23182e4p-55,
    -0x1.63aeabf42eae2p-54,
    0x1.ada0911f09ebcp-55,
    0x1.89b7a04ef80dp-59,
    0x1.d4397afec42e2p-56,
    -0x1.07abe1db13cadp-55,
    0x1.6324c054647adp-54,
    -0x1.383c17e40b497p-54,
    -0x1.bdd3413b26456p-54,
    -0x1.16e4786887a99p-55,
    -0x1.41577ee04992fp-55,
    -0x1.d4c1dd41532d8p-54,
    0x1.6e9f156864b27p-54,
    -0x1.75fc781b57ebcp-57,
    0x1.c7c46b071f2bep-56,
    -0x1.d2f6edb8d41e1p-54,
    0x1.7a1cd345dcc81p-54,
    -0x1.5584f7e54ac3bp-56,
    0x1.11065895048ddp-55,
    0x1.503cbd1e949dbp-56,
    0x1.2ed02d75b3707p-55,
    -0x1.1a5cd4f184b5cp-54,
    -0x1.e9c23179c2893p-54,
    0x1.9d3e12dd8a18bp-54
  };

  /** A double this large has no fractional digits. */
  private static final double TO_WHOLE = 0x1.8p52;

  private static final long BITS_OF_ONE = 0x3ff0000000000000L;
  private static final long BITS_OF_SQRT_HALF = 0x3fe6a09e667f3bcdL;
  private static final int EXPONENT = 52;

  /** Up to here, and down to its negative, e to the x is a normal number. */
  private static final double EXP_END = 708;

  /**
   * For z of at least 0, erfc(z) exp(z²) (1 + 2z) is smooth in u = (z - K)/(z + K), which ranges
   * from -1 to 1, so its Chebyshev series converges fast. Its coefficients were computed with 50
   * digits.
   */
  private static final double ERFC_MIDDLE = 3.75;

  private static final double[] ERFC_SERIES = {
    2.3551578691348034,
    -0.004590054580646478,
    -0.08424913336651792,
    0.05920993999819189,
    -0.026658668435305753,
    0.009074997670705265,
    -0.002413163540417608,
    0.0004907758365258086,
    -6.916973302501207e-05,
    4.13902798607301e-06,
    7.74038306619849e-07,
    -2.1886401049234397e-07,
    1.076499946567091e-08,
    4.521959811218287e-09,
    -7.754400208831351e-10,
    -6.318088340886684e-11,
    2.8687950109306712e-11,
    1.945586854577911e-13,
    -9.654696748433217e-13,
    3.252548148151399e-14,
    3.347811948289862e-14,
    -1.8645628803851885e-15,
    -1.2507950530316477e-15,
    7.41823526060431e-17,
    5.068148908980826e-17,
    -2.237056616112762e-18,
    -2.1873429000915426e-18
  };

  /** From here on erfc is 0 in double. */
  private static final double ERFC_END = 28;

  private DoubleMath() {}

  /** e<sup>x</sup>. */
  public static double exp(double x) {
    if (!(Math.abs(x) < EXP_END)) {
      return StrictMath.exp(x);
    }
    // x = n log(2)/32 + r, n = 32 k + j: exp(x) = 2^k 2^(j/32) exp(r)
    double whole = x * STEPS_PER_E + TO_WHOLE;
    double n = whole - TO_WHOLE;
    double r = x - n * STEP_HIGH - n * STEP_LOW;
    long bits = Double.doubleToRawLongBits(whole);
    int j = (int) bits & (STEPS - 1);
    double scale = Double.longBitsToDouble((bits >> LOG2_OF_STEPS << EXPONENT) + BITS_OF_ONE);
    // In pairs, so that a processor need not wait for each term in turn
    double r2 = r * r;
    double p =
        r
            + r2
                * (0.5
                    + r * 0.16666666666581323
                    + r2
                        * (0.041666666666559986
                            + r * 0.008333362430989848
                            + r2 * 0.0013888925260947679));
    return scale * (POWERS[j] + (TAILS[j] + POWERS[j] * p));
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
    // Again in pairs
    double z2 = z * z;
    double r =
        z
            * (0.666666666666667
                + z * 0.39999999999899444
                + z2 * (0.2857142862600327 + z * 0.22222211130259878)
                + z2
                    * z2
                    * (0.18182889455674947 + z * 0.15331710618210773 + z2 * 0.14616585424888623));
    // Small terms first: 2s = f - f²/2 + s f²/2 loses no digit of f
    double half = f * f / 2;
    return n * LOG_2_HIGH - (half - (s * (half + r) + n * LOG_2_LOW) - f);
  }

  /**
   * A power with a whole exponent, such as the remaining share of an initial value after a number
   * of steps. It is computed by squaring, so the relative error grows with the exponent: it is
   * below {@code exponent} units in the last place. {@link StrictMath#pow} would allocate on JDK
   * 17.
   *
   * @param exponent at least 0
   * @throws IllegalArgumentException if it is negative
   */
  public static double power(double base, long exponent) {
    if (exponent < 0) {
      throw new IllegalArgumentException("the exponent must be at least 0, but is " + exponent);
    }
    double power = 1;
    double square = base;
    for (long left = exponent; left > 0; left >>= 1) {
      if ((left & 1) == 1) {
        power *= square;
      }
      square *= square;
    }
    return power;
  }

  /**
   * The complementary error function, 2/sqrt(pi) times the integral of exp(-s²) from x to infinity:
   * from 2 down to 0, to some units in the last place (J. L. Schonfelder, Chebyshev Expansions for
   * the Error and Related Functions, Mathematics of Computation 32, 1978).
   *
   * @since 1.4
   */
  public static double erfc(double x) {
    return x < 0 ? 2 - erfcOfPositive(-x) : erfcOfPositive(x);
  }

  private static double erfcOfPositive(double z) {
    if (z > ERFC_END) {
      return 0;
    }
    // Clenshaw's sum
    double u = 2 * (z - ERFC_MIDDLE) / (z + ERFC_MIDDLE);
    double next = 0;
    double afterNext = 0;
    for (int k = ERFC_SERIES.length - 1; k > 0; k--) {
      double now = ERFC_SERIES[k] + u * next - afterNext;
      afterNext = next;
      next = now;
    }
    double sum = ERFC_SERIES[0] / 2 + u / 2 * next - afterNext;
    return sum / (1 + 2 * z) * exp(-z * z);
  }
}
