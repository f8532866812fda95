package dev.gradus.engine.data;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Speaks about the names of columns in error messages. */
final class ColumnNames {

  private static final int MOST_LISTED = 20;

  private ColumnNames() {}

  /** All names, or the first of very many. */
  static String list(List<String> names) {
    if (names.size() <= MOST_LISTED) {
      return String.join(", ", names);
    }
    return String.join(", ", names.subList(0, MOST_LISTED))
        + " and %s more".formatted(names.size() - MOST_LISTED);
  }

  /** A question that proposes the name that was perhaps meant; empty if none is near. */
  static String didYouMean(String found, List<String> names) {
    Optional<String> nearest =
        names.stream()
            .min(Comparator.comparingInt(name -> distance(found, name)))
            .filter(name -> distance(found, name) <= 1 + found.length() / 3);
    return nearest.map(name -> " Did you mean '" + name + "'?").orElse("");
  }

  /** The number of insertions, deletions and substitutions between two names (Levenshtein 1966). */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        boolean same =
            Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
        int oneMore = Math.min(previous[j], current[j - 1]) + 1;
        current[j] = Math.min(oneMore, previous[j - 1] + (same ? 0 : 1));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
