package dev.gradus.engine.table;

import dev.gradus.runtime.column.ColumnNames;
import dev.gradus.runtime.problem.DataException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ejml.data.Matrix;

/** Checks the rules for tables that are created in Java; violations are refused with a sentence. */
final class TableChecks {

  private TableChecks() {}

  static String checkName(String name) {
    if (name.isBlank()) {
      throw new DataException("", "a column has an empty name; give it one");
    }
    return name;
  }

  /** Checks that a number is finite, or NaN for a missing one. */
  static void checkFinite(double number, int row, String column) {
    if (Double.isInfinite(number)) {
      throw new DataException(
          "row " + (row + 1),
          "column '%s' has %s here; pass a finite number".formatted(column, number));
    }
  }

  static void checkColumns(List<? extends Column> columns) {
    if (columns.isEmpty()) {
      throw noColumns();
    }
    Column first = columns.get(0);
    Set<String> names = new HashSet<>();
    for (Column column : columns) {
      if (!names.add(column.name())) {
        throw new DataException(
            "", "two columns are called '" + column.name() + "'; rename one of them");
      }
      if (column.rows() != first.rows()) {
        throw new DataException(
            "",
            "column '%s' has %s rows, but column '%s' has %s; all columns of a table must have the same number of rows"
                .formatted(column.name(), column.rows(), first.name(), first.rows()));
      }
    }
    if (first.rows() == 0) {
      throw noRows();
    }
  }

  static DataException noColumns() {
    return new DataException("", "the table has no columns");
  }

  static DataException noRows() {
    return new DataException("", "the table has no rows");
  }

  static void checkNames(List<String> names, Matrix matrix) {
    if (names.size() != matrix.getNumCols()) {
      throw new DataException(
          "",
          "the matrix has %s columns, but there are %s names: %s"
              .formatted(matrix.getNumCols(), names.size(), ColumnNames.list(names)));
    }
  }

  static void checkWidth(double[] row, int index, int columns) {
    if (row.length != columns) {
      throw new DataException(
          "row " + (index + 1),
          "the row has %s numbers, but there are %s columns".formatted(row.length, columns));
    }
  }
}
