package dev.gradus.engine.table;

/**
 * Strings of which equal ones are stored once, in memory, and the index of each row in a file.
 *
 * @param codes the index of the string of each row
 * @param texts the different strings
 */
record StoredCodes(StoredInts codes, String[] texts) implements TextCells {

  @Override
  public String get(int row) {
    return texts[codes.get(row)];
  }

  @Override
  public boolean isEmpty(int row) {
    return get(row).isEmpty();
  }

  @Override
  public TextCells select(int[] rows) {
    return new Selected(this, rows);
  }
}
