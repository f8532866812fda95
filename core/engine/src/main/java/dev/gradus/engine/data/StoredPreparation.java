package dev.gradus.engine.data;

import dev.gradus.engine.linear.MatrixRows;
import dev.gradus.engine.linear.StoredRows;
import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.column.UnknownCategories;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Warning;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Prepares rows of a table in a file instead of memory, some rows at a time. Numbers, warnings and
 * errors are those of {@link TablePreparation}.
 */
public final class StoredPreparation {

  /** About so many numbers are in memory at a time. */
  private static final int NUMBERS_AT_ONCE = 1 << 20;

  private final TablePreparation tables;
  private final Preparation preparation;
  private final Table table;
  private final int[] rows;
  private final Path folder;

  /**
   * Will prepare rows.
   *
   * @param rows in the order wanted; not modified
   * @param folder holds the files
   */
  public StoredPreparation(Preparation preparation, Table table, int[] rows, Path folder) {
    this.tables = TablePreparation.of(preparation);
    this.preparation = preparation;
    this.table = table;
    this.rows = rows;
    this.folder = folder;
  }

  /**
   * The inputs.
   *
   * @param warnings receives warnings about cells that the model does not know
   * @param threads at least 1; the inputs are the same with any number
   * @throws DataException as {@link TablePreparation#inputs(Table, Consumer)}
   */
  public MatrixRows inputs(Consumer<Warning> warnings, int threads) {
    Map<String, UnknownCategories> unknown = new LinkedHashMap<>();
    try (Team team = new Team(threads)) {
      MatrixRows inputs =
          rows(
              preparation.inputWidth(),
              Math.max(preparation.encodedWidth(), preparation.inputWidth()),
              some -> tables.inputs(table, some, more -> add(more, unknown), team));
      unknown.values().forEach(each -> each.warn(table.origin(), rows.length, warnings));
      return inputs;
    } catch (DataException e) {
      // In memory, the first mistake of the first column is reported.
      preparation.inputs().forEach(this::findMistake);
      throw e;
    }
  }

  private static void add(UnknownCategories more, Map<String, UnknownCategories> unknown) {
    unknown.computeIfAbsent(more.column(), name -> more.none()).addAll(more);
  }

  /**
   * The targets.
   *
   * @throws DataException as {@link TablePreparation#targets(Table)}
   */
  public MatrixRows targets() {
    int width = preparation.targets().width();
    try {
      return rows(width, width, some -> tables.targets(table, some));
    } catch (DataException e) {
      List<? extends PreparedColumn> columns = preparation.targets().columns();
      if (columns.size() > 1) {
        columns.forEach(this::findMistake);
      }
      throw e;
    }
  }

  /** Prepares a few rows. */
  private interface Step {
    float[] of(int[] some);
  }

  private MatrixRows rows(int width, int most, Step step) {
    StoredRows all = new StoredRows(folder, width);
    forSome(most, some -> all.add(step.of(some), some.length));
    return all.end();
  }

  private void forSome(int width, Consumer<int[]> step) {
    int atOnce = Math.max(1, NUMBERS_AT_ONCE / width);
    for (int from = 0; from < rows.length; from += atOnce) {
      step.accept(Arrays.copyOfRange(rows, from, from + Math.min(atOnce, rows.length - from)));
    }
  }

  private void findMistake(PreparedColumn column) {
    forSome(
        column.width(),
        some ->
            EncodedCells.encode(
                column,
                new ColumnCells(table, table.column(column.name()), some, unknown -> {}),
                new float[some.length * column.width()],
                0,
                column.width()));
  }
}
