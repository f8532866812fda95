package dev.gradus.runtime.object;

import dev.gradus.runtime.problem.DataException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAccessor;
import java.util.Date;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A Java value as a table cell.
 *
 * <p>A {@link Number} is a number, as a {@code double}; NaN is missing. A whole one from 2^53 on
 * that is no {@code double}, such as a {@code long} identifier, is a string of all its digits. A
 * {@link CharSequence}, a {@link Character}, the name of an enum constant and a {@link Boolean}
 * ({@code true} or {@code false}) are strings, without surrounding blanks; an empty string is
 * missing. A date, with a time or without, is a string in ISO notation: an {@link Instant} and a
 * {@link Date} in UTC, those of {@code java.sql} and dates with a time zone as they are written.
 * {@code null} and an empty {@link Optional} are missing; a present one counts as its value.
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
      double wide = number.doubleValue();
      // From 2^53 on, a long may have digits that a double does not keep; a float has none.
      return Math.abs(wide) >= 0x1p53 && !(value instanceof Double) && !(value instanceof Float)
          ? new Cell(Double.NaN, value.toString())
          : of(column, wide);
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
      return optional.isPresent() ? of(column, (Object) optional.getAsLong()) : MISSING;
    }
    Optional<String> date = date(value);
    if (date.isPresent()) {
      return new Cell(Double.NaN, date.get());
    }
    throw new DataException(
        "",
        "column '%s' has a %s, which is not a number, a string or a date; pass one of these"
            .formatted(column, value.getClass().getSimpleName()));
  }

  /**
   * A date in ISO notation, always with a time, so that a column whose format puts the day before
   * the month does not mistake it.
   */
  private static Optional<String> date(Object value) {
    try {
      if (value instanceof Date date && date.getClass() != Date.class) {
        String text = date.toString();
        return Optional.of(text.contains(" ") ? text.replace(' ', 'T') : text + "T00:00");
      }
      Object time = value instanceof Date date ? date.toInstant() : value;
      if (time instanceof Instant instant) {
        time = instant.atOffset(ZoneOffset.UTC);
      } else if (time instanceof LocalDate day) {
        time = day.atStartOfDay();
      }
      return time instanceof TemporalAccessor found
          ? Optional.of(LocalDateTime.from(found).toString())
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
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
}
