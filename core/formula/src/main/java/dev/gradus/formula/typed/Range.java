package dev.gradus.formula.typed;

/**
 * The numbers between two ends, which may be infinite.
 *
 * @param low the lower end
 * @param lowIncluded whether it belongs to the range
 * @param high the upper end
 * @param highIncluded whether it belongs to the range
 */
public record Range(double low, boolean lowIncluded, double high, boolean highIncluded) {

  /** All numbers. */
  public static final Range ALL =
      new Range(Double.NEGATIVE_INFINITY, false, Double.POSITIVE_INFINITY, false);

  static final Range POSITIVE = new Range(0, false, Double.POSITIVE_INFINITY, false);
  static final Range AT_LEAST_ZERO = new Range(0, true, Double.POSITIVE_INFINITY, false);

  static Range closed(double low, double high) {
    return new Range(low, true, high, true);
  }

  static Range of(double number) {
    return closed(number, number);
  }

  /** The numbers above an end. */
  static Range above(double end, boolean included) {
    return new Range(end, included, Double.POSITIVE_INFINITY, false);
  }

  /** The numbers below an end. */
  static Range below(double end, boolean included) {
    return new Range(Double.NEGATIVE_INFINITY, false, end, included);
  }

  /** The numbers in both, or this range if there are none. */
  Range and(Range other) {
    boolean lowIsOwn = low > other.low || (low == other.low && !lowIncluded);
    boolean highIsOwn = high < other.high || (high == other.high && !highIncluded);
    Range both =
        new Range(
            lowIsOwn ? low : other.low,
            lowIsOwn ? lowIncluded : other.lowIncluded,
            highIsOwn ? high : other.high,
            highIsOwn ? highIncluded : other.highIncluded);
    return both.low <= both.high ? both : this;
  }

  /** The smallest range that holds both. */
  Range or(Range other) {
    boolean lowIsOwn = low < other.low || (low == other.low && lowIncluded);
    boolean highIsOwn = high > other.high || (high == other.high && highIncluded);
    return new Range(
        lowIsOwn ? low : other.low,
        lowIsOwn ? lowIncluded : other.lowIncluded,
        highIsOwn ? high : other.high,
        highIsOwn ? highIncluded : other.highIncluded);
  }

  boolean isPositive() {
    return low > 0 || (low == 0 && !lowIncluded);
  }

  boolean isNegative() {
    return high < 0 || (high == 0 && !highIncluded);
  }

  boolean isAtLeastZero() {
    return low >= 0;
  }

  Range plus(Range other) {
    return of(
        low + other.low,
        lowIncluded && other.lowIncluded,
        high + other.high,
        highIncluded && other.highIncluded);
  }

  Range times(double factor) {
    return factor >= 0
        ? of(low * factor, lowIncluded, high * factor, highIncluded)
        : of(high * factor, highIncluded, low * factor, lowIncluded);
  }

  Range times(Range other) {
    if (isAtLeastZero() && other.isAtLeastZero()) {
      return of(
          low * other.low,
          (lowIncluded || low == 0)
              && (other.lowIncluded || other.low == 0)
              && !(isPositive() && other.isPositive() && low * other.low == 0),
          high * other.high,
          highIncluded && other.highIncluded);
    }
    double[] ends = {low * other.low, low * other.high, high * other.low, high * other.high};
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (double end : ends) {
      if (Double.isNaN(end)) {
        return ALL;
      }
      least = Math.min(least, end);
      most = Math.max(most, end);
    }
    return of(least, true, most, true);
  }

  /** Infinite ends are excluded; ends that are not numbers are infinite. */
  private static Range of(double low, boolean lowIncluded, double high, boolean highIncluded) {
    double from = Double.isNaN(low) ? Double.NEGATIVE_INFINITY : low;
    double to = Double.isNaN(high) ? Double.POSITIVE_INFINITY : high;
    return new Range(
        from, lowIncluded && Double.isFinite(from), to, highIncluded && Double.isFinite(to));
  }
}
