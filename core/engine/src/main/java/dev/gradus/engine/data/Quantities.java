package dev.gradus.engine.data;

import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.NumericColumn;
import dev.gradus.runtime.column.DateColumn;
import dev.gradus.runtime.column.DatePart;
import dev.gradus.runtime.column.DateText;
import dev.gradus.runtime.column.NumberText;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.column.ScaledColumn;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** The cells of a column that have an order and a distance: numbers, and dates as days. */
public final class Quantities {

  private static final double SECONDS_PER_DAY = 86_400;

  private final Column column;

  /** The notation of dates; empty for numbers. */
  private final Optional<DateText> dates;

  /** Whether the network sees more than the place in a cycle. */
  private final boolean goesOn;

  private Quantities(Column column, Optional<DateText> dates, boolean goesOn) {
    this.column = column;
    this.dates = dates;
    this.goesOn = goesOn;
  }

  /**
   * The scale of a column whose prepared numbers are not a linear function of its cells, such as
   * {@code quantile}; empty if they are, or are not scaled.
   */
  public static Optional<String> nonlinearScale(PreparedColumn prepared) {
    if (!(prepared instanceof ScaledColumn scaled)) {
      return Optional.empty();
    }
    return scaled.clip()
        ? Optional.of("robust-clipped")
        : scaled.quantiles().map(quantiles -> "quantile");
  }

  /**
   * The quantities of a column.
   *
   * @param prepared how the column was prepared
   * @return empty if its cells are names
   */
  public static Optional<Quantities> of(PreparedColumn prepared, Column column) {
    if (prepared instanceof ScaledColumn) {
      return Optional.of(new Quantities(column, Optional.empty(), true));
    }
    if (prepared instanceof DateColumn dates) {
      return Optional.of(
          new Quantities(
              column,
              Optional.of(DateText.of(dates.format())),
              !dates.parts().stream().allMatch(DatePart::isCycle)));
    }
    return Optional.empty();
  }

  /** Whether they are numbers; otherwise they are dates. */
  public boolean areNumbers() {
    return dates.isEmpty();
  }

  /** Whether a larger one is something new; of a date, the network may only see the month. */
  boolean goOn() {
    return goesOn;
  }

  /** The number in a cell, or the days since 1970-01-01; NaN if it is missing. */
  public double of(int row) {
    if (dates.isEmpty() || column.isMissing(row)) {
      return column.number(row);
    }
    return DateCells.read(dates.get(), column, row).map(DatePart.DAY_NUMBER::of).orElse(Double.NaN);
  }

  /**
   * Those in some cells, as {@link #of(int)}.
   *
   * @param rows their indices, of which those from {@code from} to {@code to} count
   * @param into overwritten from the beginning
   */
  void copy(int[] rows, int from, int to, double[] into) {
    if (dates.isEmpty() && column instanceof NumericColumn numbers) {
      numbers.copy(rows, from, to, into);
    } else {
      for (int i = from; i < to; i++) {
        into[i - from] = of(rows[i]);
      }
    }
  }

  /** A quantity as it may stand in a cell: a plain number, or a date in ISO notation. */
  String text(double quantity) {
    if (dates.isEmpty()) {
      return NumberText.plain(quantity);
    }
    LocalDateTime date =
        LocalDateTime.ofEpochSecond(Math.round(quantity * SECONDS_PER_DAY), 0, ZoneOffset.UTC);
    return date.toLocalTime().equals(LocalTime.MIDNIGHT)
        ? date.toLocalDate().toString()
        : date.toString();
  }
}
