package dev.gradus.engine.linear;

import java.util.Arrays;

/**
 * A matrix with an array for each row, filled anew for every product.
 *
 * <p>The compiler of the JVM makes vector instructions of a loop over several arrays only if it
 * uses one index for all of them. Rows of a {@link Matrix} begin at different places of one array;
 * these begin at 0.
 */
final class Rows {

  private static final float[][] NONE = {};

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
      length = Math.max(length, columns);
      rows = new float[Math.max(rows.length, count)][length];
    }
    return rows;
  }

  /** The same, filled with zeros. */
  float[][] zeros(int count, int columns) {
    float[][] cleared = atLeast(count, columns);
    for (int i = 0; i < count; i++) {
      Arrays.fill(cleared[i], 0, columns, 0);
    }
    return cleared;
  }

  /** A copy of a matrix. */
  float[][] of(Matrix matrix) {
    float[][] copy = atLeast(matrix.rows(), matrix.columns());
    for (int i = 0; i < matrix.rows(); i++) {
      System.arraycopy(matrix.values(), i * matrix.columns(), copy[i], 0, matrix.columns());
    }
    return copy;
  }

  /** A copy of a transposed matrix. */
  float[][] ofTransposed(Matrix matrix) {
    float[][] copy = atLeast(matrix.columns(), matrix.rows());
    for (int i = 0; i < matrix.rows(); i++) {
      for (int j = 0; j < matrix.columns(); j++) {
        copy[j][i] = matrix.values()[i * matrix.columns() + j];
      }
    }
    return copy;
  }

  /** Copies rows of the length of the matrix back into it. */
  void copyTo(Matrix matrix, int from, int to) {
    for (int i = from; i < to; i++) {
      System.arraycopy(rows[i - from], 0, matrix.values(), i * matrix.columns(), matrix.columns());
    }
  }
}
