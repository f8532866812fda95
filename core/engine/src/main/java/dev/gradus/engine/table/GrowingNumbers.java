package dev.gradus.engine.table;

import java.util.Arrays;

/**
 * Numbers of a column as they are read, one after the other; NaN where a cell is missing.
 *
 * <p>As long as all are whole numbers of four bytes divided by the same power of ten, they are kept
 * so, as a {@link Numbers.Block} holds them: then nothing is divided while a file is read. The
 * first number that is something else turns all of them into doubles.
 */
final class GrowingNumbers {

  /** Instead of the number of decimals, if the numbers are doubles. */
  private static final int NONE = -1;

  private static final int[] FACTORS = {
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
  };

  /** Those that divide a number of up to 15 digits with one rounding. */
  static final double[] POWERS_OF_TEN = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  private int[] whole = new int[0];
  private double[] doubles = new double[0];

  /** The number of decimals of all whole numbers, or {@link #NONE}. */
  private int decimals;

  private int room;

  /** Whether the room of both kinds is kept. */
  private final boolean isReused;

  /**
   * Begins with none, and without room.
   *
   * @param isReused whether it begins again very often, so that it should not make room each time
   */
  GrowingNumbers(boolean isReused) {
    this.isReused = isReused;
  }

  /** Begins again with none. */
  void clear() {
    if (whole.length != room) {
      whole = new int[room];
    }
    if (!isReused) {
      doubles = new double[0];
    }
    decimals = 0;
  }

  /** Makes room for some rows, and keeps the numbers that are there. */
  void reserve(int rows) {
    room = rows;
    if (decimals == NONE) {
      doubles = Arrays.copyOf(doubles, rows);
    } else {
      whole = Arrays.copyOf(whole, rows);
    }
  }

  /** The number of rows that there is room for. */
  int room() {
    return room;
  }

  /**
   * Sets the number of a row. All rows before it are set; none after it.
   *
   * @param digits of the number without its decimal sign, at most 15; zero is not negative
   * @param count how many of them are decimals
   */
  void set(int row, long digits, int count) {
    int more = decimals - count;
    if (more >= 0 && digits == (int) digits) {
      long number = digits * FACTORS[more];
      if (isWhole(number)) {
        whole[row] = (int) number;
        return;
      }
    }
    setOther(row, digits, count);
  }

  private static boolean isWhole(long number) {
    return number == (int) number && number != Numbers.MISSING;
  }

  private void setOther(int row, long digits, int count) {
    if (isWhole(digits) && raise(row, count)) {
      whole[row] = (int) digits;
    } else {
      set(row, digits / POWERS_OF_TEN[count]);
    }
  }

  /** Gives the numbers before a row more decimals, unless one becomes too large. */
  private boolean raise(int row, int count) {
    if (decimals == NONE || count <= decimals || count >= FACTORS.length) {
      return false;
    }
    long factor = FACTORS[count - decimals];
    for (int i = 0; i < row; i++) {
      if (whole[i] != Numbers.MISSING && !isWhole(whole[i] * factor)) {
        return false;
      }
    }
    for (int i = 0; i < row; i++) {
      whole[i] = whole[i] == Numbers.MISSING ? Numbers.MISSING : (int) (whole[i] * factor);
    }
    decimals = count;
    return true;
  }

  /** As {@link #set(int, long, int)}, any number. */
  void set(int row, double number) {
    if (decimals == NONE) {
      doubles[row] = number;
    } else if (!setWhole(row, number)) {
      turnIntoDoubles(row);
      doubles[row] = number;
    }
  }

  /** Sets a number if it is missing, or has so few decimals, whichever way it is written. */
  private boolean setWhole(int row, double number) {
    if (Double.isNaN(number)) {
      whole[row] = Numbers.MISSING;
      return true;
    }
    int count = decimals;
    while (count < FACTORS.length && !Numbers.Block.isExact(number, POWERS_OF_TEN[count])) {
      count++;
    }
    if (count == FACTORS.length || (count > decimals && !raise(row, count))) {
      return false;
    }
    whole[row] = Numbers.Block.whole(number, POWERS_OF_TEN[count]);
    return true;
  }

  private void turnIntoDoubles(int rows) {
    if (doubles.length != room) {
      doubles = new double[room];
    }
    for (int i = 0; i < rows; i++) {
      doubles[i] = get(i);
    }
    decimals = NONE;
    if (!isReused) {
      whole = new int[0];
    }
  }

  /** The number of a row. */
  double get(int row) {
    return decimals == NONE ? doubles[row] : Numbers.quotient(whole[row], decimals);
  }

  /**
   * Sets some rows to those of others.
   *
   * @param from the first row of the others
   * @param row the first one to set, as in {@link #set(int, long, int)}
   */
  void setAll(int row, GrowingNumbers others, int from, int count) {
    if (row == 0) {
      decimals = Math.max(0, others.decimals);
    }
    if (others.decimals == NONE) {
      if (decimals != NONE) {
        turnIntoDoubles(row);
      }
      System.arraycopy(others.doubles, from, doubles, row, count);
    } else if (others.decimals == decimals) {
      System.arraycopy(others.whole, from, whole, row, count);
    } else {
      for (int i = 0; i < count; i++) {
        int number = others.whole[from + i];
        if (number == Numbers.MISSING) {
          set(row + i, Double.NaN);
        } else {
          set(row + i, number, others.decimals);
        }
      }
    }
  }

  /** Takes all numbers away as a block; there are as many as there is room for. */
  Numbers.Block takeBlock() {
    Numbers.Block block;
    if (decimals == NONE) {
      block = Numbers.Block.of(doubles);
      doubles = new double[0];
    } else {
      dropDecimals();
      block = Numbers.Block.of(whole, decimals);
      whole = new int[0];
    }
    clear();
    return block;
  }

  /** Leaves no more decimals than the numbers have. */
  private void dropDecimals() {
    while (decimals > 0 && areMultiplesOfTen()) {
      for (int i = 0; i < whole.length; i++) {
        whole[i] = whole[i] == Numbers.MISSING ? Numbers.MISSING : whole[i] / 10;
      }
      decimals--;
    }
  }

  private boolean areMultiplesOfTen() {
    for (int number : whole) {
      if (number % 10 != 0 && number != Numbers.MISSING) {
        return false;
      }
    }
    return true;
  }

  /** The first numbers. */
  double[] toArray(int rows) {
    double[] all = new double[rows];
    Arrays.setAll(all, this::get);
    return all;
  }

  /** How much memory each of the first numbers will take in a block. */
  double bytesOfEach(int rows) {
    return decimals == NONE
        ? (double) Numbers.Block.of(Arrays.copyOf(doubles, rows)).bytes() / rows
        : Integer.BYTES;
  }

  /** About how much memory they take, in bytes. */
  double bytes() {
    return (double) whole.length * Integer.BYTES + (double) doubles.length * Double.BYTES;
  }
}
