package dev.gradus.engine.data;

import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.NumericColumn;
import dev.gradus.runtime.column.DateText;
import dev.gradus.runtime.column.NumberText;
import java.time.LocalDateTime;
import java.util.Optional;

/** Reads the dates in the cells of a column. */
final class DateCells {

  private DateCells() {}

  /** The date in a cell that is not missing; empty if it is not a date. */
  static Optional<LocalDateTime> read(DateText dates, Column column, int row) {
    return dates.parse(text(column, row));
  }

  /**
   * The text of a cell that is not missing; of a number such as 20130405, if its spelling is not
   * known, the plain one.
   */
  static String text(Column column, int row) {
    return column instanceof NumericColumn numbers && !numbers.hasTexts()
        ? NumberText.plain(numbers.number(row))
        : column.text(row);
  }
}
