package dev.gradus.runtime.linear;

import java.util.Arrays;

/**
 * A matrix with an array for each row, used again and again.
 *
 * <p>The compiler of the JVM makes vector instructions of a loop over several arrays only if it
 * uses one index for all of them. Rows of a {@link Matrix} begin at different places of one array;
 * these begin at 0. All are of one length, which makes them begin at the same place of a cache line
 * when they lie one after another: a seventh of the time of large products.
 */
final class Rows {

  private static final float[][] NONE = {};

  /** The elements of a cache line, and of the header of an array. */
  private static final int LINE = 16;

  private static final int HEADER = 4;

  private float[][] rows = NONE;
  private int length;

  /**
   * Makes room.
   *
   * @return the rows, at least {@code count}, each at least {@code columns} long; what they hold is
   *     left over from before
   */
  float[][] atLeast(int count, int columns) {
    if (rows.length < count || length < columns) {
      int lines = (Math.max(length, columns) + HEADER + LINE - 1) / LINE;
      length = lines * LINE - HEADER;
      rows = new float[Math.max(rows.length, count)][length];
    }
    return rows;
  }

  /** The same, every row filled with a copy of one, or with zeros if that is empty. */
  float[][] filled(int count, int columns, float[] row) {
    float[][] filled = atLeast(count, columns);
    for (int i = 0; i < count; i++) {
      if (row.length == 0) {
        Arrays.fill(filled[i], 0, columns, 0);
      } else {
        System.arraycopy(row, 0, filled[i], 0, columns);
      }
    }
    return filled;
  }

  /** Copies its first rows to the rows {@code from} to {@code to}, exclusive, of a matrix. */
  void copyTo(float[] matrix, int columns, int from, int to) {
    for (int i = from; i < to; i++) {
      System.arraycopy(rows[i - from], 0, matrix, i * columns, columns);
    }
  }
}
