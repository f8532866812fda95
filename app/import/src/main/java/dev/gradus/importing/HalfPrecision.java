package dev.gradus.importing;

/** Numbers of two bytes. */
final class HalfPrecision {

  private static final int FRACTION_BITS = 10;
  private static final int FRACTION = 0x3FF;
  private static final int EXPONENT = 0x1F;
  private static final int BIAS = 15;

  private HalfPrecision() {}

  /** The value of IEEE 754 binary16. */
  static float binary16(short bits) {
    int exponent = bits >> FRACTION_BITS & EXPONENT;
    int fraction = bits & FRACTION;
    double size;
    if (exponent == EXPONENT) {
      size = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else if (exponent == 0) {
      size = Math.scalb((double) fraction, 1 - BIAS - FRACTION_BITS);
    } else {
      size = Math.scalb((double) (fraction | 1 << FRACTION_BITS), exponent - BIAS - FRACTION_BITS);
    }
    return (float) (bits < 0 ? -size : size);
  }

  /** The value of bfloat16: the first half of a float. */
  static float bfloat16(short bits) {
    return Float.intBitsToFloat(bits << Short.SIZE);
  }
}
