package dev.gradus.engine.data;

import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.ColumnNames;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Warning;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Finds the rows of a table on which a model can be evaluated. */
final class MeasurableRows {

  private final Table table;
  private final Consumer<Warning> warnings;

  private MeasurableRows(Table table, Consumer<Warning> warnings) {
    this.table = table;
    this.warnings = warnings;
  }

  static int[] of(
      Preparation preparation,
      List<String> aside,
      boolean dropped,
      Table table,
      Consumer<Warning> warnings) {
    MeasurableRows rows = new MeasurableRows(table, warnings);
    int[] all = IntStream.range(0, table.rows()).toArray();
    int[] withTarget = rows.complete(all, preparation.targets().needed(), "the target");
    int[] judged = rows.complete(withTarget, aside, "which the loss or a metric needs");
    return dropped ? rows.complete(judged, inputs(preparation.inputs()), "used as input") : judged;
  }

  /** The names of the columns whose missing cells have no fill value. */
  private static List<String> inputs(List<PreparedColumn> columns) {
    return columns.stream()
        .filter(column -> column.fill().isEmpty())
        .map(PreparedColumn::name)
        .toList();
  }

  /**
   * The rows without missing cells.
   *
   * @param names of the columns; columns that do not exist are reported elsewhere
   * @param what describes the columns in a sentence
   */
  private int[] complete(int[] rows, List<String> names, String what) {
    List<Column> gapped =
        names.stream()
            .flatMap(name -> table.find(name).stream())
            .filter(column -> Arrays.stream(rows).anyMatch(column::isMissing))
            .toList();
    int[] kept =
        Arrays.stream(rows)
            .filter(row -> gapped.stream().noneMatch(column -> column.isMissing(row)))
            .toArray();
    if (kept.length < rows.length) {
      String where = where(gapped) + " (" + what + ")";
      if (kept.length == 0) {
        throw new DataException(
            table.origin(),
            "every row lacks a value in %s, so there is nothing to evaluate".formatted(where));
      }
      warnings.accept(warning(rows.length - kept.length, where));
    }
    return kept;
  }

  private static String where(List<Column> gapped) {
    List<String> names = gapped.stream().map(Column::name).toList();
    return names.size() == 1
        ? "column '%s'".formatted(names.get(0))
        : "at least one of the columns " + ColumnNames.list(names);
  }

  private Warning warning(int left, String where) {
    return new Warning(
        String.format(
            Locale.ROOT,
            "%s: %,d of %,d rows lack a value in %s; they are excluded from the evaluation",
            table.origin(),
            left,
            table.rows(),
            where),
        left);
  }
}
