package dev.gradus.engine.table;

/** The numbers of a column; NaN where a cell is missing. */
interface NumberCells {

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
