package dev.gradus.engine.data;

import dev.gradus.engine.table.Column;
import dev.gradus.runtime.column.DateColumn;
import dev.gradus.runtime.column.DatePart;
import dev.gradus.runtime.column.DateText;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.column.ScaledColumn;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A column of dates, with times or without.
 *
 * @param format the format of the texts; empty for ISO dates
 * @param parts the parts of a date that the network sees; empty for those that vary
 * @param missing the treatment of a missing cell
 * @param indicator whether a further input marks missing cells
 */
@Plugin(
    name = "date",
    summary =
        "A column of dates, with times or without. The network sees their parts: the year and the day number (the days since"
            + " 1970-01-01) standardised; the month, the day of the year, the weekday and the hour, which repeat, as two"
            + " inputs each, the sine and the cosine of the place in the cycle.",
    formula = "(x - mean)/stddev; sin(2 pi place), cos(2 pi place), with place in [0, 1)")
public record DateSpec(
    @Option(
            "the format, such as dd/MM/yyyy HH:mm; yyyy or yy year, MM or M month, MMM its English name, dd or d day, HH or H hour, h and a hour with AM or PM, mm minutes, ss seconds, S decimals; if left out, ISO dates, such as 2013-04-05 or 2013-04-05T10:00, which are read in any case")
        String format,
    @Option(
            "the parts that the network sees: day-number, year, month, day-of-year, weekday, hour; if left out, those of year, month, weekday and hour that vary in the training rows")
        List<DatePart> parts,
    @Option(
            "the treatment of a missing cell: refuse; median, the date in the middle of the training rows")
        Missing missing,
    @Option("whether to add an input that is 1 where a cell is missing, else 0") boolean indicator)
    implements ColumnSpec {

  /** The date that replaces a missing cell. */
  public enum Missing {
    /** No fill value: a missing cell is an error. */
    REFUSE,
    /** The date in the middle of the training rows; the earlier of two. */
    MEDIAN
  }

  /** Creates a column of ISO dates that refuses missing cells. */
  public DateSpec() {
    this("");
  }

  /** Creates a column of dates in a format that refuses missing cells. */
  public DateSpec(String format) {
    this(format, List.of(), Missing.REFUSE, false);
  }

  /**
   * Checks the format and the parts.
   *
   * @throws IllegalArgumentException with a sentence, if the format cannot be read, a part occurs
   *     twice, or an indicator has no missing cells to indicate
   */
  public DateSpec {
    Options.check(DateSpec.class, format, parts, missing, indicator);
    parts = List.copyOf(parts);
    DateText.of(format);
    if (new HashSet<>(parts).size() < parts.size()) {
      throw new IllegalArgumentException("parts must not contain a part twice");
    }
    if (indicator && missing == Missing.REFUSE) {
      throw new IllegalArgumentException(
          "indicator requires a fill value for missing cells, such as missing: median");
    }
  }

  @Override
  public boolean allowsMissing() {
    return missing != Missing.REFUSE;
  }

  @Override
  public int learningBytesPerRow() {
    return PackedDates.BYTES + (allowsMissing() ? PackedDates.MIDDLE_BYTES : 0);
  }

  @Override
  public Optional<PreparedColumn> learn(ColumnCells training, PreparationPlan plan) {
    boolean fills = allowsMissing();
    if (!fills) {
      training.refuseMissing();
    }
    checkDates(training);
    PackedDates present = PackedDates.of(training, DateText.of(format));
    if (present.isEmpty()) {
      throw training.nothingToFillIn();
    }
    Optional<LocalDateTime> middle = fills ? Optional.of(present.middle()) : Optional.empty();
    int gaps = training.rows().length - present.size();
    List<DatePart> seen = parts.isEmpty() ? varying(present) : parts;
    List<Double> means = new ArrayList<>();
    List<Double> deviations = new ArrayList<>();
    for (DatePart part : seen) {
      ScaledColumn scale =
          part.isCycle()
              ? ScaledColumn.unchanged(training.name())
              : ScaleLearner.learn(
                  training.name(),
                  present.numbers(part::of, middle.map(part::of).orElse(Double.NaN), gaps),
                  training.origin());
      means.add(scale.mean());
      deviations.add(scale.deviation());
    }
    return Optional.of(
        new DateColumn(
            training.name(),
            format,
            seen,
            means,
            deviations,
            middle.map(DateSpec::inIso),
            indicator));
  }

  /**
   * The year, month, weekday and hour, as far as they differ among some dates; the day number, if
   * none does. On later days, a network that has seen day numbers has to guess what larger ones
   * mean, which costs more than it gains; and the day of the year says little more than the month.
   */
  public static List<DatePart> varying(List<LocalDateTime> dates) {
    List<DatePart> varying =
        Stream.of(DatePart.YEAR, DatePart.MONTH, DatePart.WEEKDAY, DatePart.HOUR)
            .filter(part -> dates.stream().mapToDouble(part::of).distinct().limit(2).count() > 1)
            .toList();
    return varying.isEmpty() ? List.of(DatePart.DAY_NUMBER) : varying;
  }

  private static String inIso(LocalDateTime date) {
    return date.toLocalTime().equals(LocalTime.MIDNIGHT)
        ? date.toLocalDate().toString()
        : date.toString();
  }

  private void checkDates(ColumnCells training) {
    Column column = training.column();
    DateText dates = DateText.of(format);
    DateColumn unlearned =
        new DateColumn(
            column.name(),
            format,
            List.of(DatePart.YEAR),
            List.of(0.0),
            List.of(1.0),
            Optional.empty(),
            false);
    for (int row = 0; row < column.rows(); row++) {
      if (!column.isMissing(row) && DateCells.read(dates, column, row).isEmpty()) {
        throw training.wrong(row, unlearned.noDate(column.text(row)));
      }
    }
  }
}
