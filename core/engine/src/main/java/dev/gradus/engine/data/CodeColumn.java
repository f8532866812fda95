package dev.gradus.engine.data;

import java.util.List;

/**
 * A column of names, which becomes the place of the name among the categories, counted from 0, or
 * -1 for one that is not among them. An embedding makes something of it.
 *
 * @param name the column
 * @param categories the texts of the cells, sorted by code point; at least one
 */
public record CodeColumn(String name, List<String> categories) implements PreparedColumn {

  /** What stands for a name that is not among the categories. */
  public static final int UNKNOWN = -1;

  /** Checks the categories. */
  public CodeColumn {
    categories = Categories.check(name, categories, 1);
  }

  @Override
  public int width() {
    return 1;
  }
}
