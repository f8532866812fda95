package dev.gradus.runtime.column;

import java.util.Collections;
import java.util.List;

/**
 * What the columns of the input of a network are.
 *
 * @param categories for each, how many categories its codes stand for; 0 for a column of numbers
 */
public record InputColumns(List<Integer> categories) {

  public InputColumns {
    categories = List.copyOf(categories);
  }

  /** So many columns of numbers. */
  public static InputColumns numbers(int width) {
    return new InputColumns(Collections.nCopies(width, 0));
  }

  /** How many there are. */
  public int width() {
    return categories.size();
  }

  /** Whether some are codes. */
  public boolean hasCodes() {
    return categories.stream().anyMatch(count -> count > 0);
  }
}
