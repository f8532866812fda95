package dev.gradus.engine.linear;

/**
 * The right factor b of products a b, laid out for the loops that compute them.
 *
 * <p>Whenever the numbers of its matrix have changed, {@link #layOut} has to be called before the
 * next product. A narrow factor, and one that is laid out for few rows of a, is used as it is.
 */
public final class RightFactor {

  /** The number of columns from which the loops over {@link Rows} win. */
  private static final int WIDE = 8;

  /** The number of rows of a, between two times, from which it pays to lay out b. */
  private static final int TALL = 4;

  /** The number of columns that are transposed at once: as many as have a place in the cache. */
  private static final int COLUMNS_AT_ONCE = 64;

  private final Matrix matrix;
  private final boolean transposed;
  private final boolean isLaidOut;
  private final float[][] rows;

  private RightFactor(Matrix matrix, boolean transposed, int height) {
    this.matrix = matrix;
    this.transposed = transposed;
    isLaidOut = columns() >= WIDE && height >= TALL;
    rows = new Rows().atLeast(isLaidOut ? inner() : 0, columns());
  }

  /**
   * A matrix.
   *
   * @param matrix shared
   * @param height the number of rows of a, at most, for which it is laid out
   */
  public static RightFactor of(Matrix matrix, int height) {
    return new RightFactor(matrix, false, height);
  }

  /**
   * A transposed matrix.
   *
   * @param matrix shared
   * @param height the number of rows of a, at most, for which it is laid out
   */
  public static RightFactor ofTransposed(Matrix matrix, int height) {
    return new RightFactor(matrix, true, height);
  }

  /** The number of rows, and so of the terms of each sum. */
  public int inner() {
    return transposed ? matrix.columns() : matrix.rows();
  }

  /** The number of columns. */
  public int columns() {
    return transposed ? matrix.rows() : matrix.columns();
  }

  /**
   * Lays out some rows of the matrix as they are now; different ones can be laid out by different
   * threads.
   *
   * @param from the first row of the matrix, not of the transposed one
   * @param to the last, excluded
   */
  public void layOut(int from, int to) {
    if (isLaidOut && transposed) {
      layOutTransposed(from, to);
    } else if (isLaidOut) {
      int columns = matrix.columns();
      for (int i = from; i < to; i++) {
        System.arraycopy(matrix.values(), i * columns, rows[i], 0, columns);
      }
    }
  }

  private void layOutTransposed(int from, int to) {
    float[] values = matrix.values();
    int columns = matrix.columns();
    for (int first = 0; first < columns; first += COLUMNS_AT_ONCE) {
      int last = Math.min(first + COLUMNS_AT_ONCE, columns);
      for (int j = first; j < last; j++) {
        float[] row = rows[j];
        for (int i = from; i < to; i++) {
          row[i] = values[i * columns + j];
        }
      }
    }
  }

  boolean isLaidOut() {
    return isLaidOut;
  }

  boolean isTransposed() {
    return transposed;
  }

  /** The numbers as they are, row by row. */
  float[] values() {
    return matrix.values();
  }

  /** The numbers, laid out. */
  float[][] rows() {
    return rows;
  }
}
