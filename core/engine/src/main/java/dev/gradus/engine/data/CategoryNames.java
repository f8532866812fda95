package dev.gradus.engine.data;

import dev.gradus.engine.table.Column;
import dev.gradus.runtime.column.NumberText;
import java.util.HashMap;
import java.util.Map;

/**
 * The names of the cells in a categorical column.
 *
 * <p>If all cells are numbers, the name of a cell is its number, because programs write the same
 * number in several ways: {@code 1}, and {@code 1.0} once a column has a missing cell. If one of
 * them is not ({@link NumberText#isExact}), the column holds names, some of which may consist of
 * digits, and the name of a cell is its text: {@code 00100} and {@code 100} are two names. In a
 * column of numbers {@code 3.1} and {@code 3.10} are two names if both occur, because they are
 * versions or sections.
 */
final class CategoryNames {

  private final Column column;
  private final boolean numbers;

  private CategoryNames(Column column, boolean numbers) {
    this.column = column;
    this.numbers = numbers;
  }

  /**
   * Creates the names of a column.
   *
   * @param rows the rows that decide whether the names are numbers; not modified
   */
  static CategoryNames of(Column column, int[] rows) {
    Map<Double, String> fractions = new HashMap<>();
    for (int row : rows) {
      String text = column.text(row);
      if (column.isMissing(row)) {
        continue;
      }
      if (!NumberText.isExact(text)) {
        return new CategoryNames(column, false);
      }
      double number = column.number(row);
      if (number != Math.rint(number)
          && !fractions.computeIfAbsent(number, key -> text).equals(text)) {
        return new CategoryNames(column, false);
      }
    }
    return new CategoryNames(column, true);
  }

  /** The name of a cell that is not missing. */
  String of(int row) {
    double number = numbers ? column.number(row) : Double.NaN;
    return Double.isNaN(number) ? column.text(row) : NumberText.plain(number);
  }
}
