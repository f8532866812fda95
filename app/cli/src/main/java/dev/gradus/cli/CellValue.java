package dev.gradus.cli;

import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.NumericColumn;

/** The value of a cell, to compare: a number or a string. */
final class CellValue {

  private CellValue() {}

  /** The value; missing cells of a column equal each other, and so do both zeros. */
  static Object of(Column column, int row) {
    return column instanceof NumericColumn ? column.number(row) + 0.0 : column.text(row);
  }

  /** A hash of all values of a column. */
  static int hash(Column column) {
    int hash = 0;
    for (int row = 0; row < column.rows(); row++) {
      hash = 31 * hash + of(column, row).hashCode();
    }
    return hash;
  }

  /** Whether two columns have the same value in every row. */
  static boolean areEqual(Column one, Column other) {
    for (int row = 0; row < one.rows(); row++) {
      if (!of(one, row).equals(of(other, row))) {
        return false;
      }
    }
    return true;
  }
}
