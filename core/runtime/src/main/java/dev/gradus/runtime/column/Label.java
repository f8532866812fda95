package dev.gradus.runtime.column;

/**
 * Something that applies to a row or not, to be predicted.
 *
 * @param column where it says so
 * @param yes how most of the training rows to which it applies say it
 * @param no how most of the others do; empty if they leave it out
 */
public record Label(BooleanColumn column, String yes, String no) {

  /** The least probability at which a label is said to apply. */
  public static final double THRESHOLD = 0.5;

  /** The name of the column. */
  public String name() {
    return column.name();
  }

  /**
   * The answer, as the column would have it.
   *
   * @param probability that the label applies
   */
  public String answer(double probability) {
    return answer(probability >= THRESHOLD);
  }

  /** The answer, as the column would have it. */
  public String answer(boolean applies) {
    return applies ? yes : no;
  }
}
