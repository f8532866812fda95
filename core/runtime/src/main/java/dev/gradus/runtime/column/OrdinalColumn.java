package dev.gradus.runtime.column;

import java.util.List;
import java.util.Optional;

/**
 * A column of ordered names: each cell becomes the index of its name in the order, from 0, or -1
 * for an unknown name.
 *
 * @param name the column
 * @param categories the names, from the first to the last; at least one, distinct
 * @param fill the category that replaces a missing cell; empty if cells must not be missing
 */
@Stored("ordinal")
public record OrdinalColumn(String name, List<String> categories, Optional<String> fill)
    implements CategoryColumn {

  /** Checks the names. */
  public OrdinalColumn {
    categories = Categories.checkDistinct(name, categories);
    if (categories.isEmpty()) {
      throw new IllegalArgumentException("the names in column '%s' have no order".formatted(name));
    }
  }

  @Override
  public CategoryPlaces places() {
    return new CategoryPlaces(categories);
  }

  /** The middle of the order. */
  @Override
  public String middle(double least, double largest, float[] into, int at) {
    into[at] = (categories.size() - 1) / 2f;
    return ANY;
  }

  @Override
  public int width() {
    return 1;
  }

  @Override
  public int numbers() {
    return 1;
  }
}
