package dev.gradus.engine.table;

/** A column of strings; equal ones are stored once. */
public final class TextColumn implements Column {

  private final String name;
  private final TextCells texts;
  private final int rows;
  private final NumberStyle style;

  /**
   * Takes over what it is given.
   *
   * @param texts the string of each row
   * @param style the style of those that are numbers
   */
  TextColumn(String name, TextCells texts, int rows, NumberStyle style) {
    this.name = TableChecks.checkName(name);
    this.texts = texts;
    this.rows = rows;
    this.style = style;
  }

  static TextColumn ofTexts(String name, String[] texts) {
    TextCodes dictionary = new TextCodes();
    int[] codes = new int[texts.length];
    for (int row = 0; row < texts.length; row++) {
      codes[row] = dictionary.codeOf(texts[row]);
    }
    return new TextColumn(
        name, new CodedTexts(codes, dictionary.texts()), codes.length, NumberStyle.USUAL);
  }

  @Override
  public TextColumn named(String other) {
    return new TextColumn(other, texts, rows, style);
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
    return texts.isEmpty(row);
  }

  @Override
  public String text(int row) {
    return texts.get(row);
  }

  @Override
  public Object value(int row) {
    return text(row);
  }

  @Override
  public double number(int row) {
    return style.parse(texts.get(row));
  }

  @Override
  public TextColumn select(int[] rows) {
    return at(rows.clone());
  }

  /** As {@link #select}, of rows that are not modified later either. */
  TextColumn at(int[] rows) {
    return new TextColumn(name, texts.select(rows), rows.length, style);
  }
}
