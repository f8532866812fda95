package dev.gradus.runtime.column;

import dev.gradus.runtime.problem.Warning;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Counts the empty cells that are filled with learned values. */
public final class FilledCells {

  /** The maximum number of columns that a warning names. */
  private static final int NAMED = 5;

  /**
   * A column with empty cells.
   *
   * @param cells the number of empty cells
   * @param by the fill value
   */
  public record Filled(String name, long cells, String by) {

    /** The total of one column. */
    public Filled and(Filled more) {
      return new Filled(name, cells + more.cells, by);
    }
  }

  private FilledCells() {}

  /**
   * Warns about filled cells, if there are any.
   *
   * @param filled sorted in place
   * @param origin where the rows come from
   * @param rows the number of rows
   */
  public static void warn(
      List<Filled> filled, String origin, long rows, Consumer<Warning> warnings) {
    if (!filled.isEmpty()) {
      filled.sort(Comparator.comparingLong(Filled::cells).reversed());
      warnings.accept(warning(filled, origin, rows));
    }
  }

  private static Warning warning(List<Filled> filled, String origin, long rows) {
    List<String> parts = new ArrayList<>();
    for (Filled column : filled.subList(0, Math.min(NAMED, filled.size()))) {
      parts.add(
          String.format(
              Locale.ROOT,
              "%s in column '%s' (%s)",
              column.cells() == rows
                  ? String.format(Locale.ROOT, "all %,d", rows)
                  : String.format(Locale.ROOT, "%,d of %,d", column.cells(), rows),
              column.name(),
              column.by()));
    }
    long more = filled.stream().skip(NAMED).mapToLong(Filled::cells).sum();
    if (more > 0) {
      parts.add(
          String.format(Locale.ROOT, "%,d in %,d other columns", more, filled.size() - NAMED));
    }
    return new Warning(
        "%s: empty cells are filled with values learned in training: %s"
            .formatted(origin, String.join(", ", parts)),
        filled.stream().mapToLong(Filled::cells).sum());
  }
}
