package dev.gradus.engine.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The numbers of a column; NaN where a cell is missing.
 *
 * <p>They lie in blocks, so that they grow without being copied. The numbers of most files have a
 * few decimals; then a block holds whole numbers of four bytes, and the power of ten that divides
 * them. The quotient is exactly the number that was read, since both are the double nearest to the
 * same decimal number. A block in which a single number is something else, such as a negative zero,
 * holds numbers of eight bytes.
 */
final class Numbers implements NumberCells {

  private static final int LOG_OF_ROWS = 12;

  /** The number of rows of a block. */
  private static final int ROWS = 1 << LOG_OF_ROWS;

  private static final int LEAST_ROOM = 16;

  /** Instead of a whole number, where a cell is missing. */
  static final int MISSING = Integer.MIN_VALUE;

  private static final double[] POWERS_OF_TEN = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

  private final List<Block> full = new ArrayList<>();

  /** The numbers behind the full blocks, while more are added. */
  private GrowingNumbers growing = new GrowingNumbers(false);

  private int count;

  /** The same when no more are added. */
  private double[] last;

  private long bytes;

  /** Creates it without numbers. */
  Numbers() {
    this(new double[0]);
  }

  /** Takes over an array of any length, after which no more numbers can be added. */
  Numbers(double[] all) {
    last = all;
  }

  /** Instead of a block that was released: reading it fails. */
  private static final Block RELEASED = new Block(new int[0], 1, new double[0]);

  /** The numbers of some rows: either all are whole ones to be divided, or none is. */
  record Block(int[] whole, double divisor, double[] doubles) {

    double get(int row) {
      if (whole.length == 0) {
        return doubles[row];
      }
      int number = whole[row];
      return number == MISSING ? Double.NaN : number / divisor;
    }

    void copy(int from, int count, double[] into, int at) {
      if (whole.length == 0) {
        System.arraycopy(doubles, from, into, at, count);
        return;
      }
      for (int i = 0; i < count; i++) {
        into[at + i] = get(from + i);
      }
    }

    /** Whether a number may be so large; of whole numbers, this is known only if none can be. */
    boolean reaches(double size) {
      return size <= Integer.MAX_VALUE || reach(doubles, size);
    }

    long bytes() {
      return (long) whole.length * Integer.BYTES + (long) doubles.length * Double.BYTES;
    }

    static Block of(int[] whole, int decimals) {
      return new Block(whole, POWERS_OF_TEN[decimals], new double[0]);
    }

    static Block of(double[] doubles) {
      int[] whole = new int[doubles.length];
      int exact = 0;
      for (double divisor : POWERS_OF_TEN) {
        // The first numbers mostly tell how many decimals all have.
        if (exact < doubles.length && isExact(doubles[exact], divisor)) {
          exact = divide(doubles, divisor, whole);
        }
        if (exact == doubles.length) {
          return new Block(whole, divisor, new double[0]);
        }
      }
      // More decimals than a number has can make it too large.
      return new Block(new int[0], 1, doubles);
    }

    /** Finds the whole numbers, and returns the index of the first number that has none. */
    private static int divide(double[] doubles, double divisor, int[] whole) {
      int i = 0;
      while (i < doubles.length && isExact(doubles[i], divisor)) {
        whole[i] = Double.isNaN(doubles[i]) ? MISSING : whole(doubles[i], divisor);
        i++;
      }
      return i;
    }

    /** Beyond the range of an integer, it is the largest or the smallest one. */
    static int whole(double number, double divisor) {
      return (int) Math.rint(number * divisor);
    }

    static boolean isExact(double number, double divisor) {
      int whole = whole(number, divisor);
      return Double.isNaN(number)
          || (whole != MISSING
              && Double.doubleToRawLongBits(whole / divisor) == Double.doubleToRawLongBits(number));
    }
  }

  /** The number of decimals of a block whose whole numbers are divided by this power of ten. */
  static int decimalsOf(double divisor) {
    return Arrays.binarySearch(POWERS_OF_TEN, divisor);
  }

