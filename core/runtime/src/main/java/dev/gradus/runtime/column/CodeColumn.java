package dev.gradus.runtime.column;

import java.util.List;
import java.util.Optional;

/**
 * A column of names, which becomes the place of the name among the categories, counted from 0, or
 * -1 for one that is not among them. An embedding makes something of it.
 *
 * @param name the column
 * @param categories the names, numbers first and by value, then texts by code point; at least one
 * @param fill what stands for a missing name; empty if none may be missing
 */
@Stored("code")
public record CodeColumn(String name, List<String> categories, Optional<String> fill)
    implements CategoryColumn {

  /** A column of which no name is missing. */
  public CodeColumn(String name, List<String> categories) {
    this(name, categories, Optional.empty());
  }

  public CodeColumn {
    categories = Categories.check(name, categories);
  }

  @Override
  public int width() {
    return 1;
  }

  @Override
  public int codes() {
    return categories.size();
  }
}
