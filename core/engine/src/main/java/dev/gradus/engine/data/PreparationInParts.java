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

  /** About so many numbers are in memory at a time. */
  private static final int NUMBERS_AT_ONCE = 1 << 20;

  private final TablePreparation tables;
  private final Preparation preparation;
  private final Table table;
  private final int[] rows;

  /**
   * Will prepare rows.
   *
   * @param rows in the order wanted; not modified
   */
  public PreparationInParts(Preparation preparation, Table table, int[] rows) {
    this.tables = TablePreparation.of(preparation);
    this.preparation = preparation;
    this.table = table;
    this.rows = rows;
  }

  /**
   * Prepares the inputs.
   *
   * @param receiver of the numbers of the next rows, row by row, and how many rows these are
   * @param warnings receives warnings about cells that the model does not know
   * @param threads at least 1; the inputs are the same with any number
   * @throws DataException as {@link TablePreparation#inputs(Table, Consumer)}
   */
  public void inputs(ObjIntConsumer<float[]> receiver, Consumer<Warning> warnings, int threads) {
    Map<String, UnknownCategories> unknown = new LinkedHashMap<>();
    try (Team team = new Team(threads)) {
      forSome(
          Math.max(preparation.encodedWidth(), preparation.inputWidth()),
          some ->
              receiver.accept(
                  tables.inputs(table, some, more -> add(more, unknown), team), some.length));
      unknown.values().forEach(each -> each.warn(table.origin(), rows.length, warnings));
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
   * Prepares the targets.
   *
   * @param receiver as for the inputs
   * @throws DataException as {@link TablePreparation#targets(Table)}
   */
  public void targets(ObjIntConsumer<float[]> receiver) {
    try {
      forSome(
          preparation.targets().width(),
          some -> receiver.accept(tables.targets(table, some), some.length));
    } catch (DataException e) {
      List<? extends PreparedColumn> columns = preparation.targets().columns();
      if (columns.size() > 1) {
        columns.forEach(this::findMistake);
      }
      throw e;
    }
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
