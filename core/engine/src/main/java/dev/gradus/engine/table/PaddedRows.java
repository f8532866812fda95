package dev.gradus.engine.table;

import dev.gradus.runtime.column.NumberText;
import java.util.Arrays;

/**
 * Which rows of a column have a number that is written with zeros at the end, such as {@code 2.50},
 * or with a decimal comma, and otherwise plainly. Their text follows from the number of decimals.
 *
 * <p>Most files have the same number of decimals in a whole column, so there is one for each
 * {@value #ROWS} rows, and a bit for each row: a seventh of a byte. A row with another number of
 * decimals is refused.
 */
final class PaddedRows {

  /** The number of rows that share a number of decimals. */
  static final int ROWS = Long.SIZE;

  /** The memory of these rows, in bytes. */
  static final int BYTES = Long.BYTES + 1;

  /** Decimal numbers of no more digits have one plain text. */
  private static final int EXACT_DIGITS = 15;

  /** Smaller numbers, with more zeros after the decimal sign, may be written with an exponent. */
  private static final int MOST_ZEROS = 3;

  private long[] padded;
  private byte[] decimals;

  /**
   * Creates it without rows.
   *
   * @param rows as many as there will probably be
   */
  PaddedRows(int rows) {
    int groups = (rows + ROWS - 1) / ROWS;
    padded = new long[groups];
    decimals = new byte[groups];
  }

  /**
   * The number of decimals of a text that is a plain number but for zeros at its end and its
   * decimal sign; 0 for other texts.
   *
   * @param chars a number, at least one character; not modified
   */
  static int decimalsOf(char[] chars, int from, int length, char decimalSign) {
    int end = from + length;
    int first = chars[from] == '-' ? from + 1 : from;
    int at = first;
    boolean zero = true;
    while (at < end && isDigit(chars[at])) {
      zero &= chars[at] == '0';
      at++;
    }
    int whole = at - first;
    int count = end - at - 1;
    if (whole == 0
        || (whole > 1 && chars[first] == '0')
        || count < 1
        || whole + count > EXACT_DIGITS
        || chars[at] != decimalSign) {
      return 0;
    }
    int zeros = 0;
    for (int i = at + 1; i < end; i++) {
      if (!isDigit(chars[i])) {
        return 0;
      }
      zeros += zero && chars[i] == '0' ? 1 : 0;
      zero &= chars[i] == '0';
    }
    boolean negativeZero = zero && first > from;
    boolean small = !zero && whole == 1 && chars[first] == '0' && zeros > MOST_ZEROS;
    return negativeZero || small ? 0 : count;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** The text of a number with the given decimals; it needs no more. */
  static String text(double number, int decimals, char decimalSign) {
    StringBuilder text = new StringBuilder(NumberText.plain(number));
    int point = text.indexOf(".");
    if (point < 0) {
      point = text.length();
      text.append(decimalSign);
    } else {
      text.setCharAt(point, decimalSign);
    }
    while (text.length() <= point + decimals) {
      text.append('0');
    }
    return text.toString();
  }

  /**
   * Adds a row.
   *
   * @param count the number of its decimals
   * @return whether it could be added, because the other rows of its group have as many
   */
  boolean put(int row, int count) {
    int group = row / ROWS;
    if (group >= padded.length) {
      int groups = Math.max(group + 1, padded.length + padded.length / 2);
      padded = Arrays.copyOf(padded, groups);
      decimals = Arrays.copyOf(decimals, groups);
    }
    if (padded[group] != 0 && decimals[group] != count) {
      return false;
    }
    padded[group] |= 1L << row;
    decimals[group] = (byte) count;
    return true;
  }

  /** The number of decimals of a row; 0 if it was not added. */
  int decimals(int row) {
    int group = row / ROWS;
    return group < padded.length && (padded[group] >>> row & 1) != 0 ? decimals[group] : 0;
  }

  /** The first row from one on that was added; {@link Integer#MAX_VALUE} if there is none. */
  int next(int row) {
    int group = row / ROWS;
    if (group >= padded.length) {
      return Integer.MAX_VALUE;
    }
    long bits = padded[group] & -1L << row;
    while (bits == 0 && group + 1 < padded.length) {
      group++;
      bits = padded[group];
    }
    return bits == 0 ? Integer.MAX_VALUE : group * ROWS + Long.numberOfTrailingZeros(bits);
  }

  /** The bits of a group of {@value #ROWS} rows. */
  long bitsOf(int group) {
    return padded[group];
  }

  /** The number of decimals of a group. */
  byte decimalsOf(int group) {
    return decimals[group];
  }

  /** Forgets all rows. */
  void clear() {
    Arrays.fill(padded, 0);
  }

  /** About how much memory they take. */
  long bytes() {
    return (long) BYTES * padded.length;
  }
}
