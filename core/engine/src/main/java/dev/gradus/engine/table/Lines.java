package dev.gradus.engine.table;

import java.util.Arrays;

/** The origin of rows: the line of the file in which each begins, or its number. */
public final class Lines {

  /** Those of no examples. */
  public static final Lines NONE = new Lines(new int[0]);

  private final int[] lines;

  private Lines(int[] lines) {
    this.lines = lines;
  }

  /**
   * The lines of some rows of a table.
   *
   * @param rows not modified
   */
  public static Lines of(Table table, int[] rows) {
    return new Lines(Arrays.stream(rows).map(table::lineOf).toArray());
  }

  /** The line of an example, counted from 1; or its row, if there was no file. */
  public int of(int example) {
    return lines[example];
  }
}
