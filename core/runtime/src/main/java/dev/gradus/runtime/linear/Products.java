package dev.gradus.runtime.linear;

/**
 * Products of matrices, in {@code float}, in plain Java.
 *
 * <p>Element (i, j) of a product is summed from its first term to its last, each with one rounding
 * ({@link Fused}), whatever the shape and whichever loop below does it. So a product has the same
 * bits on every machine, and threads may share its rows as they like.
 *
 * <p>An instance reuses its buffers, so every thread needs its own. The engine has another
 * implementation, with the same bits, for a Java that can do more.
 */
public class Products {

  /** How products are computed on this Java, in words. */
  public static final String METHOD = "plain Java, " + RowLoops.SHAPE;

  /** For sums that start from nothing. */
  public static final float[] ZEROS = {};

  /** The number of elements of a result that stay in the cache while they are summed up. */
  private static final int CACHED = 1 << 17;

  /** The memory that one of these takes at most, in bytes. */
  public static final long MOST_BYTES = (long) Float.BYTES * CACHED;

  private final Rows result = new Rows();
  private final NarrowLoops narrow = new NarrowLoops();

  /**
   * A right factor for these products.
   *
   * @param values the numbers of a matrix, row by row; shared
   * @param rows how many it has
   * @param columns how many it has
   * @param transposed whether the factor is the matrix transposed
   * @param most the number of rows of a, at most, for which it is laid out
   * @throws IllegalArgumentException if the array is too short
   */
  public RightFactor factor(float[] values, int rows, int columns, boolean transposed, int most) {
    return new RightFactor(values, rows, columns, transposed, most);
  }

  /**
   * c = start + a b, for some rows of c.
   *
   * @param a [n, k]; not modified
   * @param b [k, m], laid out; not modified
   * @param start what each sum starts from, one for each column; or {@link #ZEROS}; not modified
   * @param c [n, m]; the rows are overwritten; must not be {@code a} or the array of {@code b}
   * @param from the first row of c
   * @param to the end, exclusive
   */
  public final void multiply(float[] a, RightFactor b, float[] start, float[] c, int from, int to) {
    check("a b", a, to, b.inner(), b, c, to);
    if (start.length != 0 && start.length != b.columns()) {
      throw new IllegalArgumentException(
          "sums of %s columns cannot start from a row of %s".formatted(b.columns(), start.length));
    }
    multiply(a, b.inner(), 1, b, b.inner(), start, c, from, to);
  }

  /**
   * c = aᵀ b, for some rows of c.
   *
   * @param a [rows, columns]; not modified
   * @param rows of a, and as many of b count
   * @param b [at least rows, m], of which the first rows are laid out; not modified
   * @param c [columns, m]; the rows are overwritten; must not be {@code a} or the array of {@code
   *     b}
   * @param from the first row of c
   * @param to the end, exclusive
   */
  public final void multiplyTransposedLeft(
      float[] a, int rows, int columns, RightFactor b, float[] c, int from, int to) {
    check("aᵀ b", a, rows, columns, b, c, to);
    if (rows > b.inner()) {
      throw new IllegalArgumentException(
          "the product aᵀ b needs %s rows of b, which has %s".formatted(rows, b.inner()));
    }
    multiply(a, 1, columns, b, rows, ZEROS, c, from, to);
  }

  /**
   * c = start + a b, for some rows of c, where all sizes are right.
   *
   * @param a element (i, q) is at {@code i * rowStep + q * columnStep}; not modified
   * @param b laid out; not modified
   * @param inner the number of terms of a sum
   * @param start what each sum starts from, or {@link #ZEROS}; not modified
   * @param c the rows are overwritten
   * @param from the first row of c
   * @param to the end, exclusive
   */
  protected void multiply(
      float[] a,
      int rowStep,
      int columnStep,
      RightFactor b,
      int inner,
      float[] start,
      float[] c,
      int from,
      int to) {
    int columns = b.columns();
    if (NarrowLoops.win(to - from, inner, columns)) {
      int termStep = b.isTransposed() ? 1 : columns;
      int step = b.isTransposed() ? b.inner() : 1;
      narrow.multiply(
          a, rowStep, columnStep, b.values(), termStep, step, inner, start, c, columns, from, to);
    } else if (b.isLaidOut()) {
      int block = Math.max(1, CACHED / columns);
      for (int first = from; first < to; first += block) {
        int rows = Math.min(block, to - first);
        float[][] sums = result.filled(rows, columns, start);
        int at = first * rowStep;
        RowLoops.add(a, at, rowStep, columnStep, b.rows(), inner, sums, rows, columns);
        result.copyTo(c, columns, first, first + rows);
      }
    } else if (b.isTransposed()) {
      Loops.multiplyTransposedRight(
          a, rowStep, columnStep, b.values(), inner, start, c, columns, from, to);
    } else {
      Loops.multiply(a, rowStep, columnStep, b.values(), inner, start, c, columns, from, to);
    }
  }

  private static void check(
      String product, float[] a, int rows, int columns, RightFactor b, float[] c, int to) {
    if (a.length < (long) rows * columns || c.length < (long) to * b.columns()) {
      throw new IllegalArgumentException(
          "the product %s of %s rows of %s and a factor of %s x %s needs %s and %s numbers, but the arrays hold %s and %s"
              .formatted(
                  product,
                  rows,
                  columns,
                  b.inner(),
                  b.columns(),
                  (long) rows * columns,
                  (long) to * b.columns(),
                  a.length,
                  c.length));
    }
    if (c == a || c == b.values()) {
      throw new IllegalArgumentException("the result of " + product + " would overwrite a factor");
    }
  }
}
