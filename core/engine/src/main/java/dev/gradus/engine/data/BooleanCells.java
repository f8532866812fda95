package dev.gradus.engine.data;

import dev.gradus.engine.table.Column;
import dev.gradus.runtime.column.BooleanWords;
import java.util.HashSet;
import java.util.Set;

/** The cells of a boolean column. */
final class BooleanCells {

  private BooleanCells() {}

  /** 1 if a cell means yes, 0 if it means no; NaN for neither, or if it is missing. */
  static float value(BooleanWords words, Column column, int row) {
    double number = column.number(row);
    return Double.isNaN(number) ? words.value(column.text(row)) : words.value(number);
  }

  /**
   * Whether the column has values, and all of them belong to one known pair, such as yes and no.
   */
  static boolean arePair(Column column) {
    Set<String> texts = new HashSet<>();
    for (int row = 0; row < column.rows() && texts.size() <= 2; row++) {
      if (!column.isMissing(row)) {
        double number = column.number(row);
        texts.add(
            Double.isNaN(number) ? BooleanWords.key(column.text(row)) : BooleanWords.key(number));
      }
    }
    return BooleanWords.arePair(texts);
  }
}
