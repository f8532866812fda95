package dev.gradus.runtime.column;

import java.util.List;
import java.util.Optional;

/**
 * An integer-encoded categorical column: the index of the category, from 0, or -1 for an unknown
 * one. The input of an embedding.
 *
 * @param name the column
 * @param categories the names, numbers first and by value, then strings by code point; at least one
 * @param fill the category that replaces a missing cell; empty if cells must not be missing
 */
@Stored("code")
public record CodeColumn(String name, List<String> categories, Optional<String> fill)
    implements CategoryColumn {

  /** A column without missing cells. */
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
