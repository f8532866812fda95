package dev.gradus.engine.data;

import dev.gradus.engine.problem.Warning;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Counts the empty cells for which something stands that was learned. */
final class FilledCells {

  /** How many columns a warning names. */
  private static final int NAMED = 5;

  /**
   * A column of which some cells are empty.
   *
   * @param cells how many
   * @param by what stands for them
   */
  record Filled(String name, int cells, String by) {

    /** Of one column together. */
    Filled and(Filled more) {
      return new Filled(name, cells + more.cells, by);
    }
  }

  private FilledCells() {}

  /**
   * Says how many there are in some rows, if there are any.
   *
   * @param rows those of the table that count; not modified
   */
  static void warn(
      List<PreparedColumn> inputs, Table table, int[] rows, Consumer<Warning> warnings) {
    List<Filled> filled = new ArrayList<>();
    for (PreparedColumn prepared : inputs) {
      Optional<Column> column = table.find(prepared.name());
      if (prepared.filling().isPresent() && column.isPresent()) {
        int cells = (int) Arrays.stream(rows).filter(column.get()::isMissing).count();
        if (cells > 0) {
          filled.add(new Filled(prepared.name(), cells, prepared.filling().get()));
        }
      }
    }
    warn(filled, table.origin(), rows.length, warnings);
  }

  /**
   * The same, if they are counted.
   *
   * @param filled is sorted
   */
  static void warn(List<Filled> filled, String origin, int rows, Consumer<Warning> warnings) {
    if (!filled.isEmpty()) {
      filled.sort(Comparator.comparingInt(Filled::cells).reversed());
      warnings.accept(warning(filled, origin, rows));
    }
  }

  private static Warning warning(List<Filled> filled, String origin, int rows) {
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
    int more = filled.stream().skip(NAMED).mapToInt(Filled::cells).sum();
    if (more > 0) {
      parts.add(
          String.format(Locale.ROOT, "%,d in %,d other columns", more, filled.size() - NAMED));
    }
    return new Warning(
        "%s: empty cells are filled in with what was learned in training: %s"
            .formatted(origin, String.join(", ", parts)),
        filled.stream().mapToLong(Filled::cells).sum());
  }
}
