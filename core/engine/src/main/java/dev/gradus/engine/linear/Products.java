package dev.gradus.engine.linear;

/**
 * Products of matrices, in {@code float}, in plain Java.
 *
 * <p>Element (i, j) of a product is summed from its first term to its last, each term rounded
 * before it is added, whatever the shape and whichever loop below does it. So a product has the
 * same bits on every machine, and threads may share its rows as they like.
 *
 * <p>It holds memory that is used again, so every thread needs its own.
 */
public final class Products {

  /** How products are computed on this Java, in words. */
  public static final String METHOD = "plain Java, " + RowLoops.SHAPE;

  /** For sums that start from nothing. */
  public static final float[] ZEROS = {};

  /** The number of elements of a result that stay in the cache while they are summed up. */
  private static final int CACHED = 1 << 17;

  /** The memory that one of these takes at most, in bytes. */
  public static final long MOST_BYTES = (long) Float.BYTES * CACHED;

  private final Rows result = new Rows();

  /**
   * c = start + a b, for some rows of c.
   *
   * @param a [n, k]; not modified
   * @param b [k, m], laid out; not modified
   * @param start what each sum starts from, one for each column; or {@link #ZEROS}; not modified
   * @param c [n, m]; the rows are overwritten; must not share its array with {@code a} or {@code b}
   * @param from the first row of c
   * @param to the last, excluded
   */
  public void multiply(Matrix a, RightFactor b, float[] start, Matrix c, int from, int to) {
    check("a b", a.rows(), a.columns(), b.inner(), a, b, c);
    if (start.length != 0 && start.length != c.columns()) {
      throw new IllegalArgumentException(
          "sums of %s columns cannot start from a row of %s".formatted(c.columns(), start.length));
    }
    multiply(a, a.columns(), 1, b, a.columns(), start, c, from, to);
  }

  /**
   * c = aᵀ b, for some rows of c.
   *
   * @param a [k, n]; not modified
   * @param b [at least k, m], of which the first k rows are laid out; not modified
   * @param c [n, m]; the rows are overwritten; must not share its array with {@code a} or {@code b}
   * @param from the first row of c
   * @param to the last, excluded
   */
  public void multiplyTransposedLeft(Matrix a, RightFactor b, Matrix c, int from, int to) {
    check("aᵀ b", a.columns(), a.rows(), Math.min(a.rows(), b.inner()), a, b, c);
    multiply(a, 1, a.columns(), b, a.rows(), ZEROS, c, from, to);
  }

  /** Element (i, q) of the left factor is at {@code i * rowStep + q * columnStep} of a. */
  private void multiply(
      Matrix a,
      int rowStep,
      int columnStep,
      RightFactor b,
      int inner,
      float[] start,
      Matrix c,
      int from,
      int to) {
    int columns = c.columns();
    if (b.isLaidOut()) {
      int block = Math.max(1, CACHED / columns);
      for (int first = from; first < to; first += block) {
        int rows = Math.min(block, to - first);
        float[][] sums = result.filled(rows, columns, start);
        int at = first * rowStep;
        RowLoops.add(a.values(), at, rowStep, columnStep, b.rows(), inner, sums, rows, columns);
        result.copyTo(c, first, first + rows);
      }
    } else if (b.isTransposed()) {
      Loops.multiplyTransposedRight(
          a.values(), rowStep, columnStep, b.values(), inner, start, c.values(), columns, from, to);
    } else {
      Loops.multiply(
          a.values(), rowStep, columnStep, b.values(), inner, start, c.values(), columns, from, to);
    }
  }

  private static void check(
      String product, int rows, int inner, int otherInner, Matrix a, RightFactor b, Matrix c) {
    if (inner != otherInner || c.rows() != rows || c.columns() != b.columns()) {
      throw new IllegalArgumentException(
          "the product %s of %s x %s and %s x %s does not fit into %s x %s"
              .formatted(
                  product, a.rows(), a.columns(), b.inner(), b.columns(), c.rows(), c.columns()));
    }
    if (c.values() == a.values() || c.values() == b.values()) {
      throw new IllegalArgumentException("the result of " + product + " would overwrite a factor");
    }
  }
}
