package dev.gradus.engine.table;

import java.util.Arrays;

/** The origin of rows: the line of the file in which each begins, or its number. */
public final class RowOrigins {

  /** The origins of no examples. */
  public static final RowOrigins NONE = new RowOrigins(new int[0]);

  private final int[] lines;

  private RowOrigins(int[] lines) {
    this.lines = lines;
  }

  /**
   * The lines of some rows of a table.
   *
   * @param rows not modified
   */
  public static RowOrigins of(Table table, int[] rows) {
    return new RowOrigins(Arrays.stream(rows).map(table::lineOf).toArray());
  }

  /** The line of an example, counted from 1; or its row, if there was no file. */
  public int of(int example) {
    return lines[example];
  }
}
