package dev.gradus.runtime.column;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Describes the input columns of a network.
 *
 * @param categories for each column, how many categories its codes stand for; 0 for any other
 *     column
 * @param numbers the indices of the columns that are quantities, ascending: not codes, nor one-hot
 *     encoded categories, nor yes and no
 */
public record InputColumns(List<Integer> categories, List<Integer> numbers) {

  public InputColumns {
    categories = List.copyOf(categories);
    numbers = List.copyOf(numbers);
  }

  /** Columns of codes and of quantities. */
  public InputColumns(List<Integer> categories) {
    this(
        categories,
        IntStream.range(0, categories.size()).filter(i -> categories.get(i) == 0).boxed().toList());
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
