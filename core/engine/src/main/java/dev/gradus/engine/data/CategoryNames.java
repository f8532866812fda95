package dev.gradus.engine.data;

import dev.gradus.engine.table.Column;
import dev.gradus.runtime.column.NumberText;
import dev.gradus.runtime.column.Preparation;

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
    return of(column, rows, new KeysInParts<>(), Long.MAX_VALUE);
  }

  /**
   * The same for a column that is refused if it has more than {@link Preparation#MOST_CATEGORIES}
   * different names: then two spellings of a number may count as one name, since there are too many
   * names either way.
   */
  static CategoryNames ofFew(Column column, int[] rows) {
    return of(column, rows, new KeysInParts<>(), Preparation.MOST_CATEGORIES);
  }

  /**
   * The same in parts of a given size.
   *
   * @param enough if there are more different fractions than this, it does not matter whether one
   *     of them is written in two ways
   */
  static CategoryNames of(
      Column column, int[] rows, KeysInParts<Double, String> fractions, long enough) {
    long before = 0;
    do {
      for (int row : rows) {
        if (column.isMissing(row)) {
          continue;
        }
        String text = column.text(row);
        if (!NumberText.isExact(text)) {
          return new CategoryNames(column, false);
        }
        double number = column.number(row);
        if (number != Math.rint(number)
            && fractions.get(number, () -> text).filter(known -> !known.equals(text)).isPresent()) {
          return new CategoryNames(column, false);
        }
      }
      before += fractions.values().size();
    } while (before <= enough && fractions.next());
    return new CategoryNames(column, true);
  }

  /** The name of a cell that is not missing. */
  String of(int row) {
    double number = numbers ? column.number(row) : Double.NaN;
    return Double.isNaN(number) ? column.text(row) : NumberText.plain(number);
  }
}
