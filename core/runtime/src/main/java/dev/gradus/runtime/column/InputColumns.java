package dev.gradus.runtime.column;

import java.util.Collections;
import java.util.List;

/**
 * Describes the input columns of a network.
 *
 * @param categories for each column, how many categories its codes stand for; 0 for a numeric
 *     column
 */
public record InputColumns(List<Integer> categories) {

  public InputColumns {
    categories = List.copyOf(categories);
  }

  /** The given number of numeric columns. */
  public static InputColumns numbers(int width) {
    return new InputColumns(Collections.nCopies(width, 0));
  }

  /** The number of columns. */
  public int width() {
    return categories.size();
  }

  /** Whether any column holds category codes. */
  public boolean hasCodes() {
    return categories.stream().anyMatch(count -> count > 0);
  }
}
