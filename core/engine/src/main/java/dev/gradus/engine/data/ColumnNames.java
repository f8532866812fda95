package dev.gradus.engine.data;

import dev.gradus.engine.problem.Nearest;
import java.util.List;

/** Speaks about the names of columns in error messages. */
final class ColumnNames {

  private static final int MOST_LISTED = 20;

  private ColumnNames() {}

  /** Whether a text may be the number of a column instead of its name. */
  static boolean isNumber(String text) {
    return text.matches("[0-9]{1,9}");
  }

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
    return Nearest.to(found, names).map(name -> " Did you mean '" + name + "'?").orElse("");
  }
}
