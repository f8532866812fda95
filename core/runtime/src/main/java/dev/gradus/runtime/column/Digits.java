package dev.gradus.runtime.column;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Writes numbers with the fewest digits that distinguish them from their neighbours, the same in
 * every Java release: {@link Double#toString(double)} writes too many of some numbers before JDK
 * 19.
 */
public final class Digits {

  /** Whether this Java already writes no more digits than needed. */
  private static final boolean SHORTEST = Runtime.version().feature() >= 19;

  /**
   * The minimum number of digits, even where one digit distinguishes the number from its
   * neighbours.
   */
  private static final int LEAST = 2;

  /**
   * Numbers of at least this size have an exponent, and so have numbers below ten thousand times
   * its inverse.
   */
  private static final int PLAIN_DIGITS = 7;

  private static final int PLAIN_ZEROS = -3;

  private Digits() {}

  /** What {@link Double#toString(double)} of JDK 19 and later writes. */
  public static String of(double number) {
    String text = Double.toString(number);
    return SHORTEST || number == 0 || !Double.isFinite(number)
        ? text
        : shortest(text, new BigDecimal(number), found -> found.doubleValue() == number);
  }

  /** What {@link Float#toString(float)} of JDK 19 and later writes. */
  public static String of(float number) {
    String text = Float.toString(number);
    return SHORTEST || number == 0 || !Float.isFinite(number)
        ? text
        : shortest(text, new BigDecimal(number), found -> found.floatValue() == number);
  }

  /**
   * Of the shortest decimals that are parsed as a number, the one nearest to it.
   *
   * @param text a decimal that is parsed as the number, possibly a longer one
   * @param exact the number
   * @param isRead whether a decimal is parsed as the number
   */
  private static String shortest(String text, BigDecimal exact, Predicate<BigDecimal> isRead) {
    int digits = Math.max(LEAST, new BigDecimal(text).stripTrailingZeros().precision());
    BigDecimal best = new BigDecimal(text);
    for (int count = digits; count >= LEAST; count--) {
      Optional<BigDecimal> found = nearest(exact, count, isRead);
      if (found.isEmpty()) {
        break;
      }
      best = found.get();
    }
    return written(best);
  }

  /** The nearest decimal with a given number of digits, if it is parsed as the number. */
  private static Optional<BigDecimal> nearest(
      BigDecimal exact, int digits, Predicate<BigDecimal> isRead) {
    BigDecimal near = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
    if (isRead.test(near)) {
      return Optional.of(near);
    }
    // Below a power of two the neighbour is nearer than above it.
    RoundingMode away = near.compareTo(exact) > 0 ? RoundingMode.FLOOR : RoundingMode.CEILING;
    BigDecimal other = exact.round(new MathContext(digits, away));
    return Optional.of(other).filter(isRead);
  }

  /** As {@link Double#toString(double)} writes it. */
  private static String written(BigDecimal number) {
    BigDecimal plain = number.stripTrailingZeros();
    String digits = plain.unscaledValue().abs().toString();
    int point = digits.length() - plain.scale();
    String sign = plain.signum() < 0 ? "-" : "";
    if (point > PLAIN_ZEROS && point <= PLAIN_DIGITS) {
      String text = plain.abs().toPlainString();
      return sign + (text.contains(".") ? text : text + ".0");
    }
    String behind = digits.length() == 1 ? "0" : digits.substring(1);
    return sign + digits.charAt(0) + "." + behind + "E" + (point - 1);
  }
}
