package dev.gradus.engine.table;

import java.util.Arrays;

/** A column of strings; equal ones are stored once. */
public final class TextColumn implements Column {

  private final String name;
  private final int[] codes;
  private final int rows;
  private final String[] texts;
  private final NumberStyle style;

  /**
   * Takes over arrays.
   *
   * @param codes the index of the string of each row; perhaps more than there are rows
   * @param texts the different strings
   * @param style the style of those that are numbers
   */
  TextColumn(String name, int[] codes, int rows, String[] texts, NumberStyle style) {
    this.name = TableChecks.checkName(name);
    this.codes = codes;
    this.rows = rows;
    this.texts = texts;
    this.style = style;
  }

  static TextColumn ofTexts(String name, String[] texts) {
    TextCodes dictionary = new TextCodes();
    int[] codes = new int[texts.length];
    for (int row = 0; row < texts.length; row++) {
      codes[row] = dictionary.codeOf(texts[row]);
    }
    return new TextColumn(name, codes, codes.length, dictionary.texts(), NumberStyle.USUAL);
  }

  @Override
  public TextColumn named(String other) {
    return new TextColumn(other, codes, rows, texts, style);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public boolean isMissing(int row) {
    return texts[codes[row]].isEmpty();
  }

  @Override
  public String text(int row) {
    return texts[codes[row]];
  }

  @Override
  public double number(int row) {
    return style.parse(texts[codes[row]]);
  }

  @Override
  public TextColumn select(int[] rows) {
    return new TextColumn(
        name, Arrays.stream(rows).map(row -> codes[row]).toArray(), rows.length, texts, style);
  }
}
