package dev.gradus.runtime.column;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A one-hot encoded categorical column: one number per category, 1 for the category of the row and
 * 0 for the others. For an unknown category all are 0.
 *
 * @param name the column
 * @param categories the names, numbers first and by value, then strings by code point; at least one
 * @param fill the category that replaces a missing cell; empty if cells must not be missing
 */
@Stored("categorical")
public record OneHotColumn(String name, List<String> categories, Optional<String> fill)
    implements CategoryColumn {

  /** A column without missing cells. */
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

  /** The mean of all names that cells have. */
  @Override
  public String middle(double least, double largest, float[] into, int at) {
    Arrays.fill(into, at, at + width(), 0);
    List<String> names = choices().isEmpty() ? categories : choices();
    for (String name : names) {
      into[at + categories.indexOf(name)] = 1f / names.size();
    }
    return ANY;
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