  /** The number that a whole one with some decimals stands for. */
  static double quotient(int whole, int decimals) {
    return whole == MISSING ? Double.NaN : whole / POWERS_OF_TEN[decimals];
  }

  @Override
  public double get(int row) {
    int block = row >>> LOG_OF_ROWS;
    return block < full.size()
        ? full.get(block).get(row & (ROWS - 1))
        : last[row - (full.size() << LOG_OF_ROWS)];
  }

  @Override
  public void copy(int[] rows, int from, int to, double[] into) {
    int i = from;
    while (i < to) {
      int index = rows[i] >>> LOG_OF_ROWS;
      if (index >= full.size()) {
        into[i - from] = get(rows[i]);
        i++;
        continue;
      }
      Block block = full.get(index);
      while (i < to && rows[i] >>> LOG_OF_ROWS == index) {
        into[i - from] = block.get(rows[i] & (ROWS - 1));
        i++;
      }
    }
  }

  @Override
  public void copy(int from, int to, double[] into, int at) {
    int row = from;
    while (row < to && row >>> LOG_OF_ROWS < full.size()) {
      int first = row & (ROWS - 1);
      int count = Math.min(to - row, ROWS - first);
      full.get(row >>> LOG_OF_ROWS).copy(first, count, into, at + row - from);
      row += count;
    }
    if (row < to) {
      System.arraycopy(last, row - (full.size() << LOG_OF_ROWS), into, at + row - from, to - row);
    }
  }

  @Override
  public boolean mayReach(double size) {
    return reach(last, size) || full.stream().anyMatch(block -> block.reaches(size));
  }

  private static boolean reach(double[] numbers, double size) {
    for (double number : numbers) {
      if (Math.abs(number) >= size) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void release(int rows) {
    for (int i = 0; i < Math.min(rows >>> LOG_OF_ROWS, full.size()); i++) {
      full.set(i, RELEASED);
    }
  }

  /** Adds one. */
  void add(double number) {
    makeRoom();
    growing.set(count++, number);
  }

  /** Adds the first of other numbers. */
  void addAll(GrowingNumbers more, int number) {
    int taken = 0;
    while (taken < number) {
      makeRoom();
      int some = Math.min(number - taken, growing.room() - count);
      growing.setAll(count, more, taken, some);
      count += some;
      taken += some;
    }
  }

  private void makeRoom() {
    if (count < growing.room()) {
      return;
    }
    if (count == ROWS) {
      Block block = growing.takeBlock();
      full.add(block);
      bytes += block.bytes();
      count = 0;
    } else {
      growing.reserve(Math.min(ROWS, Math.max(LEAST_ROOM, 2 * count)));
    }
  }

  @Override
  public Numbers select(int[] rows) {
    int whole = rows.length & -ROWS;
    double[] rest = new double[rows.length - whole];
    copy(rows, whole, rows.length, rest);
    Numbers selected = new Numbers(rest);
    for (int from = 0; from < whole; from += ROWS) {
      double[] some = new double[ROWS];
      copy(rows, from, from + ROWS, some);
      Block block = Block.of(some);
      selected.full.add(block);
      selected.bytes += block.bytes();
    }
    return selected;
  }

  /**
   * Keeps no more room than necessary; no more numbers will be added. Only afterwards can the
   * numbers that were added be read.
   */
  void trim() {
    last = growing.toArray(count);
    growing = new GrowingNumbers(false);
  }

  /** About how much memory they take, in bytes. */
  double bytes() {
    return bytes + growing.bytes() + (double) last.length * Double.BYTES;
  }

  /** About how much memory that number of them takes, in bytes, if the others are like these. */
  double bytesWith(int rows) {
    double each = full.isEmpty() ? bytesOfLast() : (double) bytes / (full.size() << LOG_OF_ROWS);
    return Math.max(bytes(), each * rows + Double.BYTES * Math.min((double) ROWS, rows));
  }

  /** How much memory each of the last numbers will take. */
  private double bytesOfLast() {
    return count == 0 ? Double.BYTES : growing.bytesOfEach(count);
  }
}
