package dev.gradus.engine.data;

import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.NumericColumn;
import dev.gradus.runtime.column.DatePart;
import dev.gradus.runtime.column.DateText;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The format of a column all of whose cells are dates or times.
 *
 * @param format the format, as {@link DateSpec} takes it; empty for ISO dates
 * @param other another format that fits all cells and gives other dates, because no day is above
 *     12; empty if there is none
 * @param parts the parts of the dates that vary
 * @param several whether the cells have more than one date
 */
public record DateGuess(
    String format, Optional<String> other, List<DatePart> parts, boolean several) {

  /** Of two that give other dates, the first is taken. */
  private static final List<String> DAYS =
      List.of(
          "yyyy/MM/dd",
          "yyyy.MM.dd",
          "yyyyMMdd",
          "MM/dd/yyyy",
          "dd/MM/yyyy",
          "M/d/yyyy",
          "d/M/yyyy",
          "dd.MM.yyyy",
          "d.M.yyyy",
          "dd-MM-yyyy",
          "MM-dd-yyyy",
          "yyyy-M-d",
          "yyyy/M/d",
          "MM/dd/yy",
          "dd/MM/yy",
          "M/d/yy",
          "d/M/yy",
          "dd.MM.yy",
          "d.M.yy",
          "dd-MMM-yyyy",
          "dd-MMM-yy",
          "d-MMM-yyyy",
          "d-MMM-yy",
          "d MMM yyyy",
          "d MMMM yyyy",
          "MMM d, yyyy",
          "MMMM d, yyyy");

  private static final List<String> TIMES =
      List.of(
          "",
          " HH:mm",
          " HH:mm:ss",
          " HH:mm:ss.S",
          " H:mm",
          " H:mm:ss",
          " h:mm a",
          " h:mm:ss a",
          "'T'HH:mm:ss",
          "'T'HHmmss",
          "HHmm",
          "HHmmss");

  /** Months of years, unless the numbers are days. */
  private static final String MONTH_OF_SHORT_YEAR = "MMM-yy";

  private static final List<String> MONTHS =
      List.of(
          "yyyy-MM",
          "yyyy/MM",
          "MM/yyyy",
          "MM-yyyy",
          "yyyy-M",
          "yyyy/M",
          "M/yyyy",
          "MMM yyyy",
          "MMM-yyyy",
          "MMMM yyyy",
          "yyyy MMM",
          "yyyy-MMM",
          MONTH_OF_SHORT_YEAR);

  private static final List<String> TIMES_ALONE =
      List.of("HH:mm", "HH:mm:ss", "HH:mm:ss.S", "H:mm", "H:mm:ss", "h:mm a", "h:mm:ss a");

  /** The known formats, of which the first that fits is taken. */
  private static final List<Notation> NOTATIONS =
      Stream.of(
              DAYS.stream().flatMap(day -> TIMES.stream().map(time -> day + time)),
              MONTHS.stream(),
              TIMES_ALONE.stream())
          .flatMap(formats -> formats)
          .map(Notation::of)
          .toList();

  /** What begins a column of numbers that are dates, such as 20130405. */
  private static final String OF_NUMBERS = "yyyyMMdd";

  /** The number of different numbers from which it is no chance that all look like dates. */
  private static final int LEAST_NUMBERS = 3;

  private static final Pattern DAY_AT_END = Pattern.compile("\\b(0[1-9]|[12][0-9]|3[01])$");

  private static final int LEAST_YEAR = 1800;
  private static final int MOST_YEAR = 2200;
  private static final int SHORTEST = 6;
  private static final int SHORTEST_TIME = 4;
  private static final int LONGEST = 40;

  public DateGuess {
    parts = List.copyOf(parts);
  }

  /** Whether the cells are times of day, without a date. */
  public boolean isTimeOfDay() {
    return isTimeOfDay(format);
  }

  private static boolean isTimeOfDay(String format) {
    return !format.isEmpty() && !format.contains("y");
  }

  /** Whether the cells of the column, read as months of years, may be days: Jan-01 to Jan-31. */
  public boolean mayBeDays(Column column) {
    return format.equals(MONTH_OF_SHORT_YEAR)
        && IntStream.range(0, column.rows())
            .filter(row -> !column.isMissing(row))
            .allMatch(row -> DAY_AT_END.matcher(column.text(row)).find());
  }

  /**
   * A notation of dates.
   *
   * @param format empty for ISO dates
   */
  record Notation(String format, DateText reader) {

    static final Notation ISO = of("");

    static Notation of(String format) {
      return new Notation(format, DateText.of(format));
    }

    /** The date of a text; empty if it is not one, or is too far away. */
    Optional<LocalDateTime> date(String text) {
      return reader
          .parse(text)
          .filter(read -> read.getYear() >= LEAST_YEAR && read.getYear() <= MOST_YEAR);
    }
  }

  /** Recognises dates; empty if a cell is none, in any of the known formats, or all are missing. */
  public static Optional<DateGuess> of(Column column) {
    Set<String> texts = new LinkedHashSet<>();
    for (int row = 0; row < column.rows(); row++) {
      if (!column.isMissing(row)) {
        String text = DateCells.text(column, row);
        if (texts.isEmpty() && !mayBeDate(text, column.number(row))) {
          return Optional.empty();
        }
        texts.add(text);
      }
    }
    boolean numbers = column instanceof NumericColumn;
    if (texts.isEmpty() || (numbers && texts.size() < LEAST_NUMBERS)) {
      return Optional.empty();
    }
    // Every format also takes ISO dates, so the others need not be tried.
    Optional<Read> iso = numbers ? Optional.empty() : Read.of(Notation.ISO, texts);
    if (iso.isPresent()) {
      return Optional.of(of(List.of(iso.get())));
    }
    String first = texts.iterator().next();
    List<Read> fitting =
        notationsOf(first)
            .filter(notation -> !numbers || notation.format().startsWith(OF_NUMBERS))
            .flatMap(notation -> Read.of(notation, texts).stream())
            .filter(read -> !read.isShort())
            .toList();
    return fitting.isEmpty() ? Optional.empty() : Optional.of(of(fitting));
  }

  /** Whether all cells that are present, at least one, are ISO dates. */
  static boolean isIso(Column column) {
    boolean any = false;
    for (int row = 0; row < column.rows(); row++) {
      if (!column.isMissing(row)) {
        any = true;
        if (column instanceof NumericColumn
            || !mayBeDate(column.text(row), column.number(row))
            || DateText.ISO.parse(column.text(row)).isEmpty()) {
          return false;
        }
      }
    }
    return any;
  }

  /** Whether the first cell that is present is an ISO date. */
  static boolean beginsIso(Column column) {
    int row = 0;
    while (row < column.rows() && column.isMissing(row)) {
      row++;
    }
    return row < column.rows() && DateText.ISO.parse(DateCells.text(column, row)).isPresent();
  }

  /** Rules out most cells in little time. */
  static boolean mayBeDate(String text, double number) {
    return text.length() >= (text.contains(":") ? SHORTEST_TIME : SHORTEST)
        && text.length() <= LONGEST
        && text.chars().anyMatch(Character::isDigit)
        && (Double.isNaN(number) || text.matches("(1[89]|2[0-2])[0-9]{6}([0-9]{4}|[0-9]{6})?"));
  }

  /** The known notations, except ISO, in which a text is a date. */
  static Stream<Notation> notationsOf(String text) {
    return NOTATIONS.stream().filter(notation -> notation.date(text).isPresent());
  }

  /** The dates of a column, read in a format. */
  private record Read(String format, List<LocalDateTime> dates) {

    static Optional<Read> of(Notation notation, Set<String> texts) {
      List<LocalDateTime> dates = new ArrayList<>();
      for (String text : texts) {
        Optional<LocalDateTime> date = notation.date(text);
        if (date.isEmpty()) {
          return Optional.empty();
        }
        dates.add(date.get());
      }
      return Optional.of(new Read(notation.format(), dates));
    }

    /** Whether all are times within the first hour of a day, and thus rather durations. */
    boolean isShort() {
      return isTimeOfDay(format) && dates.stream().allMatch(date -> date.getHour() == 0);
    }

    /** Whether all dates are of one day of different months, such as the first. */
    boolean isMonthly() {
      return isOfOneDay()
          && dates.stream().mapToInt(LocalDateTime::getMonthValue).distinct().count() > 1;
    }

    private boolean isOfOneDay() {
      return dates.stream().mapToInt(LocalDateTime::getDayOfMonth).distinct().count() == 1;
    }

    /** The parts that vary; the weekday of the first of each month means nothing. */
    List<DatePart> parts() {
      return DateSpec.varying(dates).stream()
          .filter(part -> part != DatePart.WEEKDAY || !isOfOneDay())
          .toList();
    }
  }

  private static DateGuess of(List<Read> fitting) {
    Read taken =
        fitting.stream()
            .filter(read -> fitting.get(0).format().isEmpty() || read.isMonthly())
            .findFirst()
            .orElse(fitting.get(0));
    Optional<String> other =
        fitting.stream()
            .filter(read -> !read.dates().equals(taken.dates()))
            .map(Read::format)
            .findFirst();
    return new DateGuess(
        taken.format(),
        taken.format().isEmpty() ? Optional.empty() : other,
        taken.parts(),
        taken.dates().size() > 1);
  }
}
