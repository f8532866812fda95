package dev.gradus.engine.data;

import dev.gradus.engine.table.Column;
import dev.gradus.runtime.column.CodePointOrder;
import dev.gradus.runtime.column.ColumnNames;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.problem.DataException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The classes of rows, numbered from 0 in the order of their names. */
final class RowClasses {

  /** For each row, its class in the order in which the classes appear. */
  private final int[] appeared;

  /** The number of such a class. */
  private final int[] numbers;

  private final int[] sizes;

  private RowClasses(int[] appeared, int[] numbers) {
    this.appeared = appeared;
    this.numbers = numbers;
    sizes = new int[numbers.length];
    for (int each : appeared) {
      sizes[numbers[each]]++;
    }
  }

  /**
   * The classes in a column.
   *
   * @throws DataException if there are more than {@link Preparation#MOST_CATEGORIES}
   */
  static RowClasses of(Column column) {
    int[] appeared = new int[column.rows()];
    CategoryNames names =
        CategoryNames.ofFew(column, IntStream.range(0, appeared.length).toArray());
    Map<String, Integer> places = new LinkedHashMap<>();
    for (int row = 0; row < appeared.length; row++) {
      appeared[row] = places.computeIfAbsent(names.of(row), name -> places.size());
      if (places.size() > Preparation.MOST_CATEGORIES) {
        throw new DataException(
            "",
            String.format(
                Locale.ROOT,
                "column '%s' has more than %,d different values, too many for classes; predict another column, or, if it contains numbers, declare it numeric (columns: {%s: numeric})",
                column.name(),
                Preparation.MOST_CATEGORIES,
                ColumnNames.inYaml(column.name())));
      }
    }
    Map<String, Integer> sorted = new TreeMap<>(CodePointOrder.COMPARATOR);
    sorted.putAll(places);
    int[] numbers = new int[places.size()];
    int next = 0;
    for (int place : sorted.values()) {
      numbers[place] = next++;
    }
    return new RowClasses(appeared, numbers);
  }

  /** The class of a row. */
  int of(int row) {
    return numbers[appeared[row]];
  }

  /** The number of rows of each class; a copy. */
  int[] sizes() {
    return sizes.clone();
  }

  /**
   * Puts the rows of a class together, one class after the other.
   *
   * @param order of all rows; those of a class stay in it; not modified
   */
  int[] together(int[] order) {
    int[] next = new int[sizes.length];
    for (int each = 1; each < next.length; each++) {
      next[each] = next[each - 1] + sizes[each - 1];
    }
    int[] together = new int[order.length];
    for (int row : order) {
      together[next[of(row)]++] = row;
    }
    return together;
  }
}
