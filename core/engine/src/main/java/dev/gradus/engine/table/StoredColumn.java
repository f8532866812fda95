package dev.gradus.engine.table;

import dev.gradus.engine.file.GrowingFile;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/**
 * A column whose cells are in a file: numbers if all of them are numbers, otherwise strings, as
 * {@link ColumnBuilder} makes them. First cells are added, then it is read.
 *
 * <p>Different strings are in memory as long as they take little of it; those of a column with
 * more, such as a comment, are all in the file.
 */
final class StoredColumn {

  /** How its cells are stored; the order is that of the numbers in the file. */
  private enum Kind {
    NUMBERS,
    CODES,
    TEXTS
  }

  private final GrowingFile file;
  private final String name;
  private final NumberStyle style;

  /** What the different strings may take, in bytes; does not depend on the machine. */
  private final long mostTextBytes;

  private Kind kind = Kind.NUMBERS;
  private StoredNumbers numbers;
  private StoredSpellings spellings;
  private StoredTexts texts;
  private StoredInts codes;
  private TextCodes different = new TextCodes();
  private int rows;

  /** A column without cells. */
  StoredColumn(GrowingFile file, String name, NumberStyle style, long mostTextBytes) {
    this.file = file;
    this.name = name;
    this.style = style;
    this.mostTextBytes = mostTextBytes;
    this.numbers = new StoredNumbers(file);
    this.spellings = new StoredSpellings(file, style.decimalSign());
    this.texts = new StoredTexts(file);
    this.codes = new StoredInts(file);
  }

  /** Adds the cells of a part of the column. */
  void add(Column part) {
    if (kind == Kind.NUMBERS && part instanceof NumericColumn more) {
      numbers.add(more);
      spellings.add(more);
      rows += more.rows();
      return;
    }
    if (kind == Kind.NUMBERS) {
      turnIntoTexts();
    }
    for (int row = 0; row < part.rows(); row++) {
      addText(part.text(row));
    }
  }

  private void turnIntoTexts() {
    numbers.end();
    spellings.end();
    Column written = column();
    kind = Kind.CODES;
    int before = rows;
    rows = 0;
    for (int row = 0; row < before; row++) {
      addText(written.text(row));
    }
  }

  private void addText(String text) {
    if (kind == Kind.CODES && different.bytes() > mostTextBytes) {
      spread();
    }
    if (kind == Kind.CODES) {
      codes.add(different.codeOf(text));
    } else {
      texts.add(text);
    }
    rows++;
  }

  /** Too many strings differ to keep one of each in memory. */
  private void spread() {
    codes.end();
    String[] each = different.texts();
    for (int row = 0; row < rows; row++) {
      texts.add(each[codes.get(row)]);
    }
    kind = Kind.TEXTS;
    codes = new StoredInts(file);
    different = new TextCodes();
  }

  /** Writes what is left; no more cells can be added. */
  void end() {
    numbers.end();
    spellings.end();
    texts.end();
    codes.end();
  }

  /** The column, which is read from the file. */
  Column column() {
    return switch (kind) {
      case NUMBERS -> new NumericColumn(name, numbers, rows, Optional.of(spellings));
      case CODES -> new TextColumn(name, new StoredCodes(codes, different.texts()), rows, style);
      case TEXTS -> new TextColumn(name, texts, rows, style);
    };
  }

  /** Writes where the cells are, and the different strings. */
  void writeTo(DataOutput out) throws IOException {
    writeText(out, name);
    out.writeByte(kind.ordinal());
    switch (kind) {
      case NUMBERS -> {
        numbers.writeTo(out);
        spellings.writeTo(out);
      }
      case CODES -> {
        String[] each = different.texts();
        out.writeInt(each.length);
        for (String text : each) {
          writeText(out, text);
        }
        codes.writeTo(out);
      }
      case TEXTS -> texts.writeTo(out);
    }
  }

  /**
   * Reads what {@link #writeTo} has written.
   *
   * @throws IOException if it is something else
   */
  static StoredColumn readFrom(DataInput in, GrowingFile file, int rows, NumberStyle style)
      throws IOException {
    StoredColumn column = new StoredColumn(file, readText(in), style, 0);
    column.rows = rows;
    int kind = in.readUnsignedByte();
    if (kind >= Kind.values().length) {
      throw new IOException("it has a column of the kind " + kind);
    }
    column.kind = Kind.values()[kind];
    switch (column.kind) {
      case NUMBERS -> {
        column.numbers = StoredNumbers.readFrom(in, file, rows);
        column.spellings = StoredSpellings.readFrom(in, file, rows, style.decimalSign());
      }
      case CODES -> {
        int count = in.readInt();
        // The first one, which is empty, is there already.
        for (int i = 0; i < count; i++) {
          column.different.codeOf(readText(in));
        }
        column.codes = StoredInts.readFrom(in, file, rows);
      }
      case TEXTS -> column.texts = StoredTexts.readFrom(in, file, rows);
    }
    return column;
  }

  /** Any string, of any length. */
  static void writeText(DataOutput out, String text) throws IOException {
    out.writeInt(text.length());
    out.writeChars(text);
  }

  static String readText(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > CsvReader.MOST_CHARACTERS) {
      throw new IOException("it has a string of " + length + " characters");
    }
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(in.readChar());
    }
    return text.toString();
  }
}
