package dev.gradus.runtime.column;

import dev.gradus.runtime.problem.Nearest;
import java.util.List;
import java.util.Set;

/** Words error messages about column names. */
public final class ColumnNames {

  private static final int MOST_LISTED = 20;

  private ColumnNames() {}

  /** Whether a string may be the number of a column instead of its name. */
  public static boolean isNumber(String text) {
    return text.matches("[0-9]{1,9}");
  }

  /** All names, or only the first ones if there are very many. */
  public static String list(List<String> names) {
    if (names.size() <= MOST_LISTED) {
      return String.join(", ", names);
    }
    return String.join(", ", names.subList(0, MOST_LISTED))
        + " and %s more".formatted(names.size() - MOST_LISTED);
  }

  /** A string as a configuration has it: in quotes unless it is a plain word. */
  public static String inYaml(String text) {
    return text.matches("[A-Za-z][A-Za-z0-9_-]*") ? text : "'" + text.replace("'", "''") + "'";
  }

  /** A question that proposes the name that was probably meant; empty if none is similar. */
  public static String didYouMean(String found, List<String> names) {
    return didYouMean(found, names, Set.of());
  }

  /** The same if some names are already taken. */
  public static String didYouMean(String found, List<String> all, Set<String> taken) {
    List<String> names = all.stream().filter(name -> !taken.contains(name)).toList();
    return Nearest.to(found, names).map(name -> " Did you mean '" + name + "'?").orElse("");
  }
}
