package dev.gradus.engine.data;

import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.NumericColumn;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.CategoryColumn;
import dev.gradus.runtime.column.CategoryOrder;
import dev.gradus.runtime.column.CategoryPlaces;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.column.UnknownCategories;
import dev.gradus.runtime.problem.DataException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

/** Some cells of a column of a table, with the errors and warnings about them. */
public final class ColumnCells {

  /** So many numbers are in memory at a time. */
  private static final int ROWS_AT_ONCE = 1 << 13;

  private final Table table;
  private final Column column;
  private final int[] rows;
  private final Consumer<UnknownCategories> unknown;

  /**
   * The cells of some rows.
   *
   * @param rows of the table, in the order wanted; not modified
   * @param unknown receives what was counted if there are categories that were not learned
   */
  ColumnCells(Table table, Column column, int[] rows, Consumer<UnknownCategories> unknown) {
    this.table = table;
    this.column = column;
    this.rows = rows;
    this.unknown = unknown;
  }

  /** The name of the column. */
  String name() {
    return column.name();
  }

  /** The whole column. */
  Column column() {
    return column;
  }

  /** The rows of the cells; not to be modified. */
  int[] rows() {
    return rows;
  }

  /** The number of missing cells. */
  int missing() {
    int missing = 0;
    for (int row : rows) {
      missing += column.isMissing(row) ? 1 : 0;
    }
    return missing;
  }

  /** The numbers in the cells that have one, in the order of the rows. */
  ColumnNumbers numbers() {
    int[] present = new int[1];
    forNumbers(Double.NaN, (numbers, some) -> present[0] += some);
    return new ColumnNumbers(present[0], visitor -> forNumbers(Double.NaN, visitor));
  }

  /**
   * The numbers in the cells, in the order of the rows.
   *
   * @param fill stands for those that are missing; NaN if none is
   */
  ColumnNumbers numbers(double fill) {
    return new ColumnNumbers(rows.length, visitor -> forNumbers(fill, visitor));
  }

  /** Visits the numbers; a missing one is left out if there is nothing to fill in. */
  private void forNumbers(double fill, ObjIntConsumer<double[]> visitor) {
    for (int from = 0; from < rows.length; from += Math.min(ROWS_AT_ONCE, rows.length - from)) {
      double[] numbers = numbers(from, from + Math.min(ROWS_AT_ONCE, rows.length - from));
      int count = 0;
      for (double number : numbers) {
        double taken = Double.isNaN(number) ? fill : number;
        if (!Double.isNaN(taken)) {
          numbers[count++] = taken;
        }
      }
      visitor.accept(numbers, count);
    }
  }

  /**
   * The numbers in some of the cells; NaN where there is none.
   *
   * @param from the index of the first cell
   * @param to the index after the last one
   */
  double[] numbers(int from, int to) {
    double[] numbers = new double[to - from];
    if (column instanceof NumericColumn numeric) {
      numeric.copy(rows, from, to, numbers);
    } else {
      for (int i = from; i < to; i++) {
        numbers[i - from] = column.number(rows[i]);
      }
    }
    return numbers;
  }

  /** The origin of the table. */
  String origin() {
    return table.origin();
  }

  /** The error about a row. */
  DataException wrong(int row, String sentence) {
    return new DataException(table.placeOf(row), sentence);
  }

  /**
   * The distinct names of the cells, sorted.
   *
   * @param fill the fill value of missing cells, if there are any
   * @throws DataException if there are more than {@link Preparation#MOST_CATEGORIES}
   */
  List<String> names(Optional<String> fill) {
    CategoryNames names = CategoryNames.ofFew(column, rows);
    Set<String> different = new HashSet<>();
    for (int row : rows) {
      different.add(column.isMissing(row) ? fill.orElse("") : names.of(row));
      if (different.size() > Preparation.MOST_CATEGORIES) {
        throw new DataException(
            origin(),
            String.format(
                Locale.ROOT,
                "column '%1$s' has more than %2$,d different values, too many for categories; ignore it (columns: {%1$s: ignore}), or, if it contains numbers, declare it numeric",
                name(),
                Preparation.MOST_CATEGORIES));
      }
    }
    return different.stream().sorted(CategoryOrder.COMPARATOR).toList();
  }

  /**
   * The index of each cell's name among the learned names, from 0; {@link CategoryColumn#UNKNOWN},
   * counted, for other names.
   *
   * @param names what was learned of the column
   * @throws DataException if a cell is missing without a fill value
   */
  int[] places(CategoryColumn names) {
    Optional<String> fill = names.fill();
    CategoryPlaces known = names.places();
    UnknownCategories others = new UnknownCategories(names);
    int[] places = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      String category = fill.isPresent() && column.isMissing(rows[i]) ? fill.get() : text(rows[i]);
      places[i] = known.of(category);
      if (places[i] == CategoryColumn.UNKNOWN) {
        others.add(category);
      }
    }
    count(others);
    return places;
  }

  /** Counts unknown cells among these. */
  void count(UnknownCategories others) {
    unknown.accept(others);
  }

  private String text(int row) {
    refuseMissing(row);
    return column.text(row);
  }

  /** Refuses a missing cell. */
  void refuseMissing(int row) {
    if (column.isMissing(row)) {
      throw wrong(
          row,
          "column '%s' has an empty cell here, but the model needs a value; fill it, or remove the row"
              .formatted(name()));
    }
  }

  /**
   * Whether a cell of the table is missing, if the rows before it were asked for, in their order.
   *
   * @param numbers those around the row
   */
  private boolean isMissing(int row, double[] numbers) {
    if (!(column instanceof NumericColumn numeric)) {
      return column.isMissing(row);
    }
    int at = row % numbers.length;
    if (at == 0) {
      numeric.copy(row, row + Math.min(numbers.length, column.rows() - row), numbers);
    }
    return Double.isNaN(numbers[at]);
  }

  /** Refuses to fit a column that has a missing cell in any row of the table. */
  void refuseMissing() {
    double[] numbers = new double[ROWS_AT_ONCE];
    for (int row = 0; row < column.rows(); row++) {
      if (isMissing(row, numbers)) {
        throw wrong(
            row,
            "column '%1$s' has an empty cell here, and missing values cannot be learned from; fill it, set the treatment of missing cells (missing: fill, or missing: drop), or ignore the column (columns: {%1$s: ignore})"
                .formatted(name()));
      }
    }
  }

  /** The error that all training cells are missing. */
  DataException nothingToFillIn() {
    return new DataException(
        origin(),
        "all training rows have an empty cell in column '%1$s', so there is no value to fill in; ignore the column (columns: {%1$s: ignore})"
            .formatted(name()));
  }
}
