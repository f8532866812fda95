package dev.gradus.runtime.column;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The notation of numbers in a table.
 *
 * <p>A number is an optional sign, digits with at most one decimal point, and an optional exponent:
 * {@code 7}, {@code -0.5}, {@code .5}, {@code 5.}, {@code 1e-3}. Nothing else counts: no {@code
 * NaN} or {@code Infinity}, no decimal comma, no thousands separator, no hexadecimal digits, no
 * trailing {@code f} or {@code d}, no other script's digits, and nothing that is too large for a
 * double.
 *
 * <p>Every number has one plain text ({@link #plain}), so a column needs to keep the text of a cell
 * only if it is written in another way.
 */
public final class NumberText {

  /** The number of decimal digits that a double always preserves. */
  private static final int EXACT_DIGITS = 15;

  /** Up to this limit a double represents every whole number exactly. */
  private static final double LARGEST_WHOLE = 1L << 53;

  /** Far beyond those of doubles. */
  private static final int LARGEST_EXPONENT = 1_000_000;

  private NumberText() {}

  /** Parses a number; NaN if the string is not a number. */
  public static double parse(String text) {
    return parse(text.toCharArray(), 0, text.length());
  }

  /**
   * Parses a number; NaN if the characters are not a number.
   *
   * @param chars not modified
   */
  public static double parse(char[] chars, int from, int length) {
    int end = from + length;
    int at = from;
    boolean negative = at < end && chars[at] == '-';
    if (at < end && (chars[at] == '-' || chars[at] == '+')) {
      at++;
    }
    long digits = 0;
    int count = 0;
    int decimals = 0;
    boolean any = false;
    boolean point = false;
    for (; at < end; at++) {
      char c = chars[at];
      if (isDigit(c)) {
        any = true;
        count += digits != 0 || c != '0' ? 1 : 0;
        digits = count <= Decimal.MOST_DIGITS ? 10 * digits + (c - '0') : digits;
        decimals += point ? 1 : 0;
      } else if (c == '.' && !point) {
        point = true;
      } else {
        break;
      }
    }
    if (!any || (at < end && !isExponent(chars, at, end))) {
      return Double.NaN;
    }
    int power = (at < end ? exponent(chars, at + 1, end) : 0) - decimals;
    if (count > Decimal.MOST_DIGITS || Math.abs(power) > Decimal.LARGEST_POWER) {
      double value = Double.parseDouble(new String(chars, from, length));
      return Double.isInfinite(value) ? Double.NaN : value;
    }
    double value = Decimal.of(digits, power);
    return negative ? -value : value;
  }

  /**
   * The number whose digits are given: {@code of(1250, 3)} is 1.25.
   *
   * @param digits at most 19, as a number without sign in all 64 bits
   * @param decimals the number of digits after the point, at most 19
   */
  public static double of(long digits, int decimals) {
    return Decimal.of(digits, -decimals);
  }

  /** The value of an exponent, as far as it matters. */
  private static int exponent(char[] chars, int from, int end) {
    boolean signed = chars[from] == '-' || chars[from] == '+';
    int value = 0;
    for (int at = signed ? from + 1 : from; at < end; at++) {
      value = Math.min(LARGEST_EXPONENT, 10 * value + (chars[at] - '0'));
    }
    return chars[from] == '-' ? -value : value;
  }

  private static boolean isExponent(char[] chars, int from, int end) {
    int at = from;
    if (chars[at] != 'e' && chars[at] != 'E') {
      return false;
    }
    at++;
    if (at < end && (chars[at] == '-' || chars[at] == '+')) {
      at++;
    }
    int firstDigit = at;
    while (at < end && isDigit(chars[at])) {
      at++;
    }
    return at == end && at > firstDigit;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /**
   * The text of a number: {@code 7}, not {@code 7.0}; no needless digits.
   *
   * @param number finite
   */
  public static String plain(double number) {
    double size = Math.abs(number);
    if (number == Math.rint(number) && size <= LARGEST_WHOLE) {
      return Long.toString((long) number);
    }
    if (size >= 1e-4 && size < 1e15) {
      BigDecimal rounded = new BigDecimal(number).round(new MathContext(EXACT_DIGITS));
      if (rounded.doubleValue() == number) {
        return rounded.stripTrailingZeros().toPlainString();
      }
    }
    return Digits.of(number);
  }

  /**
   * Whether {@link #plain} returns exactly this text; may be false without need in rare cases.
   *
   * @param chars a number
   * @param number its value
   */
  public static boolean isPlain(char[] chars, int from, int length, double number) {
    int end = from + length;
    int at = number < 0 ? from + 1 : from;
    boolean zeroFirst = chars[at] == '0';
    int first = at;
    while (at < end && isDigit(chars[at])) {
      at++;
    }
    int integers = at - first;
    if (integers == 0 || integers > EXACT_DIGITS || (zeroFirst && integers > 1)) {
      return false;
    }
    if (at == end) {
      return true;
    }
    boolean shortDecimal = chars[at] == '.' && end - first <= EXACT_DIGITS + 1;
    for (at++; at < end; at++) {
      shortDecimal &= isDigit(chars[at]);
    }
    return shortDecimal
        && chars[end - 1] != '0'
        && chars[end - 1] != '.'
        && Math.abs(number) >= 1e-4;
  }

  /**
   * Whether a string is a number without further information: no leading zero, no plus sign, and no
   * digits beyond the precision of a double. {@code 1.0} and {@code 1e0} are just the number 1;
   * {@code 00100} and {@code 1234567890123456789} are names made of digits.
   */
  public static boolean isExact(String text) {
    double number = parse(text);
    if (Double.isNaN(number)) {
      return false;
    }
    int first = text.charAt(0) == '-' ? 1 : 0;
    boolean zeroFirst =
        text.length() > first + 1 && text.charAt(first) == '0' && isDigit(text.charAt(first + 1));
    if (text.charAt(0) == '+' || zeroFirst) {
      return false;
    }
    if (text.length() <= EXACT_DIGITS && text.indexOf('e') < 0 && text.indexOf('E') < 0) {
      return true;
    }
    // An exponent may be too small for a decimal number, too.
    return number == 0
        ? text.chars().takeWhile(c -> c != 'e' && c != 'E').noneMatch(c -> c >= '1' && c <= '9')
        : new BigDecimal(text).compareTo(new BigDecimal(plain(number))) == 0;
  }
}
