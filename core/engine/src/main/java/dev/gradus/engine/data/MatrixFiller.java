package dev.gradus.engine.data;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.ColumnNames;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.column.UnknownCategories;
import dev.gradus.runtime.problem.Bytes;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.DataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Fills a matrix from left to right with the encoded columns of a table. */
final class MatrixFiller {

  /** A few columns of this many rows fit into the cache of a processor. */
  private static final int ROWS_AT_ONCE = 1 << 10;

  private static final int MOST_PIECES = 1 << 16;

  private final Table table;
  private final int[] rows;
  private final Set<String> used;
  private final Matrix matrix;
  private final Consumer<UnknownCategories> unknown;
  private int next;

  /**
   * Creates a filler.
   *
   * @param rows of the table that become rows of the matrix, in this order; not modified
   * @param width the number of columns of the matrix
   * @param widest the column with the most encoded numbers, if it has several
   * @param used the columns that the model uses, which are never proposed for another name
   * @param unknown receives for each column of categories how many were not learned
   */
  MatrixFiller(
      Table table,
      int[] rows,
      int width,
      Optional<PreparedColumn> widest,
      Set<String> used,
      Consumer<UnknownCategories> unknown) {
    this.table = table;
    this.used = used;
    this.rows = rows;
    this.unknown = unknown;
    long bytes = (long) rows.length * width * Float.BYTES;
    if (bytes / Float.BYTES > Integer.MAX_VALUE - 8 || bytes > Runtime.getRuntime().maxMemory()) {
      throw new DataException(
          table.origin(),
          String.format(
              Locale.ROOT,
              "a matrix of %,d rows x %,d columns needs %s of memory, more than there is; use fewer rows%s",
              rows.length,
              width,
              Bytes.text(bytes),
              widest
                  .map(
                      column ->
                          ", or ignore columns of many categories, such as '%s', which becomes %s numbers"
                              .formatted(column.name(), column.width()))
                  .orElse("")));
    }
    this.matrix = Matrix.zeros(rows.length, width);
  }

  Matrix matrix() {
    return matrix;
  }

  /**
   * Fills all columns.
   *
   * <p>Those of numbers are filled side by side, some rows at a time, because a matrix lies row by
   * row in memory. If a cell is wrong, the columns are filled one after the other, so that it is
   * always the first wrong cell of the first wrong column that is reported.
   *
   * @param columns in their order
   * @param team shares the work
   */
  void fill(List<PreparedColumn> columns, Team team) {
    boolean filled = fillNumbers(columns, team);
    for (PreparedColumn column : columns) {
      CancelledException.check("the data were prepared");
      if (!filled || !EncodedCells.isEncodedInParts(column)) {
        EncodedCells.encode(column, cells(column.name()), matrix.values(), next, matrix.columns());
      }
      next += column.width();
    }
  }

  /** Fills the columns of numbers, unless a cell is wrong. */
  private boolean fillNumbers(List<PreparedColumn> columns, Team team) {
    try {
      List<NumbersAt> numbers = new ArrayList<>();
      int at = 0;
      for (PreparedColumn column : columns) {
        if (EncodedCells.isEncodedInParts(column)) {
          numbers.add(new NumbersAt(column, cells(column.name()), at));
        }
        at += column.width();
      }
      int atOnce = Math.max(ROWS_AT_ONCE, rows.length / MOST_PIECES + 1);
      Team.Work work =
          (piece, member) -> {
            int from = piece * atOnce;
            int to = from + Math.min(atOnce, rows.length - from);
            for (NumbersAt column : numbers) {
              column.fill(from, to, matrix);
            }
          };
      team.run(work, (rows.length - 1) / atOnce + 1);
      return true;
    } catch (DataException e) {
      return false;
    }
  }

  /** A column of numbers, and its place in a row. */
  private record NumbersAt(PreparedColumn column, ColumnCells cells, int at) {
    void fill(int from, int to, Matrix matrix) {
      int stride = matrix.columns();
      EncodedCells.encodeSome(column, cells, from, to, matrix.values(), at, stride);
    }
  }

  /** The cells of a column in these rows. */
  ColumnCells cells(String name) {
    return new ColumnCells(table, column(name), rows, unknown);
  }

  private Column column(String name) {
    return table
        .find(name)
        .orElseThrow(
            () ->
                new DataException(
                    table.origin(),
                    "the model needs a column '%s', which is missing.%s The columns are: %s"
                        .formatted(
                            name,
                            ColumnNames.didYouMean(name, table.names(), used),
                            ColumnNames.list(table.names()))));
  }
}
