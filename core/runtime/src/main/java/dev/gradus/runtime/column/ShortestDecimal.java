package dev.gradus.runtime.column;

import java.math.BigInteger;

/**
 * A decimal, {@code digits · 10^exponent}: of the decimals that are read as a given number, the
 * shortest, but with two digits if one does not make it longer, and of these the nearest.
 *
 * <p>Computed in {@code long} by the Schubfach algorithm: Raffaello Giulietti, "The Schubfach way
 * to render doubles", 2020; the names of the variables are those of the paper. JDK 19 and later use
 * it as well.
 *
 * @param digits positive, and not divisible by 10
 */
record ShortestDecimal(long digits, int exponent) {

  private static final long LOW_63_BITS = (1L << 63) - 1;

  /** The powers of ten that were needed, from {@code 10^-LARGEST} on. */
  private static final Power[] POWERS = new Power[617];

  private static final int LARGEST = 292;

  /**
   * The power of ten {@code 10^-k} as {@code (g1 · 2^63 + g0) · 2^r}, rounded up, with 126 bits.
   *
   * @param g1 the upper 63 bits
   * @param g0 the lower 63 bits
   */
  private record Power(long g1, long g0) {

    static Power of(int k) {
      int place = LARGEST - k;
      Power known = POWERS[place];
      if (known == null) {
        known = computed(k);
        POWERS[place] = known;
      }
      return known;
    }

    private static Power computed(int k) {
      int r = floorLog2OfPowerOf10(-k) - 125;
      BigInteger ten = BigInteger.TEN.pow(Math.abs(k));
      BigInteger g =
          (k <= 0 ? ten.shiftRight(r) : BigInteger.ONE.shiftLeft(-r).divide(ten))
              .add(BigInteger.ONE);
      return new Power(g.shiftRight(63).longValueExact(), g.longValue() & LOW_63_BITS);
    }

    /** The product with an integer, with its last bit set if bits were lost: rounded to odd. */
    long times(long cp) {
      long x1 = Math.multiplyHigh(g0, cp);
      long y0 = g1 * cp;
      long y1 = Math.multiplyHigh(g1, cp);
      long z = (y0 >>> 1) + x1;
      long w = y1 + (z >>> 63);
      return w | ((z & LOW_63_BITS) + LOW_63_BITS) >>> 63;
    }
  }

  /** The decimal of a positive, finite number. */
  static ShortestDecimal of(double number) {
    long bits = Double.doubleToRawLongBits(number);
    return of(bits >>> 52, bits & ((1L << 52) - 1), 52, 1074, 3);
  }

  /** The decimal of a positive, finite number. */
  static ShortestDecimal of(float number) {
    int bits = Float.floatToRawIntBits(number);
    return of(bits >>> 23, bits & ((1 << 23) - 1), 23, 149, 8);
  }

  /**
   * The decimal of a floating-point number.
   *
   * @param biased its exponent as it is stored
   * @param fraction its mantissa as it is stored, in so many bits
   * @param least the exponent of the smallest number, negated
   * @param tiny below this multiple of the smallest number there are not two digits
   */
  private static ShortestDecimal of(long biased, long fraction, int bits, int least, int tiny) {
    if (biased == 0) {
      return fraction < tiny
          ? of(-least, 10 * fraction, -1, false)
          : of(-least, fraction, 0, false);
    }
    int q = (int) biased - 1 - least;
    long c = 1L << bits | fraction;
    if (q < 0 && -q <= bits && c >> -q << -q == c) {
      return plain(c >> -q, 0);
    }
    return of(q, c, 0, fraction == 0 && biased > 1);
  }

  /** The decimal of {@code c · 2^q · 10^dk}. */
  private static ShortestDecimal of(int q, long c, int dk, boolean isNearerBelow) {
    long out = c & 1;
    long cb = c << 2;
    int k = isNearerBelow ? floorLog10OfThreeQuarters(q) : floorLog10OfPowerOf2(q);
    int h = q + floorLog2OfPowerOf10(-k) + 2;
    Power power = Power.of(k);
    long vb = power.times(cb << h);
    long vbl = power.times((cb - (isNearerBelow ? 1 : 2)) << h);
    long vbr = power.times((cb + 2) << h);
    long s = vb >> 2;
    if (s >= 100) {
      long shorter = s / 10 * 10;
      boolean below = vbl + out <= shorter << 2;
      boolean above = ((shorter + 10) << 2) + out <= vbr;
      if (below != above) {
        return plain(below ? shorter : shorter + 10, k);
      }
    }
    boolean below = vbl + out <= s << 2;
    boolean above = ((s + 1) << 2) + out <= vbr;
    long middle = vb - ((2 * s + 1) << 1);
    boolean down = below == above ? middle < 0 || (middle == 0 && (s & 1) == 0) : below;
    return plain(down ? s : s + 1, k + dk);
  }

  /** Without zeros at the end. */
  private static ShortestDecimal plain(long digits, int exponent) {
    long rest = digits;
    int power = exponent;
    while (rest % 10 == 0) {
      rest /= 10;
      power++;
    }
    return new ShortestDecimal(rest, power);
  }

  /** The floor of log10(2^e). */
  private static int floorLog10OfPowerOf2(int e) {
    return (int) ((e * 661_971_961_083L) >> 41);
  }

  /** The floor of log10(3/4 · 2^e). */
  private static int floorLog10OfThreeQuarters(int e) {
    return (int) ((e * 661_971_961_083L - 274_743_187_321L) >> 41);
  }

  /** The floor of log2(10^e). */
  private static int floorLog2OfPowerOf10(int e) {
    return (int) ((e * 913_124_641_741L) >> 38);
  }
}
