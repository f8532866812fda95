package dev.gradus.engine.table;

/** The strings of a column, or the text of its numbers. */
interface TextCells {

  /** The string of a row; empty if there is none. */
  String get(int row);

  /** Whether the string of a row is empty. */
  boolean isEmpty(int row);

  /**
   * Those of some rows.
   *
   * @param rows their indices, in the order wanted; not modified, now or later
   */
  TextCells select(int[] rows);

  /** Some of the strings of a column, without a copy of them. */
  record Selected(TextCells all, int[] rows) implements TextCells {

    @Override
    public String get(int row) {
      return all.get(rows[row]);
    }

    @Override
    public boolean isEmpty(int row) {
      return all.isEmpty(rows[row]);
    }

    @Override
    public TextCells select(int[] some) {
      return new Selected(this, some);
    }
  }
}
