package dev.gradus.runtime.problem;

/**
 * Something that did not stop the work, but that the user must know: an unknown category, a cell
 * that was filled, a metric that is not a number.
 *
 * <p>One warning covers all rows, cells or epochs that it concerns: it is issued once, with their
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
   * @throws IllegalArgumentException if the count is below 1
   */
  public Warning {
    if (count < 1) {
      throw new IllegalArgumentException("a warning concerns at least one thing, not " + count);
    }
  }

  /** A warning with a count of 1. */
  public static Warning of(String message) {
    return new Warning(message, 1);
  }

  @Override
  public String toString() {
    return message;
  }
}
