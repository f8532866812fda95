package dev.gradus.engine.linear;

import dev.gradus.engine.parallel.Team;

/**
 * Products of matrices, in {@code float}, in plain Java.
 *
 * <p>Element (i, j) of a product is summed from its first term to its last, each term rounded
 * before it is added, whatever the shape and whichever loop below does it. So a product has the
 * same bits on every machine and with any number of threads: which of them computes which part
 * changes nothing.
 *
 * <p>It holds memory that is used again: it is for the thread that owns the team.
 */
public final class Products {

  /** The number of columns from which the loops over {@link Rows} win, the copies included. */
  private static final int WIDE = 8;

  /** The number of rows from which it pays to copy the right factor. */
  private static final int TALL = 4;

  /** The number of elements of a result that stay in the cache while they are summed up. */
  private static final int CACHED = 1 << 17;

  /** The number of terms from which it pays to wake the others: about 12 microseconds of work. */
  private static final int SHARED = 1 << 19;

  /** How many rows of the right factor are copied at once; of a transposed one, a cache of them. */
  private static final int COPIED = 32;

  private static final float[] ZEROS = {};

  private final Team team;
  private final Team.Work copying = this::copy;
  private final Team.Work summing = this::sum;
  private final Rows right = new Rows();
  private final Rows[] results;

  // The product at hand: element (i, q) of a is at i * rowStep + q * columnStep.
  private Matrix a = Matrix.zeros(0, 0);
  private int rowStep;
  private int columnStep;
  private Matrix b = a;
  private boolean transposed;
  private Matrix c = a;
  private float[] start = ZEROS;
  private int block = 1;

  /** Products by the thread that asks for them. */
  public Products() {
    this(Team.alone());
  }

  /**
   * Products by a team; small ones are left to its owner.
   *
   * @param team asked by the thread that owns it
   */
  public Products(Team team) {
    this.team = team;
    results = new Rows[team.size()];
    for (int member = 0; member < results.length; member++) {
      results[member] = new Rows();
    }
  }

  /**
   * c = a b.
   *
   * @param a [n, k]; not modified
   * @param b [k, m]; not modified
   * @param c [n, m]; overwritten; must not share its array with {@code a} or {@code b}
   */
  public void multiply(Matrix a, Matrix b, Matrix c) {
    multiply(a, b, ZEROS, c);
  }

  /**
   * c = a b + 1 rowᵀ: the row is added to each row of the product, as its first term.
   *
   * @param a [n, k]; not modified
   * @param b [k, m]; not modified
   * @param row of length m; not modified
   * @param c [n, m]; overwritten; must not share its array with {@code a} or {@code b}
   */
  public void multiplyAdd(Matrix a, Matrix b, float[] row, Matrix c) {
    if (row.length != c.columns()) {
      throw new IllegalArgumentException(
          "a row of %s cannot be added to %s x %s".formatted(row.length, c.rows(), c.columns()));
    }
    multiply(a, b, row, c);
  }

  private void multiply(Matrix a, Matrix b, float[] row, Matrix c) {
    check("a b", a.rows(), a.columns(), b.rows(), b.columns(), a, b, c);
    if (isSmall(c)) {
      Loops.multiply(
          a.values(), a.columns(), 1, b.values(), c.rows(), b.rows(), c.columns(), row, c.values());
    } else {
      multiply(a, a.columns(), 1, b, false, row, c);
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
    if (isSmall(c)) {
      Loops.multiply(
          a.values(),
          1,
          a.columns(),
          b.values(),
          c.rows(),
          b.rows(),
          c.columns(),
          ZEROS,
          c.values());
    } else {
      multiply(a, 1, a.columns(), b, false, ZEROS, c);
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
    if (isSmall(c)) {
      Loops.multiplyTransposedRight(
          a.values(), b.values(), c.rows(), b.columns(), c.columns(), c.values());
    } else {
      multiply(a, a.columns(), 1, b, true, ZEROS, c);
    }
  }

  private static boolean isSmall(Matrix c) {
    return c.rows() < TALL || c.columns() < WIDE;
  }

  private void multiply(
      Matrix a,
      int rowStep,
      int columnStep,
      Matrix b,
      boolean transposed,
      float[] start,
      Matrix c) {
    this.a = a;
    this.rowStep = rowStep;
    this.columnStep = columnStep;
    this.b = b;
    this.transposed = transposed;
    this.start = start;
    this.c = c;
    int inner = inner();
    right.atLeast(inner, c.columns());
    block = Math.max(TALL, CACHED / c.columns());
    if ((long) c.size() * inner < SHARED || team.size() == 1) {
      copyRows(0, inner);
      for (int piece = 0; piece * block < c.rows(); piece++) {
        sum(piece, 0);
      }
    } else {
      // Two pieces for each thread, so that none waits long for the last.
      block = Math.max(TALL, Math.min(block, pieces(c.rows(), 2 * team.size())));
      team.run(copying, pieces(inner, COPIED));
      team.run(summing, pieces(c.rows(), block));
    }
  }

  private int inner() {
    return transposed ? b.columns() : b.rows();
  }

  private static int pieces(int whole, int piece) {
    return (whole + piece - 1) / piece;
  }

  private void copy(int piece, int member) {
    copyRows(piece * COPIED, Math.min((piece + 1) * COPIED, inner()));
  }

  private void copyRows(int from, int to) {
    if (!transposed) {
      right.copy(b, from, to);
      return;
    }
    for (int next = from; next < to; next += COPIED) {
      right.copyTransposed(b, next, Math.min(next + COPIED, to));
    }
  }

  private void sum(int piece, int member) {
    int from = piece * block;
    int to = Math.min(from + block, c.rows());
    int inner = inner();
    Rows result = results[member];
    float[][] sums = result.filled(to - from, c.columns(), start);
    RowLoops.add(
        a.values(),
        from * rowStep,
        rowStep,
        columnStep,
        right.atLeast(inner, c.columns()),
        inner,
        sums,
        to - from,
        c.columns());
    result.copyTo(c, from, to);
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
