package dev.gradus.cli;

import dev.gradus.engine.table.Column;

/** The value of a cell, to compare: a number or a string. */
final class CellValue {

  private CellValue() {}

  /** A hash of all values of a column. */
  static int hash(Column column) {
    int hash = 0;
    for (int row = 0; row < column.rows(); row++) {
      hash = 31 * hash + column.value(row).hashCode();
    }
    return hash;
  }

  /** Whether two columns have the same value in every row. */
  static boolean areEqual(Column one, Column other) {
    for (int row = 0; row < one.rows(); row++) {
      if (!one.value(row).equals(other.value(row))) {
        return false;
      }
    }
    return true;
  }
}
