package dev.gradus.runtime.column;

/**
 * Writes numbers with the fewest digits that distinguish them from their neighbours, the same in
 * every Java release: {@link Double#toString(double)} writes too many of some numbers before JDK
 * 19.
 */
public final class Digits {

  /** Whether this Java already writes no more digits than needed. */
  private static final boolean SHORTEST = Runtime.version().feature() >= 19;

  /** From here on, and below its inverse times ten thousand, there is an exponent. */
  private static final int PLAIN_DIGITS = 7;

  private static final int PLAIN_ZEROS = -3;

  private Digits() {}

  /** What {@link Double#toString(double)} of JDK 19 and later writes. */
  public static String of(double number) {
    if (SHORTEST || number == 0 || !Double.isFinite(number)) {
      return Double.toString(number);
    }
    return written(number < 0 ? "-" : "", ShortestDecimal.of(Math.abs(number)));
  }

  /** What {@link Float#toString(float)} of JDK 19 and later writes. */
  public static String of(float number) {
    if (SHORTEST || number == 0 || !Float.isFinite(number)) {
      return Float.toString(number);
    }
    return written(number < 0 ? "-" : "", ShortestDecimal.of(Math.abs(number)));
  }

  /** As {@link Double#toString(double)} writes it. */
  private static String written(String sign, ShortestDecimal number) {
    String digits = Long.toString(number.digits());
    int point = digits.length() + number.exponent();
    if (point <= PLAIN_ZEROS || point > PLAIN_DIGITS) {
      String behind = digits.length() == 1 ? "0" : digits.substring(1);
      return sign + digits.charAt(0) + "." + behind + "E" + (point - 1);
    }
    if (point <= 0) {
      return sign + "0." + "0".repeat(-point) + digits;
    }
    return digits.length() > point
        ? sign + digits.substring(0, point) + "." + digits.substring(point)
        : sign + digits + "0".repeat(point - digits.length()) + ".0";
  }
}
