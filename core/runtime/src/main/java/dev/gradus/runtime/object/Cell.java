package dev.gradus.runtime.object;

import dev.gradus.runtime.problem.DataException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A Java value as a table cell.
 *
 * <p>A {@link Number} is a number, as a {@code double}; NaN is missing. A {@link CharSequence}, a
 * {@link Character}, the name of an enum constant and a {@link Boolean} ({@code true} or {@code
 * false}) are strings, without surrounding blanks; an empty string is missing. {@code null} and an
 * empty {@link Optional} are missing; a present one counts as its value.
 *
 * @param number finite, or NaN if the cell is a string or missing
 * @param text empty if the cell is a number or missing
 */
public record Cell(double number, String text) {

  /** A missing cell. */
  public static final Cell MISSING = new Cell(Double.NaN, "");

  /**
   * Converts a value to a cell.
   *
   * @param column the column of the cell, for messages
   * @throws DataException if the value is infinite, or neither a number nor a string
   */
  public static Cell of(String column, Object value) {
    if (value instanceof Number number) {
      return of(column, number.doubleValue());
    }
    if (value instanceof CharSequence || value instanceof Character || value instanceof Boolean) {
      return new Cell(Double.NaN, value.toString().strip());
    }
    if (value instanceof Enum<?> constant) {
      return new Cell(Double.NaN, constant.name());
    }
    if (value instanceof Optional<?> optional) {
      return optional.isPresent() ? of(column, optional.get()) : MISSING;
    }
    if (value instanceof OptionalDouble optional) {
      return of(column, optional.orElse(Double.NaN));
    }
    if (value instanceof OptionalInt optional) {
      return optional.isPresent() ? of(column, optional.getAsInt()) : MISSING;
    }
    if (value instanceof OptionalLong optional) {
      return optional.isPresent() ? of(column, (double) optional.getAsLong()) : MISSING;
    }
    throw new DataException(
        "",
        "column '%s' has a %s, which is neither a number nor a string; pass one of these, such as a number of days for a date"
            .formatted(column, value.getClass().getSimpleName()));
  }

  /**
   * Converts a number to a cell.
   *
   * @param column the column of the cell, for messages
   * @param number NaN if it is missing
   * @throws DataException if it is infinite
   */
  public static Cell of(String column, double number) {
    if (Double.isInfinite(number)) {
      throw new DataException(
          "", "column '%s' has %s here; pass a finite number".formatted(column, number));
    }
    return new Cell(number, "");
  }

  /** Whether it is neither a number nor a string. */
  public boolean isMissing() {
    return text.isEmpty() && Double.isNaN(number);
  }
}
