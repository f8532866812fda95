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

  /** Some of the numbers of a column, without a copy of them. */
  record Selected(NumberCells all, int[] rows) implements NumberCells {

    @Override
    public double get(int row) {
      return all.get(rows[row]);
    }

    @Override
    public NumberCells select(int[] some) {
      return new Selected(this, some);
    }
  }
}
