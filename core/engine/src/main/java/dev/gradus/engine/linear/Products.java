package dev.gradus.engine.linear;

import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

/**
 * Products of matrices, in {@code float}.
 *
 * <p>On one thread, and in an order of summation that depends on the shapes alone, so that equal
 * input gives equal bits.
 */
public final class Products {

  /**
   * c = a b.
   *
   * @param a [n, k]; not modified
   * @param b [k, m]; not modified
   * @param c [n, m]; overwritten; must not share its array with {@code a} or {@code b}
   */
  public void multiply(Matrix a, Matrix b, Matrix c) {
    check("a b", a.rows(), a.columns(), b.rows(), b.columns(), a, b, c);
    CommonOps_FDRM.mult(wrap(a), wrap(b), wrap(c));
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
    CommonOps_FDRM.multTransA(wrap(a), wrap(b), wrap(c));
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
    CommonOps_FDRM.multTransB(wrap(a), wrap(b), wrap(c));
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

  private static FMatrixRMaj wrap(Matrix matrix) {
    return FMatrixRMaj.wrap(matrix.rows(), matrix.columns(), matrix.values());
  }
}
