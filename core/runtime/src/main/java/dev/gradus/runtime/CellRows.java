package dev.gradus.runtime;

import dev.gradus.runtime.column.CellNote;
import dev.gradus.runtime.column.RowPreparation;
import dev.gradus.runtime.object.CellPreparation;
import dev.gradus.runtime.object.Friend;
import dev.gradus.runtime.object.NamedCells;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Problem;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Rows of cells outside a table, and the notes about the rows that were prepared. */
final class CellRows implements ManyRows.Rows {

  private static final CellPreparation<RowPreparation, CellNote> CELLS =
      Friend.of(MethodHandles.lookup(), RowPreparation.class, "CELLS");

  private final RowPreparation rows;
  private final long before;
  private final int count;
  private final IntFunction<NamedCells> cells;
  private final List<List<CellNote>> notes = new ArrayList<>();
  private final float[] prepared;

  /**
   * Creates rows that are read on demand.
   *
   * @param before the number of other rows before them, for messages
   * @param count the number of rows
   * @param cells returns each row
   */
  CellRows(RowPreparation rows, long before, int count, IntFunction<NamedCells> cells) {
    this.rows = rows;
    this.before = before;
    this.count = count;
    this.cells = cells;
    this.prepared = new float[rows.room()];
  }

  /** Prepares a row and returns notes about its cells. */
  static List<CellNote> prepare(RowPreparation rows, NamedCells row, float[] prepared) {
    return CELLS.prepare(rows, row, prepared);
  }

  /** Numbers as cells: a column of names looks up the name that equals the number. */
  static NamedCells of(RowPreparation rows, double[] raw) {
    rows.checkLength(raw);
    return NamedCells.of(raw, rows.names());
  }

  /** The notes about the prepared rows, in their order. */
  List<List<CellNote>> notes() {
    return notes;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public float[] inputs(int from, int to) {
    float[] inputs = new float[(to - from) * rows.width()];
    for (int i = from; i < to; i++) {
      NamedCells row = cells.apply(i);
      notes.add(located(before + i, () -> prepare(rows, row, prepared)));
      System.arraycopy(prepared, 0, inputs, (i - from) * rows.width(), rows.width());
    }
    return inputs;
  }

  @Override
  public String placeOf(int row) {
    return nameOf(before + row);
  }

  /** The preparation of a row. */
  interface OfRow<T> {
    T get();
  }

  /** Adds the row to an error. */
  static <T> T located(long row, OfRow<T> work) {
    try {
      return work.get();
    } catch (DataException e) {
      throw new DataException(new Problem(nameOf(row), String.valueOf(e.getMessage())), e);
    }
  }

  /** The name of a row in messages: {@code row 1} is the first. */
  static String nameOf(long row) {
    return "row " + (row + 1);
  }
}
