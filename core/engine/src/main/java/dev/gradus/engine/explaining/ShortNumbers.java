package dev.gradus.engine.explaining;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Numbers in sentences. */
final class ShortNumbers {

  private static final MathContext FOUR = new MathContext(4, RoundingMode.HALF_EVEN);
  private static final MathContext THREE = new MathContext(3, RoundingMode.HALF_EVEN);

  private ShortNumbers() {}

  /** Four significant digits, without zeros at their end. */
  static String text(double value) {
    return text(value, FOUR);
  }

  /** Three significant digits, without zeros at their end: how many times. */
  static String times(double value) {
    return text(value, THREE);
  }

  private static String text(double value, MathContext digits) {
    if (value == 0 || !Double.isFinite(value)) {
      return value == 0 ? "0" : Double.toString(value);
    }
    double size = Math.abs(value);
    if (size >= 1e-4 && size < 1e6) {
      return new BigDecimal(value).round(digits).stripTrailingZeros().toPlainString();
    }
    return String.format(Locale.ROOT, "%." + (digits.getPrecision() - 1) + "e", value);
  }

  /** How long several are as a vector. */
  static double length(double[] values) {
    double squares = 0;
    for (double value : values) {
      squares += value * value;
    }
    return Math.sqrt(squares);
  }

  /** Several, in parentheses. */
  static String list(double[] values) {
    return Arrays.stream(values)
        .mapToObj(ShortNumbers::text)
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
