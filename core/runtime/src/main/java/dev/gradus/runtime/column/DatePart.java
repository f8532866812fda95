package dev.gradus.runtime.column;

import java.time.LocalDateTime;
import java.util.Locale;

/** A part of a date, as the network sees it. */
public enum DatePart {
  /** The days since 1970-01-01; the time of day is the fraction. */
  DAY_NUMBER(0, 0),
  /** The year. */
  YEAR(0, 0),
  /** The month, as a cycle of 12. */
  MONTH(12, 1),
  /** The day of the year, as a cycle of 365 or 366. */
  DAY_OF_YEAR(365, 1),
  /** The day of the week, as a cycle of 7 that begins on Monday. */
  WEEKDAY(7, 1),
  /** The time of day, with minutes and seconds, as a cycle of 24 hours. */
  HOUR(24, 0);

  private static final double SECONDS_PER_DAY = 86_400;

  /** More than the rounding error of a float that has been scaled. */
  private static final double ROUNDING = 0.01;

  private final int period;
  private final int first;

  DatePart(int period, int first) {
    this.period = period;
    this.first = first;
  }

  /** Whether it repeats, and so becomes the sine and the cosine of the place in its cycle. */
  public boolean isCycle() {
    return period > 0;
  }

  /** The part of a date: a number, or, of a cycle, the place in it, in [0, 1). */
  public double of(LocalDateTime date) {
    double day = date.toLocalTime().toSecondOfDay() / SECONDS_PER_DAY;
    return switch (this) {
      case DAY_NUMBER -> date.toLocalDate().toEpochDay() + day;
      case YEAR -> date.getYear();
      case MONTH -> (date.getMonthValue() - 1) / 12.0;
      case DAY_OF_YEAR -> (date.getDayOfYear() - 1.0) / date.toLocalDate().lengthOfYear();
      case WEEKDAY -> (date.getDayOfWeek().getValue() - 1) / 7.0;
      case HOUR -> day;
    };
  }

  /** A value of {@link #of}, up to rounding, as people count: January is 1, and noon is 12. */
  long counted(double value) {
    long whole = (long) Math.floor(value * Math.max(period, 1) + ROUNDING);
    return isCycle() ? first + whole % period : whole;
  }

  /** The name in a configuration and in a model file, such as {@code day-number}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
