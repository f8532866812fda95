package dev.gradus.engine.data;

import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.column.UnknownCategories;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Warning;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

/**
 * Prepares rows of a table, some rows at a time, so that they need not be in memory together.
 * Numbers, warnings and errors are those of {@link TablePreparation}.
 */
public final class PreparationInParts {

  /** The number of numbers in memory at a time, roughly. */
  private static final int NUMBERS_AT_ONCE = 1 << 20;

  private final TablePreparation tables;
  private final Preparation preparation;
  private final Table table;
  private final int[] rows;
  private final Team team;

  /** The cells of each column that the model does not know, as far as rows are prepared. */
  private final Map<String, UnknownCategories> unknown = new LinkedHashMap<>();

  /** The index of the next row whose inputs are not prepared yet. */
  private int next;

  /**
   * Will prepare rows.
   *
   * @param rows in the order wanted; not modified
   * @param threads share the work
   */
  public PreparationInParts(
      Preparation preparation, Table table, int[] rows, PreparationThreads threads) {
    this.tables = TablePreparation.of(preparation);
    this.preparation = preparation;
    this.table = table;
    this.rows = rows;
    this.team = threads.team();
  }

  /**
   * Prepares the inputs.
   *
   * @param receiver of the numbers of the next rows, row by row, and how many rows these are
   * @param warnings receives warnings about cells that the model does not know
   * @throws DataException as {@link TablePreparation#inputs(Table, Consumer)}
   */
  public void inputs(ObjIntConsumer<float[]> receiver, Consumer<Warning> warnings) {
    try {
      inputsBefore(table.rows(), receiver);
      warnOfUnknown(warnings);
    } catch (DataException e) {
      findMistake();
      throw e;
    }
  }

  /**
   * Prepares the inputs of the next rows.
   *
   * @param end the row of the table before which they are; all rows are ascending, unless it is the
   *     number of rows of the table
   * @param receiver as for all inputs
   * @throws DataException if a cell is wrong, perhaps not the one that {@link #findMistake} reports
   */
  public void inputsBefore(int end, ObjIntConsumer<float[]> receiver) {
    int atOnce = atOnce(Math.max(preparation.encodedWidth(), preparation.inputWidth()));
    while (next < rows.length && rows[next] < end) {
      int to = next;
      while (to < rows.length && to < next + atOnce && rows[to] < end) {
        to++;
      }
      int[] some = Arrays.copyOfRange(rows, next, to);
      receiver.accept(tables.inputs(table, some, this::add, team), some.length);
      next = to;
    }
  }

  private void add(UnknownCategories more) {
    unknown.computeIfAbsent(more.column(), name -> more.none()).addAll(more);
  }

  /** Warns about cells of all these rows that the model does not know. */
  public void warnOfUnknown(Consumer<Warning> warnings) {
    unknown.values().forEach(each -> each.warn(table.origin(), rows.length, warnings));
  }

  /**
   * Reports the first mistake of the first column that has one, as it would be in memory, in the
   * inputs that are not prepared yet.
   *
   * @throws DataException if there is one
   */
  public void findMistake() {
    preparation.inputs().forEach(column -> findMistake(column, next));
  }

  /**
   * Prepares the targets.
   *
   * @param receiver as for the inputs
   * @throws DataException as {@link TablePreparation#targets(Table)}
   */
  public void targets(ObjIntConsumer<float[]> receiver) {
    try {
      forSome(
          0,
          preparation.targets().width(),
          some -> receiver.accept(tables.targets(table, some), some.length));
    } catch (DataException e) {
      List<? extends PreparedColumn> columns = preparation.targets().columns();
      if (columns.size() > 1) {
        columns.forEach(column -> findMistake(column, 0));
      }
      throw e;
    }
  }

  private static int atOnce(int width) {
    return Math.max(1, NUMBERS_AT_ONCE / width);
  }

  private void forSome(int first, int width, Consumer<int[]> step) {
    int atOnce = atOnce(width);
    for (int from = first; from < rows.length; from += Math.min(atOnce, rows.length - from)) {
      step.accept(Arrays.copyOfRange(rows, from, from + Math.min(atOnce, rows.length - from)));
    }
  }

  private void findMistake(PreparedColumn column, int first) {
    forSome(
        first,
        column.width(),
        some ->
            EncodedCells.encode(
                column,
                new ColumnCells(table, table.column(column.name()), some, unused -> {}),
                new float[some.length * column.width()],
                0,
                column.width()));
  }
}
