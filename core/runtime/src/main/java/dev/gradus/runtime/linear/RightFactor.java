package dev.gradus.runtime.linear;

/**
 * The right factor b of products a b, laid out for the loops that compute them.
 *
 * <p>Whenever the numbers of its matrix have changed, {@link #layOut} has to be called before the
 * next product. A narrow factor, and one that is laid out for few rows of a, is used as it is.
 */
public class RightFactor {

  /** The number of columns from which the loops over {@link Rows} win. */
  private static final int WIDE = 8;

  /** The number of rows of a, between two times, from which it pays to lay out b. */
  private static final int TALL = 4;

  /** The number of columns that are transposed at once: as many as have a place in the cache. */
  private static final int COLUMNS_AT_ONCE = 64;

  private final float[] values;
  private final int height;
  private final int width;
  private final boolean transposed;
  private final boolean isLaidOut;
  private final float[][] rows;

  /**
   * Of a matrix as it is stored.
   *
   * @param values its numbers, row by row; shared
   * @param height its rows
   * @param width its columns
   * @param transposed whether the factor is the matrix transposed
   * @param most the number of rows of a, at most, for which it is laid out
   * @throws IllegalArgumentException if the array is too short
   */
  protected RightFactor(float[] values, int height, int width, boolean transposed, int most) {
    if (values.length < Math.multiplyExact(height, width)) {
      throw new IllegalArgumentException(
          "an array of %s elements cannot hold a %s x %s matrix"
              .formatted(values.length, height, width));
    }
    this.values = values;
    this.height = height;
    this.width = width;
    this.transposed = transposed;
    isLaidOut =
        columns() >= WIDE && most >= TALL && !NarrowLoops.alwaysWin(most, inner(), columns());
    rows = new Rows().atLeast(isLaidOut ? inner() : 0, columns());
  }

  /** The number of rows, and so of the terms of each sum. */
  public int inner() {
    return transposed ? width : height;
  }

  /** The number of columns. */
  public int columns() {
    return transposed ? height : width;
  }

  /**
   * Lays out some rows of the matrix as they are now; different ones can be laid out by different
   * threads.
   *
   * @param from the first row of the matrix, not of the transposed one
   * @param to the end, exclusive
   */
  public void layOut(int from, int to) {
    if (isLaidOut && transposed) {
      layOutTransposed(from, to);
    } else if (isLaidOut) {
      for (int i = from; i < to; i++) {
        System.arraycopy(values, i * width, rows[i], 0, width);
      }
    }
  }

  private void layOutTransposed(int from, int to) {
    float[] matrix = values;
    int columns = width;
    for (int first = 0; first < columns; first += COLUMNS_AT_ONCE) {
      int last = Math.min(first + COLUMNS_AT_ONCE, columns);
      for (int j = first; j < last; j++) {
        float[] row = rows[j];
        for (int i = from; i < to; i++) {
          row[i] = matrix[i * columns + j];
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
    return values;
  }

  /** The numbers, laid out. */
  float[][] rows() {
    return rows;
  }
}
