package dev.gradus.runtime.column;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The notation of dates in a column.
 *
 * <p>A format consists of the letters of {@link DateTimeFormatter}, such as {@code dd/MM/yyyy
 * HH:mm}, with English names of months. {@code yy} means 1969 to 2068, and {@code S}, however
 * often, any number of decimals. What the format leaves out is the first: the first of January,
 * midnight. A time alone, such as {@code HH:mm}, is one of 2000-01-01. Case does not matter, and
 * the whole text must match; 30 February is not a date.
 *
 * <p>ISO dates are read with every format: {@code 2013-04-05}, {@code 2013-04-05T10:00} or {@code
 * 2013-04-05 10:00:00.5}, also with an offset such as {@code +02:00}, which changes nothing: the
 * hour is the one that is written.
 */
public final class DateText {

  private static final int FIRST_SHORT_YEAR = 1969;

  private static final int YEAR_OF_TIMES = 2000;

  /** The maximum length of a format; a formatter of ten thousand brackets exhausts the stack. */
  private static final int LONGEST = 100;

  /** The length of an ISO date without a time. */
  private static final int ISO_LENGTH = 10;

  /** Text in quotes, years, decimals of a second, and all else. */
  private static final Pattern TOKENS = Pattern.compile("'[^']*'|[yu]+|\\.?S+|[^'yuS.]+|.");

  private static final DateTimeFormatter ISO_FORMAT =
      finished(
          new DateTimeFormatterBuilder()
              .append(DateTimeFormatter.ISO_LOCAL_DATE)
              .optionalStart()
              .appendLiteral('T')
              .append(DateTimeFormatter.ISO_LOCAL_TIME)
              .appendPattern("[ ][XXXXX][X]['UTC']"));

  /** ISO dates. */
  public static final DateText ISO = new DateText(Optional.empty());

  private final Optional<DateTimeFormatter> own;

  private DateText(Optional<DateTimeFormatter> own) {
    this.own = own;
  }

  /**
   * Dates of a format.
   *
   * @param format empty for ISO dates alone
   * @throws IllegalArgumentException with a sentence, if it is not a format, has a day or month but
   *     no year, or minutes but no hour
   */
  public static DateText of(String format) {
    if (format.isEmpty()) {
      return ISO;
    }
    DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
    StringBuilder letters = new StringBuilder();
    String all;
    try {
      if (format.length() > LONGEST) {
        throw new IllegalArgumentException("it has more than " + LONGEST + " characters");
      }
      Matcher token = TOKENS.matcher(format);
      while (token.find()) {
        append(token.group(), builder);
        letters.append(token.group().startsWith("'") ? "" : token.group());
      }
      all = letters.toString();
      // Without an hour, every time would be midnight.
      if (!all.matches("(?=[^hmsSa]*$|.*([Hk]|h.*a))(.*[yu].*|[HhmsSa:. ]+)")) {
        throw new IllegalArgumentException("it has no year or hour (HH, or h with a)");
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'%.100s' is not a format of dates (%s); write one such as dd/MM/yyyy HH:mm: yyyy or yy year, MM or M month, dd or d day, HH or H hour, mm minutes, ss seconds"
              .formatted(format, e.getMessage()),
          e);
    }
    builder.parseDefaulting(ChronoField.YEAR, YEAR_OF_TIMES);
    if (!all.matches(".*[MLD].*")) {
      builder.parseDefaulting(ChronoField.MONTH_OF_YEAR, 1);
    }
    if (!all.matches(".*[dD].*")) {
      builder.parseDefaulting(ChronoField.DAY_OF_MONTH, 1);
    }
    return new DateText(Optional.of(finished(builder)));
  }

  private static void append(String token, DateTimeFormatterBuilder builder) {
    char last = token.charAt(token.length() - 1);
    if (last == 'y' || last == 'u') {
      if (token.length() == 2) {
        builder.appendValueReduced(ChronoField.YEAR, 2, 2, FIRST_SHORT_YEAR);
      } else {
        builder.appendValue(ChronoField.YEAR, 4);
      }
    } else if (last == 'S') {
      builder.appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, token.startsWith("."));
    } else {
      builder.appendPattern(token);
    }
  }

  private static DateTimeFormatter finished(DateTimeFormatterBuilder builder) {
    return builder.toFormatter(Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
  }

  /** The date of a text, at midnight if it has no time; empty if it is not a date. */
  public Optional<LocalDateTime> parse(String text) {
    Optional<LocalDateTime> date = own.isEmpty() ? Optional.empty() : parse(text, own.get());
    if (date.isPresent() || text.length() < ISO_LENGTH) {
      return date;
    }
    boolean blank = text.length() > ISO_LENGTH && text.charAt(ISO_LENGTH) == ' ';
    return parse(
        blank ? text.substring(0, ISO_LENGTH) + 'T' + text.substring(ISO_LENGTH + 1) : text,
        ISO_FORMAT);
  }

  private static Optional<LocalDateTime> parse(String text, DateTimeFormatter format) {
    try {
      TemporalAccessor parsed = format.parse(text);
      LocalDate date = parsed.query(TemporalQueries.localDate());
      LocalTime time = parsed.query(TemporalQueries.localTime());
      return date == null
          ? Optional.empty()
          : Optional.of(LocalDateTime.of(date, time == null ? LocalTime.MIDNIGHT : time));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
