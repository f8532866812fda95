package dev.gradus.runtime.column;

import java.util.Arrays;
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
@Stored("categorical")
public record OneHotColumn(String name, List<String> categories, Optional<String> fill)
    implements CategoryColumn {

  /** A column of which no name is missing. */
  public OneHotColumn(String name, List<String> categories) {
    this(name, categories, Optional.empty());
  }

  public OneHotColumn {
    categories = Categories.check(name, categories);
  }

  @Override
  public int width() {
    return categories.size();
  }

  @Override
  public void write(int place, float[] into, int at) {
    Arrays.fill(into, at, at + width(), 0);
    if (place != UNKNOWN) {
      into[at + place] = 1;
    }
  }

  @Override
  public String decode(float[] from, int at) {
    int place = 0;
    while (place < categories.size() && from[at + place] != 1) {
      place++;
    }
    return nameAt(place);
  }
}
