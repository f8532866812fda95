package dev.gradus.engine.linear;

/**
 * A right factor in panels of one, two or four vectors of columns, for {@link TileLoops}.
 *
 * <p>A panel lies row by row in one piece of memory, so that it is read from its beginning to its
 * end. Where a matrix is used too seldom for that to pay, the panels are places in the matrix as it
 * is, and a matrix that is as wide as one panel is that panel. Where the columns are not a multiple
 * of a vector, the last panel begins further left, and the columns that it shares with its
 * neighbour are computed twice; a matrix that is narrower than a vector is filled up with zeros.
 */
final class Panels {

  /** The number of rows of a from which it pays to copy b into panels. */
  private static final int TALL = 64;

  /** That number for short vectors and long sums, of which packed tiles gain most. */
  private static final int TALL_WITH_LONG_SUMS = 32;

  private static final int LONG_SUM = 256;

  /**
   * The vectors of the widest panel; as many as a processor with vectors that long has room for.
   */
  private static final int WIDEST = 4;

  private static final int WIDEST_OF_SHORT_VECTORS = 2;

  private static final int LONG_VECTOR = 16;

  private final int lanes;
  private final int widest;
  private final int inner;
  private final int columns;
  private final int apart;
  private final boolean copied;
  private final float[] numbers;

  /**
   * Makes room.
   *
   * @param lanes the elements of a vector
   * @param widest the vectors of the widest panel: 2 or 4
   * @param matrix the numbers, [inner, columns], or transposed
   * @param rows of a, at most
   */
  Panels(
      int lanes, int widest, float[] matrix, int inner, int columns, boolean transposed, int rows) {
    this.lanes = lanes;
    this.widest = widest;
    this.inner = inner;
    this.columns = columns;
    boolean isPanel = columns == vectors(0) * lanes;
    boolean isShort = widest == WIDEST_OF_SHORT_VECTORS;
    int tall = isShort && inner > LONG_SUM ? TALL_WITH_LONG_SUMS : TALL;
    copied = transposed || columns < lanes || rows >= tall && !isPanel;
    int width = 0;
    int last = 0;
    while (width < columns) {
      last = width;
      width += vectors(width) * lanes;
    }
    apart = width == columns ? columns : last;
    numbers = copied ? new float[Math.multiplyExact(inner, width)] : matrix;
  }

  /** The number of vectors in the widest panel for products of any size. */
  static int widest(int lanes) {
    return lanes < LONG_VECTOR ? WIDEST_OF_SHORT_VECTORS : WIDEST;
  }

  /** Whether {@link Tiles#packed} takes the widest panels. */
  boolean isPacked() {
    return copied && widest == WIDEST_OF_SHORT_VECTORS && numbers.length <= Tiles.MOST_PACKED;
  }

  /** How many vectors the panel has that covers a column and those after it. */
  int vectors(int column) {
    int most = (columns - column + lanes - 1) / lanes;
    int vectors = widest;
    while (vectors > 1 && (vectors > most || vectors * lanes > columns)) {
      vectors /= 2;
    }
    return vectors;
  }

  /**
   * Where the panel begins that shares columns with its neighbour; behind the last, if none does.
   */
  int apart() {
    return apart;
  }

  /** The first column of that panel. */
  int first(int column) {
    return Math.max(0, Math.min(column, columns - vectors(column) * lanes));
  }

  /** Where the panel begins in {@link #numbers}; the panels before it end at that column. */
  int start(int column) {
    return copied ? column * inner : first(column);
  }

  /** The stride: from one row of the panel to the next. */
  int step(int column) {
    return copied ? vectors(column) * lanes : columns;
  }

  float[] numbers() {
    return numbers;
  }

  int columns() {
    return columns;
  }

  /** Whether {@link #numbers} is a copy, and not the matrix as it is. */
  boolean isCopied() {
    return copied;
  }

  /** Copies some rows of the matrix; if it is transposed, some rows of what it was made of. */
  void copy(Tiles tiles, float[] matrix, boolean transposed, int from, int to) {
    if (!copied) {
      return;
    }
    if (transposed) {
      for (int j = 0; j < columns; j += vectors(j) * lanes) {
        int width = Math.min(vectors(j) * lanes, columns);
        transpose(matrix, first(j), width, start(j), step(j), from, to);
      }
      return;
    }
    for (int q = from; q < to; q += TileLoops.FEW) {
      int few = Math.min(TileLoops.FEW, to - q);
      for (int j = 0; j < columns; j += vectors(j) * lanes) {
        copy(tiles, matrix, q * columns + first(j), j, q, few);
      }
    }
  }

  private void copy(Tiles tiles, float[] matrix, int at, int column, int row, int rows) {
    int step = step(column);
    int into = start(column) + row * step;
    if (vectors(column) == 2) {
      tiles.copyPairs(matrix, at, columns, numbers, into, rows);
      return;
    }
    int width = Math.min(step, columns);
    for (int q = 0; q < rows; q++) {
      System.arraycopy(matrix, at + q * columns, numbers, into + q * step, width);
    }
  }

  private void transpose(
      float[] matrix, int first, int width, int start, int step, int from, int to) {
    int i = Math.max(first, from);
    int last = Math.min(first + width, to);
    for (; i + 4 <= last; i += 4) {
      int into = start + i - first;
      int at = i * inner;
      for (int q = 0; q < inner; q++) {
        numbers[into] = matrix[at + q];
        numbers[into + 1] = matrix[at + inner + q];
        numbers[into + 2] = matrix[at + 2 * inner + q];
        numbers[into + 3] = matrix[at + 3 * inner + q];
        into += step;
      }
    }
    for (; i < last; i++) {
      for (int q = 0; q < inner; q++) {
        numbers[start + i - first + q * step] = matrix[i * inner + q];
      }
    }
  }
}
