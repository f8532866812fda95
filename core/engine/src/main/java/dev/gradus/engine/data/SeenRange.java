package dev.gradus.engine.data;

/**
 * The range of the numbers of a column in the rows that a network was trained on.
 *
 * @param least the least number; of dates, days since 1970-01-01
 * @param largest the largest number
 */
public record SeenRange(double least, double largest) {

  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException if a number is not finite, or the least is the larger one
   */
  public SeenRange {
    if (!Double.isFinite(least) || !Double.isFinite(largest) || least > largest) {
      throw new IllegalArgumentException(
          "numbers cannot be from %s to %s".formatted(least, largest));
    }
  }

  /** Whether a number is in it. */
  public boolean holds(double number) {
    return number >= least && number <= largest;
  }

  /** The least range that holds both. */
  SeenRange and(SeenRange other) {
    return new SeenRange(Math.min(least, other.least), Math.max(largest, other.largest));
  }
}
