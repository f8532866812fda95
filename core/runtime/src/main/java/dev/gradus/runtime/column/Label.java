package dev.gradus.runtime.column;

/**
 * A label that is predicted: it applies to a row or it does not.
 *
 * @param column its column
 * @param yes the most frequent spelling of yes in the training rows
 * @param no the most frequent spelling of no; empty if those cells are empty
 */
public record Label(BooleanColumn column, String yes, String no) {

  /** The probability threshold of a label. */
  public static final double THRESHOLD = 0.5;

  /** The name of the column. */
  public String name() {
    return column.name();
  }

  /**
   * The predicted cell of the column.
   *
   * @param probability that the label applies
   */
  public String answer(double probability) {
    return answer(probability >= THRESHOLD);
  }

  /** Yes or no, as spelled in the column. */
  public String answer(boolean applies) {
    return applies ? yes : no;
  }
}
