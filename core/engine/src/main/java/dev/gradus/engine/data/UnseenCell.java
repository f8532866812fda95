package dev.gradus.engine.data;

/**
 * A cell unlike those that a network was trained on.
 *
 * @param column the name of its column
 * @param cell the number, the date or the name in it, as written
 * @param seen the range of the numbers or dates in training, such as {@code 17 to 90}; for a number
 *     of a model that does not know the range, where most numbers were; empty for a name
 */
public record UnseenCell(String column, String cell, String seen) {

  /** Describes the cell, such as {@code age 120 (17 to 90)} or {@code city Oslo}. */
  @Override
  public String toString() {
    return "%s %s%s".formatted(column, cell, seen.isEmpty() ? "" : " (" + seen + ")");
  }
}
