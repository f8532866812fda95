package dev.gradus.engine.linear;

import dev.gradus.runtime.problem.CancelledException;
import java.util.Arrays;

/**
 * Reads rows in an order that is known ahead. It reads many rows at once, ascending, and keeps them
 * until they are wanted. So a shuffled epoch reads a file some times from its beginning to its end,
 * where a disk, or the page table of the process, would otherwise have to find each row.
 */
final class RowsAhead {

  /** What a row takes besides its numbers, in bytes. */
  private static final int BYTES_OF_PLACE = Integer.BYTES + Long.BYTES;

  /** The approximate number of numbers that are read at once. */
  private static final int NUMBERS_AT_ONCE = 1 << 16;

  /** If there is one wanted row in more bytes than these, each is read by itself. */
  private static final long SPARSE = 1 << 14;

  private final MatrixRows all;

  /** Some rows, in the order in which they are wanted, and their numbers. */
  private final int[] kept;

  private final float[] numbers;

  /** A row and its index in what is kept, for each: 32 bits and 32 bits. */
  private final long[] places;

  /** Rows that lie side by side, of which some are wanted. */
  private final float[] block;

  private final int rowsOfBlock;
  private int count;

  /** Where the rows that are kept begin in their order. */
  private int begin;

  /**
   * Nothing is read yet.
   *
   * @param most how many rows are kept
   */
  RowsAhead(MatrixRows all, int most) {
    this.all = all;
    this.kept = new int[most];
    this.numbers = new float[most * all.columns()];
    this.places = new long[most];
    this.rowsOfBlock = Math.max(1, NUMBERS_AT_ONCE / all.columns());
    this.block = new float[rowsOfBlock * all.columns()];
  }

  /** How many rows can be kept in this number of bytes. */
  static int rowsIn(long bytes, MatrixRows all) {
    long most = bytes / ((long) Float.BYTES * all.columns() + BYTES_OF_PLACE);
    long longest = (Integer.MAX_VALUE - 8) / all.columns();
    return (int) Math.min(all.rows(), Math.min(most, longest));
  }

  /** As {@link MatrixRows#copyRows}. */
  synchronized void copy(int[] rows, int from, int to, float[] into) {
    int some = to - from;
    int columns = all.columns();
    if (some <= kept.length && !areKept(rows, from, to)) {
      read(rows, from);
    }
    if (!areKept(rows, from, to)) {
      for (int i = 0; i < some; i++) {
        all.copyRow(rows[from + i], into, i * columns);
      }
      return;
    }
    System.arraycopy(numbers, (from - begin) * columns, into, 0, some * columns);
  }

  private boolean areKept(int[] rows, int from, int to) {
    return from >= begin
        && to - begin <= count
        && Arrays.equals(kept, from - begin, to - begin, rows, from, to);
  }

  private void read(int[] rows, int from) {
    int some = Math.min(kept.length, rows.length - from);
    // Nothing is kept if reading fails, or if the run is to stop after this batch.
    count = 0;
    begin = from;
    System.arraycopy(rows, from, kept, 0, some);
    for (int i = 0; i < some; i++) {
      places[i] = (long) kept[i] << Integer.SIZE | i;
    }
    Arrays.sort(places, 0, some);
    for (int i = 0; i < some; ) {
      if (CancelledException.isWanted()) {
        return;
      }
      i = readSome(i, some);
    }
    count = some;
  }

  private int row(int place) {
    return (int) (places[place] >>> Integer.SIZE);
  }

  /** Reads the next rows that lie close together, and returns where the others begin. */
  private int readSome(int from, int end) {
    int columns = all.columns();
    int first = row(from);
    int to = from;
    while (to < end && row(to) - first < rowsOfBlock) {
      to++;
    }
    int span = row(to - 1) - first + 1;
    boolean sparse = (long) span * columns * Float.BYTES > SPARSE * (to - from);
    if (!sparse) {
      all.copyRows(first, first + span, block);
    }
    for (int i = from; i < to; i++) {
      if (sparse) {
        // copyRow may use a memory map, and then Linux reads what lies around the row, too.
        all.copyRows(row(i), row(i) + 1, block);
      }
      int at = sparse ? 0 : (row(i) - first) * columns;
      System.arraycopy(block, at, numbers, (int) places[i] * columns, columns);
    }
    return to;
  }
}
