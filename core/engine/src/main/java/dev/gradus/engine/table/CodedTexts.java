package dev.gradus.engine.table;

import java.util.Arrays;

/**
 * Strings of which equal ones are stored once.
 *
 * @param codes the index of the string of each row; perhaps more than there are rows
 * @param texts the different strings
 */
record CodedTexts(int[] codes, String[] texts) implements TextCells {

  @Override
  public String get(int row) {
    return texts[codes[row]];
  }

  @Override
  public boolean isEmpty(int row) {
    return texts[codes[row]].isEmpty();
  }

  @Override
  public TextCells select(int[] rows) {
    return new CodedTexts(Arrays.stream(rows).map(row -> codes[row]).toArray(), texts);
  }
}
