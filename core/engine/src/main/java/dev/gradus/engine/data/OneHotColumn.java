package dev.gradus.engine.data;

import java.util.List;
import java.util.Optional;

/**
 * A column of names, which becomes one number per category: 1 for the category of the row, 0 for
 * the others. For a category that is not among them all are 0.
 *
 * @param name the column
 * @param categories the names, numbers first and by value, then texts by code point; at least one
 * @param fill what stands for a missing name; empty if none may be missing
 */
public record OneHotColumn(String name, List<String> categories, Optional<String> fill)
    implements PreparedColumn {

  /** A column of which no name is missing. */
  public OneHotColumn(String name, List<String> categories) {
    this(name, categories, Optional.empty());
  }

  /** Checks the categories. */
  public OneHotColumn {
    categories = Categories.check(name, categories, 1);
  }

  @Override
  public int width() {
    return categories.size();
  }
}
