package dev.gradus.spi;

/**
 * The numbers between two ends, each of which may be included or excluded.
 *
 * @param low the lower end, which may be {@link Double#NEGATIVE_INFINITY}
 * @param lowIncluded whether the lower end belongs to it; false for an infinite end
 * @param high the upper end, not below the lower one, which may be {@link Double#POSITIVE_INFINITY}
 * @param highIncluded whether the upper end belongs to it; false for an infinite end
 */
public record Interval(double low, boolean lowIncluded, double high, boolean highIncluded) {

  /** All finite numbers. */
  public static final Interval REAL =
      new Interval(Double.NEGATIVE_INFINITY, false, Double.POSITIVE_INFINITY, false);

  /** From 0 to 1, both included: probabilities. */
  public static final Interval UNIT = closed(0, 1);

  /** Checks that the ends are in order. */
  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "the lower end " + low + " is not at or below the upper end " + high);
    }
    if ((lowIncluded && Double.isInfinite(low)) || (highIncluded && Double.isInfinite(high))) {
      throw new IllegalArgumentException("an infinite end cannot belong to the interval");
    }
  }

  /** From {@code low} to {@code high}, both included. */
  public static Interval closed(double low, double high) {
    return new Interval(low, true, high, true);
  }

  /** {@code low} and everything above it. */
  public static Interval atLeast(double low) {
    return new Interval(low, true, Double.POSITIVE_INFINITY, false);
  }

  /** Everything above {@code low}, excluding {@code low}. */
  public static Interval above(double low) {
    return new Interval(low, false, Double.POSITIVE_INFINITY, false);
  }

  /** Whether {@code x} lies in it; false for NaN and infinities. */
  public boolean contains(double x) {
    return Double.isFinite(x)
        && (lowIncluded ? x >= low : x > low)
        && (highIncluded ? x <= high : x < high);
  }

  /** Whether every number of {@code other} lies in this one too. */
  public boolean contains(Interval other) {
    boolean lowFits = other.low > low || (other.low == low && (lowIncluded || !other.lowIncluded));
    boolean highFits =
        other.high < high || (other.high == high && (highIncluded || !other.highIncluded));
    return lowFits && highFits;
  }

  /**
   * A phrase that completes "a number …", such as {@code above 0} or {@code from 0 to 1}; {@code of
   * any size} for all numbers.
   */
  @Override
  public String toString() {
    if (low == Double.NEGATIVE_INFINITY && high == Double.POSITIVE_INFINITY) {
      return "of any size";
    }
    if (high == Double.POSITIVE_INFINITY) {
      return (lowIncluded ? "of at least " : "above ") + text(low);
    }
    if (low == Double.NEGATIVE_INFINITY) {
      return (highIncluded ? "of at most " : "below ") + text(high);
    }
    if (lowIncluded && highIncluded) {
      return "from " + text(low) + " to " + text(high);
    }
    return (lowIncluded ? "of at least " : "above ")
        + text(low)
        + (highIncluded ? " and at most " : " and below ")
        + text(high);
  }

  private static String text(double end) {
    return end == Math.rint(end) && Math.abs(end) < 1e15
        ? Long.toString((long) end)
        : Double.toString(end);
  }
}
