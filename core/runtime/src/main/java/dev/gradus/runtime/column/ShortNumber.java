package dev.gradus.runtime.column;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * Formats numbers for people, everywhere in the same way: with four significant digits and no
 * trailing zeros. {@link Digits} formats them for files, with every digit.
 *
 * <ul>
 *   <li>From 0.0001 up to 10 million a number is written without an exponent: {@code 0.0495},
 *       {@code 43.46}.
 *   <li>From 1000 on it is a whole number with all its digits, and its thousands are separated:
 *       {@code 1,998}, {@code 842,302}.
 *   <li>Smaller and larger ones have an exponent without leading zeros: {@code 1.187e-5}.
 *   <li>Both zeros are {@code 0}; the others are {@code NaN}, {@code Infinity} and {@code
 *       -Infinity}.
 * </ul>
 */
public final class ShortNumber {

  private static final int DIGITS = 4;
  private static final BigDecimal SMALLEST_PLAIN = new BigDecimal("1e-4");
  private static final BigDecimal LARGEST_PLAIN = new BigDecimal("1e7");
  private static final BigDecimal FIRST_GROUPED = new BigDecimal("1e3");

  private ShortNumber() {}

  /** A number with four significant digits. */
  public static String of(double number) {
    return of(number, DIGITS);
  }

  /**
   * With another number of significant digits.
   *
   * @param digits at least 1
   */
  public static String of(double number, int digits) {
    if (number == 0) {
      return "0";
    }
    if (!Double.isFinite(number)) {
      return Double.toString(number);
    }
    BigDecimal exact = new BigDecimal(number);
    BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
    BigDecimal size = rounded.abs();
    if (size.compareTo(SMALLEST_PLAIN) < 0 || size.compareTo(LARGEST_PLAIN) >= 0) {
      return withExponent(rounded);
    }
    // Digits before the decimal point are never rounded to zeros.
    boolean isWhole = rounded.precision() - rounded.scale() >= digits;
    BigDecimal plain = isWhole ? exact.setScale(0, RoundingMode.HALF_EVEN) : rounded;
    return size.compareTo(FIRST_GROUPED) >= 0
        ? String.format(Locale.ROOT, "%,d", plain.toBigInteger()) + decimalsOf(plain)
        : plain.stripTrailingZeros().toPlainString();
  }

  /** With more than four digits, a number with grouped thousands may have decimals. */
  private static String decimalsOf(BigDecimal number) {
    String text = number.stripTrailingZeros().toPlainString();
    int point = text.indexOf('.');
    return point < 0 ? "" : text.substring(point);
  }

  private static String withExponent(BigDecimal rounded) {
    int exponent = rounded.precision() - rounded.scale() - 1;
    return rounded.scaleByPowerOfTen(-exponent).stripTrailingZeros().toPlainString()
        + "e"
        + exponent;
  }
}
