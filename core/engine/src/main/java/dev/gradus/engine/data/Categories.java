package dev.gradus.engine.data;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The different names in a column, sorted by code point. */
final class Categories {

  private Categories() {}

  /**
   * The texts of some cells, each once, sorted.
   *
   * @param fill what stands for a missing cell, if some are
   * @throws DataException if there are more than {@link Preparation#MOST_CATEGORIES}
   */
  static List<String> of(Table table, Column column, int[] rows, Optional<String> fill) {
    TreeSet<String> sorted = new TreeSet<>(CodePointOrder.COMPARATOR);
    for (int row : rows) {
      sorted.add(column.isMissing(row) ? fill.orElse("") : column.text(row));
      if (sorted.size() > Preparation.MOST_CATEGORIES) {
        throw new DataException(
            table.origin(),
            String.format(
                Locale.ROOT,
                "column '%s' has more than %,d different texts, too many for categories; ignore it (columns: {%s: ignore}), or, if it holds numbers, declare it numeric",
                column.name(),
                Preparation.MOST_CATEGORIES,
                column.name()));
      }
    }
    return List.copyOf(sorted);
  }

  /** The place of each name in the list. */
  static Map<String, Integer> positions(List<String> names) {
    Map<String, Integer> positions = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      positions.put(names.get(i), i);
    }
    return positions;
  }

  /** A copy of the names, if they are enough, not empty, distinct, and sorted. */
  static List<String> check(String column, List<String> names, int atLeast) {
    boolean sorted = names.size() >= atLeast && !names.get(0).isEmpty();
    for (int i = 1; i < names.size(); i++) {
      sorted &= CodePointOrder.COMPARATOR.compare(names.get(i - 1), names.get(i)) < 0;
    }
    if (!sorted) {
      throw new IllegalArgumentException(
          "the names in column '%s' must be at least %s, not empty, distinct and sorted, but are %s"
              .formatted(column, atLeast, names));
    }
    return List.copyOf(names);
  }
}
