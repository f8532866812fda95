package dev.gradus.engine.yaml;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Writes a number with the fewest digits that keep it exact.
 *
 * <p>{@link Double#toString(double)} sometimes writes more digits than are needed, and not the same
 * in every Java release. There is always a decimal point, so that every YAML reader sees a
 * floating-point number, and exponents have a sign, without which some readers see a string.
 */
public final class Decimal {

  /** Enough for every double. */
  private static final int MOST_DIGITS = 17;

  private Decimal() {}

  /**
   * Such as {@code 0.001}, {@code 3.0} or {@code 1.5e-12}.
   *
   * @param number finite
   */
  public static String text(double number) {
    if (number == 0) {
      return 1 / number < 0 ? "-0.0" : "0.0";
    }
    BigDecimal shortest = shortest(number).stripTrailingZeros();
    int exponent = shortest.precision() - shortest.scale() - 1;
    return exponent >= -5 && exponent < 15 ? plain(shortest) : scientific(shortest, exponent);
  }

  private static BigDecimal shortest(double number) {
    BigDecimal exact = new BigDecimal(number);
    for (int digits = 1; digits < MOST_DIGITS; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits));
      if (rounded.doubleValue() == number) {
        return rounded;
      }
    }
    return exact.round(new MathContext(MOST_DIGITS));
  }

  private static String plain(BigDecimal number) {
    String text = number.toPlainString();
    return text.contains(".") ? text : text + ".0";
  }

  private static String scientific(BigDecimal number, int exponent) {
    String mantissa = plain(number.movePointLeft(exponent).stripTrailingZeros());
    return mantissa + (exponent < 0 ? "e-" : "e+") + Math.abs(exponent);
  }
}
