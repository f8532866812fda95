package dev.gradus.runtime.column;

import java.math.BigInteger;

/**
 * The double that is nearest to a decimal number.
 *
 * <p>A number of up to 2^53 is a double, and so are the powers of ten up to 10^22; one product or
 * quotient of the two is exact to the last bit (W. D. Clinger, How to read floating point numbers
 * accurately, 1990). Of longer numbers the product with 128 bits of the power of ten suffices (D.
 * Lemire, Number parsing at a gigabyte per second, 2021; that it always does: N. Mushtak, D.
 * Lemire, Fast number parsing without fallback, 2023).
 */
final class Decimal {

  /** Numbers with this many digits fit into 64 bits. */
  static final int MOST_DIGITS = 19;

  /** The largest power of ten, and the least without its sign. */
  static final int LARGEST_POWER = 40;

  /** Up to here every whole number is a double. */
  private static final long LARGEST_WHOLE = 1L << 53;

  private static final double[] POWERS_OF_TEN = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  /** Beyond these powers, no number of 64 bits is half way between two doubles. */
  private static final int LEAST_EXACT_POWER = -4;

  private static final int LARGEST_EXACT_POWER = 23;

  /** From here on, the inverse of a power of five is rounded up, and below it cut off. */
  private static final int LEAST_ROUNDED_UP = -27;

  private static final int MANTISSA_BITS = 52;

  /** One is 2^0 in a double whose exponent field holds this. */
  private static final int EXPONENT_OF_ONE = 1023;

  /** The bits of a product below those of a mantissa, the bit to round by and a bit of reserve. */
  private static final int SPARE_BITS = Long.SIZE - MANTISSA_BITS - 3;

  /** The first 128 bits of the powers of five, from the least; its halves lie side by side. */
  private static final long[] POWERS_OF_FIVE = powersOfFive();

  private Decimal() {}

  /**
   * The nearest double, of two the even one.
   *
   * @param digits a number without sign, in all 64 bits
   * @param power of ten to multiply it by, from -{@link #LARGEST_POWER} to {@link #LARGEST_POWER}
   */
  static double of(long digits, int power) {
    if (digits >= 0 && digits <= LARGEST_WHOLE && Math.abs(power) < POWERS_OF_TEN.length) {
      return power < 0 ? digits / POWERS_OF_TEN[-power] : digits * POWERS_OF_TEN[power];
    }
    return digits == 0 ? 0 : product(digits, power);
  }

  private static double product(long digits, int power) {
    int zeros = Long.numberOfLeadingZeros(digits);
    long factor = digits << zeros;
    int at = 2 * (power + LARGEST_POWER);
    long high = unsignedHigh(factor, POWERS_OF_FIVE[at]);
    long low = factor * POWERS_OF_FIVE[at];
    long spare = (1L << SPARE_BITS) - 1;
    if ((high & spare) == spare) {
      // What is still missing may carry over into the mantissa.
      long more = unsignedHigh(factor, POWERS_OF_FIVE[at + 1]);
      low += more;
      high += Long.compareUnsigned(low, more) < 0 ? 1 : 0;
    }
    int top = (int) (high >>> (Long.SIZE - 1));
    int shift = top + SPARE_BITS;
    long mantissa = high >>> shift;
    boolean exact =
        power >= LEAST_EXACT_POWER
            && power <= LARGEST_EXACT_POWER
            && Long.compareUnsigned(low, 1) <= 0
            && mantissa << shift == high;
    if (exact && (mantissa & 3) == 1) {
      // Half way between two doubles, of which the lower one is even.
      mantissa--;
    }
    mantissa = (mantissa + (mantissa & 1)) >>> 1;
    // The exponent of 10^power is floor(power log2(10)).
    int exponent = ((217706 * power) >> 16) + Long.SIZE - 1 + top - zeros + EXPONENT_OF_ONE;
    // A mantissa that was rounded up to the next power of two carries over into the exponent.
    return Double.longBitsToDouble(((long) (exponent - 1) << MANTISSA_BITS) + mantissa);
  }

  /** The upper half of the product of two numbers without sign. */
  private static long unsignedHigh(long a, long b) {
    return Math.multiplyHigh(a, b) + (a >> (Long.SIZE - 1) & b) + (b >> (Long.SIZE - 1) & a);
  }

  private static long[] powersOfFive() {
    long[] powers = new long[2 * (2 * LARGEST_POWER + 1)];
    for (int power = -LARGEST_POWER; power <= LARGEST_POWER; power++) {
      BigInteger five = BigInteger.valueOf(5).pow(Math.abs(power));
      BigInteger bits =
          power < 0
              ? BigInteger.ONE.shiftLeft(five.bitLength() + 2 * Long.SIZE).divide(five)
              : five.shiftLeft(2 * Long.SIZE);
      bits = bits.shiftRight(bits.bitLength() - 2 * Long.SIZE);
      bits = power < 0 && power >= LEAST_ROUNDED_UP ? bits.add(BigInteger.ONE) : bits;
      int at = 2 * (power + LARGEST_POWER);
      powers[at] = bits.shiftRight(Long.SIZE).longValue();
      powers[at + 1] = bits.longValue();
    }
    return powers;
  }
}
