package dev.gradus.runtime.column;

import java.time.LocalDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.ValueRange;
import java.util.Locale;

/** A part of a date, as the network sees it. */
public enum DatePart {
  /** The days since 1970-01-01; the time of day is the fraction. */
  DAY_NUMBER(ChronoField.EPOCH_DAY, 0),
  /** The year. */
  YEAR(ChronoField.YEAR, 0),
  /** The month, as a cycle of 12. */
  MONTH(ChronoField.MONTH_OF_YEAR, 12),
  /** The day of the year, as a cycle of 365 or 366. */
  DAY_OF_YEAR(ChronoField.DAY_OF_YEAR, 365),
  /** The day of the week, as a cycle of 7 that begins on Monday. */
  WEEKDAY(ChronoField.DAY_OF_WEEK, 7),
  /** The time of day, with minutes and seconds, as a cycle of 24 hours. */
  HOUR(ChronoField.SECOND_OF_DAY, 24);

  private static final double SECONDS_PER_DAY = 86_400;

  /** More than the rounding error of a float that has been scaled. */
  private static final double ROUNDING = 0.01;

  private final ChronoField field;
  private final int period;

  DatePart(ChronoField field, int period) {
    this.field = field;
    this.period = period;
  }

  /** Whether it repeats, and so becomes the sine and the cosine of the place in its cycle. */
  public boolean isCycle() {
    return period > 0;
  }

  /** The part of a date: a number, or, of a cycle, the place in it, in [0, 1). */
  public double of(LocalDateTime date) {
    long value = date.getLong(field);
    if (isCycle()) {
      ValueRange range = date.range(field);
      return (value - range.getMinimum()) / (range.getMaximum() - range.getMinimum() + 1.0);
    }
    return this == DAY_NUMBER
        ? value + date.getLong(ChronoField.SECOND_OF_DAY) / SECONDS_PER_DAY
        : value;
  }

  /** A value of {@link #of}, up to rounding, as people count: January is 1, and noon is 12. */
  long counted(double value) {
    return isCycle()
        ? (long) (value * period + ROUNDING) % period + field.range().getMinimum()
        : (long) Math.floor(value + ROUNDING);
  }

  /** The name in a configuration and in a model file, such as {@code day-number}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
