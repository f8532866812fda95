package dev.gradus.engine.table;

/** The text of the numbers of a column that are not written plainly. */
interface SpelledCells {

  /**
   * The text of a row; empty if its number is written plainly, or missing.
   *
   * @param number that of the row
   */
  String get(int row, double number);

  /** The number of decimals, if the number of a row is only {@link PaddedRows padded}; or 0. */
  int decimals(int row);

  /**
   * The first row from one on whose number may be written in another way than plainly; {@link
   * Integer#MAX_VALUE} if there is none.
   */
  default int next(int row) {
    return row;
  }

  /** Whether no number is known to be written in another way than plainly. */
  boolean isEmpty();

  /**
   * Those of some rows.
   *
   * @param rows their indices, in the order wanted; not modified, now or later
   * @param numbers those of all rows
   */
  SpelledCells select(int[] rows, NumberCells numbers);

  /** Frees the memory of the first rows, as far as possible; they must not be read again. */
  default void release(int rows) {}
}
