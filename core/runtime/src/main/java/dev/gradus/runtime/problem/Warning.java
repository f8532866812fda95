package dev.gradus.runtime.problem;

/**
 * Something that was done all the same, but that the user must know: a category that the model has
 * not learned, a cell that was filled in, a metric that is not a number.
 *
 * <p>One warning speaks of all rows, cells or epochs that it concerns: it is given once, with their
 * number, and never once per row.
 *
 * @param message a sentence that can be shown to the user as it is; it names the place and the
 *     count
 * @param count how many rows, cells, columns or epochs it concerns, at least 1
 */
public record Warning(String message, long count) {

  /**
   * Checks the count.
   *
   * @throws IllegalArgumentException if it is below 1: nothing happened, so there is nothing to say
   */
  public Warning {
    if (count < 1) {
      throw new IllegalArgumentException("a warning concerns at least one thing, not " + count);
    }
  }

  /** A warning of one thing. */
  public static Warning of(String message) {
    return new Warning(message, 1);
  }

  @Override
  public String toString() {
    return message;
  }
}
