package dev.gradus.engine.data;

import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.column.ShortNumber;
import dev.gradus.runtime.problem.Warning;
import java.util.Locale;
import java.util.function.Consumer;

/** Warns about numbers far from the training data of a column. */
final class FarNumbers {

  private FarNumbers() {}

  static void warn(PreparedColumn learned, Column column, Table table, Consumer<Warning> warnings) {
    int count = 0;
    int first = -1;
    for (int row = 0; row < table.rows(); row++) {
      if (!column.isMissing(row) && learned.isFar(column.number(row))) {
        first = count == 0 ? row : first;
        count++;
      }
    }
    if (count > 0) {
      warnings.accept(
          new Warning(
              String.format(
                  Locale.ROOT,
                  "%,d of %,d rows have a number in column '%s' that is far from those the model has learned from (%s at %s; they are %s); what it predicts there is a guess",
                  count,
                  table.rows(),
                  column.name(),
                  ShortNumber.of(column.number(first)),
                  table.placeOf(first),
                  learned.learnedFrom()),
              count));
    }
  }
}
