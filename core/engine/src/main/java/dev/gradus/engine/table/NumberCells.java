package dev.gradus.engine.table;

import java.util.stream.IntStream;

/** The numbers of a column; NaN where a cell is missing. */
interface NumberCells {

  /** The number of consecutive rows whose indices are in memory at once. */
  int ROWS_AT_ONCE = 1 << 12;

  /** The number of a row. */
  double get(int row);

  /**
   * Those of some rows.
   *
   * @param rows their indices, in the order wanted; not modified, now or later
   */
  NumberCells select(int[] rows);

  /**
   * Those of some rows, into an array.
   *
   * @param rows their indices, of which those from {@code from} to {@code to} count
   * @param into overwritten from the beginning
   */
  default void copy(int[] rows, int from, int to, double[] into) {
    for (int i = from; i < to; i++) {
      into[i - from] = get(rows[i]);
    }
  }

  /**
   * Those of consecutive rows, into an array.
   *
   * @param into overwritten from {@code at} on
   */
  default void copy(int from, int to, double[] into, int at) {
    double[] some = new double[Math.min(to - from, ROWS_AT_ONCE)];
    int row = from;
    while (row < to) {
      int end = row + Math.min(to - row, some.length);
      copy(IntStream.range(row, end).toArray(), 0, end - row, some);
      System.arraycopy(some, 0, into, at + row - from, end - row);
      row = end;
    }
  }

  /** Whether the absolute value of a number may be so large; if this is not known, it may. */
  default boolean mayReach(double size) {
    return true;
  }

  /** Frees the memory of the first rows, as far as possible; they must not be read again. */
  default void release(int rows) {}

  /** Some of the numbers of a column, without a copy of them. */
  record Selected(NumberCells all, int[] rows) implements NumberCells {

    @Override
    public double get(int row) {
      return all.get(rows[row]);
    }

    @Override
    public void copy(int[] some, int from, int to, double[] into) {
      int[] theirs = new int[to - from];
      for (int i = from; i < to; i++) {
        theirs[i - from] = rows[some[i]];
      }
      all.copy(theirs, 0, theirs.length, into);
    }

    @Override
    public NumberCells select(int[] some) {
      return new Selected(this, some);
    }
  }
}
