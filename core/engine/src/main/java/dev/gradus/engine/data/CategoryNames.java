package dev.gradus.engine.data;

import dev.gradus.engine.table.Column;
import dev.gradus.runtime.column.NumberText;
import java.util.HashMap;
import java.util.Map;

/**
 * What the cells of a column of names are called.
 *
 * <p>If all of them are numbers, a cell is called by its number, because programs write the same
 * one in several ways: {@code 1}, and {@code 1.0} once a column has a missing cell. If one of them
 * is not ({@link NumberText#isExact}), the column holds names, some of which may be made of digits,
 * and a cell is called as it is written: {@code 00100} and {@code 100} are two. So are, in a column
 * of numbers, {@code 3.1} and {@code 3.10} if both come, for these are versions or sections.
 */
final class CategoryNames {

  private final Column column;
  private final boolean numbers;

  private CategoryNames(Column column, boolean numbers) {
    this.column = column;
    this.numbers = numbers;
  }

  /**
   * The names in a column.
   *
   * @param rows those that decide whether the names are numbers; not modified
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

  /** What a cell is called that is not missing. */
  String of(int row) {
    double number = numbers ? column.number(row) : Double.NaN;
    return Double.isNaN(number) ? column.text(row) : NumberText.plain(number);
  }
}
