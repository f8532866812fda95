package dev.gradus.engine.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The text of the cells of a numeric column that are not written plainly, such as {@code 007} or
 * {@code 2.50}.
 *
 * <p>Every cell of a column of measurements may be affected, so the text is stored compactly. Zeros
 * at the end of a number are only counted ({@link PaddedRows}). Other numbers usually consist of
 * fifteen different characters ({@link #symbols}), two of which fit into a byte. The rows lie in
 * blocks of {@value #ROWS}; all rows of a block take as many bytes as its longest text, and a block
 * of plain numbers takes none. Text of more than {@value #LONGEST} characters, or with other
 * characters, such as a unit, is stored separately.
 */
final class Spellings implements SpelledCells {

  private static final int ROWS = 64;
  private static final int LONGEST = 48;

  /** The memory of a map entry without its characters. */
  private static final int BYTES_PER_LONG_TEXT = 120;

  private static final byte[] PLAIN = new byte[0];

  /** What numbers are written with: a symbol is its place here, counted from 1; 0 ends a text. */
  private static final Symbols POINT = new Symbols('.');

  private static final Symbols COMMA = new Symbols(',');

  /** The fifteen symbols, by number and by character. */
  private static final class Symbols {
    private final String all;
    private final byte[] numbers = new byte[128];

    Symbols(char decimalSign) {
      all = "0123456789" + decimalSign + "-+eE";
      for (int i = 0; i < all.length(); i++) {
        numbers[all.charAt(i)] = (byte) (i + 1);
      }
    }

    /** The number of a symbol; 0 if the character is none. */
    int of(char c) {
      return c < numbers.length ? numbers[c] : 0;
    }
  }

  private final Symbols symbols;
  private final char decimalSign;
  private final List<byte[]> blocks = new ArrayList<>();
  private final Map<Integer, String> longTexts = new HashMap<>();
  private final PaddedRows padded = new PaddedRows(0);

  /** What the texts take; the padded rows are not among them. */
  private long bytes;

  /** Keeps nothing yet, of numbers with a decimal point. */
  Spellings() {
    this('.');
  }

  /** Keeps nothing yet, of numbers with a decimal sign. */
  Spellings(char decimalSign) {
    this.decimalSign = decimalSign;
    this.symbols = decimalSign == ',' ? COMMA : POINT;
  }

  /**
   * Keeps the text of a row that has none yet.
   *
   * @param chars a number, at least one character; not modified
   */
  void put(int row, char[] chars, int from, int length) {
    int decimals = PaddedRows.decimalsOf(chars, from, length, decimalSign);
    if (decimals > 0 && padded.put(row, decimals)) {
      return;
    }
    if (length > LONGEST || !hasSymbolsAlone(chars, from, length)) {
      longTexts.put(row, new String(chars, from, length));
      bytes += BYTES_PER_LONG_TEXT + length;
      return;
    }
    byte[] block = blockOf(row, (length + 1) / 2);
    int at = row % ROWS * (block.length / ROWS);
    for (int i = 0; i < length; i++) {
      int symbol = symbols.of(chars[from + i]);
      block[at + i / 2] |= (byte) (i % 2 == 0 ? symbol : symbol << 4);
    }
  }

  private boolean hasSymbolsAlone(char[] chars, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (symbols.of(chars[i]) == 0) {
        return false;
      }
    }
    return true;
  }

  /** The block of a row, whose text may take this many bytes. */
  private byte[] blockOf(int row, int width) {
    int index = row / ROWS;
    while (blocks.size() <= index) {
      blocks.add(PLAIN);
    }
    byte[] block = blocks.get(index);
    int present = block.length / ROWS;
    if (present < width) {
      byte[] wider = new byte[ROWS * width];
      for (int i = 0; i < ROWS; i++) {
        System.arraycopy(block, i * present, wider, i * width, present);
      }
      blocks.set(index, wider);
      bytes += wider.length - block.length;
      return wider;
    }
    return block;
  }

  @Override
  public String get(int row, double number) {
    int decimals = padded.decimals(row);
    return decimals > 0 ? PaddedRows.text(number, decimals, decimalSign) : text(row);
  }

  @Override
  public int decimals(int row) {
    return padded.decimals(row);
  }

  /** The text of a row that is not padded. */
  private String text(int row) {
    int index = row / ROWS;
    byte[] block = index < blocks.size() ? blocks.get(index) : PLAIN;
    int width = block.length / ROWS;
    int from = row % ROWS * width;
    if (width == 0 || (block[from] & 0xF) == 0) {
      return longTexts.isEmpty() ? "" : longTexts.getOrDefault(row, "");
    }
    StringBuilder text = new StringBuilder(2 * width);
    for (int i = 0; i < 2 * width; i++) {
      int pair = block[from + i / 2];
      int symbol = (i % 2 == 0 ? pair : pair >> 4) & 0xF;
      if (symbol == 0) {
        break;
      }
      text.append(symbols.all.charAt(symbol - 1));
    }
    return text.toString();
  }

  @Override
  public int next(int row) {
    int index = row / ROWS;
    while (index < blocks.size() && blocks.get(index).length == 0) {
      index++;
    }
    if (!longTexts.isEmpty() || index == row / ROWS && index < blocks.size()) {
      return row;
    }
    int block = index < blocks.size() ? index * ROWS : Integer.MAX_VALUE;
    return Math.min(block, padded.next(row));
  }

  @Override
  public boolean isEmpty() {
    return bytes() == 0;
  }

  @Override
  public Spellings select(int[] rows, NumberCells numbers) {
    Spellings selected = new Spellings(decimalSign);
    if (!isEmpty()) {
      for (int i = 0; i < rows.length; i++) {
        int decimals = padded.decimals(rows[i]);
        if (decimals == 0 || !selected.padded.put(i, decimals)) {
          char[] text = get(rows[i], numbers.get(rows[i])).toCharArray();
          if (text.length > 0) {
            selected.put(i, text, 0, text.length);
          }
        }
      }
    }
    return selected;
  }

  @Override
  public void release(int rows) {
    for (int i = 0; i < Math.min(rows / ROWS, blocks.size()); i++) {
      blocks.set(i, PLAIN);
    }
  }

  /** About how much memory they take. */
  long bytes() {
    return bytes + padded.bytes();
  }
}
