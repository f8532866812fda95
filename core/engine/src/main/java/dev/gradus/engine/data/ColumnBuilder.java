package dev.gradus.engine.data;

import java.util.Arrays;

/**
 * Collects the cells of a column of a file: numbers as long as all of them are numbers, otherwise
 * texts.
 *
 * <p>A number whose text is not its plain one ({@code 7.0}, {@code 007}) keeps that text, because
 * the column may turn out to hold names. A column of measurements can have a different such text in
 * every row, which would take several times the memory of the numbers; so beyond {@link
 * #MOST_SPELLINGS} they are given up and the plain ones stand for them.
 */
final class ColumnBuilder {

  /** As many as a column of names may have different ones. */
  static final int MOST_SPELLINGS = Preparation.MOST_CATEGORIES;

  private final String name;
  private boolean numeric = true;
  private boolean spellingsGivenUp;
  private double[] numbers;
  private int[] codes = new int[0];
  private TextCodes texts = new TextCodes();
  private int rows;

  ColumnBuilder(String name, int capacity) {
    this.name = name;
    this.numbers = new double[capacity];
  }

  /** Makes room for rows. */
  void reserve(int capacity) {
    if (numeric) {
      numbers = Arrays.copyOf(numbers, capacity);
    }
    if (codes.length > 0) {
      codes = Arrays.copyOf(codes, capacity);
    }
  }

  /** About how much memory the column takes with so many rows, in bytes. */
  double bytesWith(int capacity) {
    int perRow = (numeric ? Double.BYTES : 0) + (codes.length > 0 ? Integer.BYTES : 0);
    return (double) capacity * perRow + bytesOfTextsWith(capacity);
  }

  /** A column of which most rows repeat earlier texts will hardly bring new ones. */
  private double bytesOfTextsWith(int capacity) {
    boolean repeats = texts.size() < rows / 2;
    double growth = repeats ? 1 : (double) capacity / rows;
    double mostGrowth = numeric ? (double) MOST_SPELLINGS / texts.size() : growth;
    return texts.bytes() * Math.min(growth, Math.max(1, mostGrowth));
  }

  /**
   * Adds a cell.
   *
   * @param length 0 if the cell is missing
   */
  void add(char[] chars, int from, int length) {
    if (numeric) {
      addNumber(chars, from, length);
    } else {
      addText(chars, from, length);
    }
  }

  /** The name of the column. */
  String name() {
    return name;
  }

  /** Adds a number; NaN if it is missing. */
  void add(double number) {
    if (numeric) {
      numbers[rows] = number;
      rows++;
    } else {
      char[] chars = Double.isNaN(number) ? new char[0] : NumberText.plain(number).toCharArray();
      addText(chars, 0, chars.length);
    }
  }

  private void addNumber(char[] chars, int from, int length) {
    double number = NumberText.parse(chars, from, length);
    if (Double.isNaN(number) && length > 0) {
      turnIntoTexts();
      addText(chars, from, length);
      return;
    }
    if (length > 0 && !spellingsGivenUp && !NumberText.isPlain(chars, from, length, number)) {
      spell(new String(chars, from, length));
    }
    numbers[rows] = number;
    rows++;
  }

  private void addText(char[] chars, int from, int length) {
    codes[rows] = texts.codeOf(new String(chars, from, length));
    rows++;
  }

  private void spell(String text) {
    int code = texts.codeOf(text);
    if (code > MOST_SPELLINGS) {
      spellingsGivenUp = true;
      codes = new int[0];
      texts = new TextCodes();
      return;
    }
    if (codes.length == 0) {
      codes = new int[numbers.length];
    }
    codes[rows] = code;
  }

  private void turnIntoTexts() {
    int capacity = numbers.length;
    int[] all = codes.length > 0 ? codes : new int[capacity];
    for (int row = 0; row < rows; row++) {
      boolean plain = all[row] == 0 && !Double.isNaN(numbers[row]);
      all[row] = plain ? texts.codeOf(NumberText.plain(numbers[row])) : all[row];
    }
    codes = all;
    numbers = new double[0];
    numeric = false;
  }

  /** The column; the builder is empty afterwards, so that its memory is free. */
  Column build() {
    int[] trimmedCodes = codes.length > 0 ? Arrays.copyOf(codes, rows) : codes;
    codes = new int[0];
    if (!numeric) {
      return new TextColumn(name, trimmedCodes, texts.texts());
    }
    double[] trimmed = numbers.length == rows ? numbers : Arrays.copyOf(numbers, rows);
    numbers = new double[0];
    return new NumericColumn(name, trimmed, trimmedCodes, texts.texts());
  }
}
