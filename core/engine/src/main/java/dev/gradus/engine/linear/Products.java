package dev.gradus.engine.linear;

/**
 * Products of matrices, in {@code float}, in plain Java.
 *
 * <p>Element (i, j) of a product is summed from its first term to its last, each term rounded
 * before it is added, whatever the shape and whichever loop below does it. So a product has the
 * same bits on every machine, and computing a part of it changes nothing.
 *
 * <p>It holds memory that is used again, so every thread needs its own.
 */
public final class Products {

  /** The number of columns from which the loops over {@link Rows} win, the copies included. */
  private static final int WIDE = 8;

  /** The number of rows from which it pays to copy the right factor. */
  private static final int TALL = 4;

  /** The number of elements of a result that stay in the cache while they are summed up. */
  private static final int CACHED = 1 << 17;

  private final Rows right = new Rows();
  private final Rows result = new Rows();

  /**
   * c = a b.
   *
   * @param a [n, k]; not modified
   * @param b [k, m]; not modified
   * @param c [n, m]; overwritten; must not share its array with {@code a} or {@code b}
   */
  public void multiply(Matrix a, Matrix b, Matrix c) {
    check("a b", a.rows(), a.columns(), b.rows(), b.columns(), a, b, c);
    if (c.rows() < TALL || c.columns() < WIDE) {
      Loops.multiply(
          a.values(), a.columns(), 1, b.values(), c.rows(), b.rows(), c.columns(), c.values());
    } else {
      multiply(a, a.columns(), 1, right.of(b), b.rows(), c);
    }
  }

  /**
   * c = aᵀ b.
   *
   * @param a [k, n]; not modified
   * @param b [k, m]; not modified
   * @param c [n, m]; overwritten; must not share its array with {@code a} or {@code b}
   */
  public void multiplyTransposedLeft(Matrix a, Matrix b, Matrix c) {
    check("aᵀ b", a.columns(), a.rows(), b.rows(), b.columns(), a, b, c);
    if (c.rows() < TALL || c.columns() < WIDE) {
      Loops.multiply(
          a.values(), 1, a.columns(), b.values(), c.rows(), b.rows(), c.columns(), c.values());
    } else {
      multiply(a, 1, a.columns(), right.of(b), b.rows(), c);
    }
  }

  /**
   * c = a bᵀ.
   *
   * @param a [n, k]; not modified
   * @param b [m, k]; not modified
   * @param c [n, m]; overwritten; must not share its array with {@code a} or {@code b}
   */
  public void multiplyTransposedRight(Matrix a, Matrix b, Matrix c) {
    check("a bᵀ", a.rows(), a.columns(), b.columns(), b.rows(), a, b, c);
    if (c.rows() < TALL || c.columns() < WIDE) {
      Loops.multiplyTransposedRight(
          a.values(), b.values(), c.rows(), b.columns(), c.columns(), c.values());
    } else {
      multiply(a, a.columns(), 1, right.ofTransposed(b), b.columns(), c);
    }
  }

  /** c = a b, where element (i, q) of a is at {@code i * rowStep + q * columnStep}. */
  private void multiply(Matrix a, int rowStep, int columnStep, float[][] b, int inner, Matrix c) {
    int block = Math.max(TALL, CACHED / c.columns());
    for (int from = 0; from < c.rows(); from += block) {
      int to = Math.min(from + block, c.rows());
      float[][] sums = result.zeros(to - from, c.columns());
      RowLoops.add(
          a.values(), from * rowStep, rowStep, columnStep, b, inner, sums, to - from, c.columns());
      result.copyTo(c, from, to);
    }
  }

  private static void check(
      String product,
      int rows,
      int inner,
      int otherInner,
      int columns,
      Matrix a,
      Matrix b,
      Matrix c) {
    if (inner != otherInner || c.rows() != rows || c.columns() != columns) {
      throw new IllegalArgumentException(
          "the product %s of %s x %s and %s x %s does not fit into %s x %s"
              .formatted(
                  product, a.rows(), a.columns(), b.rows(), b.columns(), c.rows(), c.columns()));
    }
    if (c.values() == a.values() || c.values() == b.values()) {
      throw new IllegalArgumentException("the result of " + product + " would overwrite a factor");
    }
  }
}
