package dev.gradus.engine.linear;

import dev.gradus.runtime.problem.CancelledException;
import java.util.Arrays;

/**
 * Reads rows in an order that is known ahead. It reads many rows at once, ascending, and keeps them
 * until they are wanted. So a shuffled epoch reads a file some times from its beginning to its end,
 * where a disk would otherwise have to find each row.
 */
final class RowsAhead {

  /** What a row takes besides its numbers, in bytes. */
  private static final int BYTES_OF_PLACE = Integer.BYTES + Long.BYTES;

  private static final int ROWS_BETWEEN_CHECKS = 1 << 12;

  private final MatrixRows all;

  /** Some rows, in the order in which they are wanted, and their numbers. */
  private final int[] kept;

  private final float[] numbers;

  /** A row and its index in what is kept, for each: 32 bits and 32 bits. */
  private final long[] places;

  private int count;
  private int next;

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
    if (some > count - next) {
      for (int i = 0; i < some; i++) {
        all.copyRow(rows[from + i], into, i * columns);
      }
      return;
    }
    System.arraycopy(numbers, next * columns, into, 0, some * columns);
    next += some;
  }

  private boolean areKept(int[] rows, int from, int to) {
    int end = next + to - from;
    return end <= count && Arrays.equals(kept, next, end, rows, from, to);
  }

  private void read(int[] rows, int from) {
    int some = Math.min(kept.length, rows.length - from);
    // Nothing is kept if reading fails, or if the run is to stop after this batch.
    count = 0;
    next = 0;
    System.arraycopy(rows, from, kept, 0, some);
    for (int i = 0; i < some; i++) {
      places[i] = (long) kept[i] << Integer.SIZE | i;
    }
    Arrays.sort(places, 0, some);
    for (int i = 0; i < some; i++) {
      if (i % ROWS_BETWEEN_CHECKS == 0 && CancelledException.isWanted()) {
        return;
      }
      all.copyRow((int) (places[i] >>> Integer.SIZE), numbers, (int) places[i] * all.columns());
    }
    count = some;
  }
}
