package dev.gradus.engine.data;

import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.column.ShortNumber;
import dev.gradus.runtime.problem.Warning;
import java.util.Locale;
import java.util.function.Consumer;

/** Counts the numbers of a column that are far from its training data. */
final class FarNumbers {

  private final PreparedColumn learned;
  private long count;
  private String first = "";

  /** Has counted none yet. */
  FarNumbers(PreparedColumn learned) {
    this.learned = learned;
  }

  /** Counts those of a column of a table. */
  void add(Column column, Table table) {
    for (int row = 0; row < table.rows(); row++) {
      if (!column.isMissing(row) && learned.isFar(column.number(row))) {
        if (count == 0) {
          first = ShortNumber.of(column.number(row)) + " at " + table.placeOf(row);
        }
        count++;
      }
    }
  }

  /**
   * Warns about them, if there are any.
   *
   * @param rows the number of rows
   */
  void warn(long rows, Consumer<Warning> warnings) {
    if (count > 0) {
      warnings.accept(
          new Warning(
              String.format(
                  Locale.ROOT,
                  "%,d of %,d rows have a number in column '%s' that is far from those the model has learned from (%s; they are %s); what it predicts there is a guess",
                  count,
                  rows,
                  learned.name(),
                  first,
                  learned.learnedFrom()),
              count));
    }
  }
}
