package dev.gradus.runtime.column;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/** The rules for the distinct names in a column. */
final class Categories {

  private Categories() {}

  /**
   * Checks that there is at least one name and that the names are not empty, distinct and sorted,
   * and returns a copy. Models of earlier versions sort numeric names as strings, 10 before 2.
   */
  static List<String> check(String column, List<String> names) {
    return check(column, checkDistinct(column, names), 1);
  }

  /** The same with a minimum number of names. */
  static List<String> check(String column, List<String> names, int atLeast) {
    boolean enough = names.size() >= atLeast && !names.contains("");
    if (!enough
        || !(isSorted(names, CategoryOrder.COMPARATOR)
            || isSorted(names, CodePointOrder.COMPARATOR))) {
      throw new IllegalArgumentException(
          "the names in column '%s' must be at least %s, not empty, distinct and sorted, but are %s"
              .formatted(column, atLeast, names));
    }
    return List.copyOf(names);
  }

  /** Checks that no name occurs twice, and returns a copy. */
  static List<String> checkDistinct(String column, List<String> names) {
    if (new HashSet<>(names).size() < names.size()) {
      throw new IllegalArgumentException("a name in column '%s' is duplicated".formatted(column));
    }
    return List.copyOf(names);
  }

  private static boolean isSorted(List<String> names, Comparator<String> order) {
    return IntStream.range(1, names.size())
        .allMatch(i -> order.compare(names.get(i - 1), names.get(i)) < 0);
  }
}
