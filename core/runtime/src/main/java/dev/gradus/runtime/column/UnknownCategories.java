package dev.gradus.runtime.column;

import dev.gradus.runtime.problem.Warning;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Counts the cells of a column whose category was not among the training rows. */
public final class UnknownCategories {

  /** The maximum number of categories that a warning names. */
  private static final int NAMED = 3;

  private final String column;
  private final String treatment;
  private final Set<String> first = new LinkedHashSet<>();
  private boolean more;
  private long cells;

  /** Has counted none yet. */
  public UnknownCategories(PreparedColumn column) {
    this(column.name(), treatment(column));
  }

  UnknownCategories(String column, String treatment) {
    this.column = column;
    this.treatment = treatment;
  }

  /** What an unknown category is treated as: a missing cell, where there are only yes and no. */
  static String treatment(PreparedColumn column) {
    return column.categories().isEmpty() ? "missing" : "unknown";
  }

  /** The same for further cells of the column, of which none is counted yet. */
  public UnknownCategories none() {
    return new UnknownCategories(column, treatment);
  }

  /** Counts a cell. */
  public void add(String category) {
    cells++;
    if (first.size() < NAMED) {
      first.add(category);
    } else {
      more |= !first.contains(category);
    }
  }

  /** Adds the cells of further rows of the column. */
  public void addAll(UnknownCategories later) {
    long counted = cells + later.cells;
    later.first.forEach(this::add);
    more |= later.more;
    cells = counted;
  }

  /** The name of the column. */
  public String column() {
    return column;
  }

  /**
   * Warns about unknown categories, if there were any.
   *
   * @param origin where the rows come from
   * @param rows the number of rows
   */
  public void warn(String origin, long rows, Consumer<Warning> warnings) {
    if (cells > 0) {
      String names =
          first.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "))
              + (more ? " and others" : "");
      warnings.accept(
          new Warning(
              String.format(
                  Locale.ROOT,
                  "%s: %,d of %,d rows have a category in column '%s' that the model has not learned (%s); they are treated as %s",
                  origin,
                  cells,
                  rows,
                  column,
                  names,
                  treatment),
              cells));
    }
  }
}
