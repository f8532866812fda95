package dev.gradus.engine.linear;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.decomposition.eig.SymmetricQRAlgorithmDecomposition_FDRM;
import org.ejml.dense.row.decomposition.hessenberg.TridiagonalDecompositionHouseholder_FDRM;

/**
 * The eigenvalues and eigenvectors of a symmetric matrix: {@code A = V diag(λ) Vᵀ}.
 *
 * <p>EJML finds the vectors in {@code float}, by Householder's tridiagonal form and the implicit QR
 * algorithm. A value is then the Rayleigh quotient {@code vᵀAv / vᵀv} of its vector, taken in
 * {@code double}: its error is of the order of the square of the vector's, about 1e-12 of the
 * largest value. All is done in one thread, with one algorithm for every size, so that the bits
 * depend on the matrix alone.
 */
public final class SymmetricEigen {

  /** How far the two halves may be from each other, of the largest element. */
  private static final double ASYMMETRY = 1e-5;

  private final double[] values;
  private final Matrix vectors;

  private SymmetricEigen(double[] values, Matrix vectors) {
    this.values = values;
    this.vectors = vectors;
  }

  /**
   * Decomposes a matrix.
   *
   * @param matrix symmetric; not modified
   * @throws IllegalArgumentException if it is empty, not square, not symmetric or not finite
   */
  public static SymmetricEigen of(Matrix matrix) {
    double[][] rows = new double[matrix.rows()][matrix.columns()];
    for (int i = 0; i < matrix.rows(); i++) {
      for (int j = 0; j < matrix.columns(); j++) {
        rows[i][j] = matrix.values()[i * matrix.columns() + j];
      }
    }
    return of(rows);
  }

  /**
   * Decomposes a matrix.
   *
   * @param matrix row by row, symmetric; not modified
   * @throws IllegalArgumentException if it is empty, not square, not symmetric or not finite
   */
  public static SymmetricEigen of(double[][] matrix) {
    double largest = largest(matrix);
    int size = matrix.length;
    // Between -1 and 1, so that no double is too large for a float.
    double unit = largest == 0 ? 1 : largest;
    FMatrixRMaj scaled = new FMatrixRMaj(size, size);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        if (Math.abs(matrix[i][j] - matrix[j][i]) > ASYMMETRY * largest) {
          throw new IllegalArgumentException(
              "the matrix is not symmetric: element (%s, %s) is %s, and (%s, %s) is %s"
                  .formatted(i, j, matrix[i][j], j, i, matrix[j][i]));
        }
        float mean = (float) (matrix[i][j] / unit / 2 + matrix[j][i] / unit / 2);
        scaled.data[i * size + j] = mean;
        scaled.data[j * size + i] = mean;
      }
    }
    SymmetricQRAlgorithmDecomposition_FDRM decomposition =
        new SymmetricQRAlgorithmDecomposition_FDRM(
            new TridiagonalDecompositionHouseholder_FDRM(), true);
    if (!decomposition.decompose(scaled)) {
      throw new ArithmeticException(
          "the eigenvalues of a %s x %s matrix were not found".formatted(size, size));
    }
    double[] found = new double[size];
    float[][] directions = new float[size][];
    for (int k = 0; k < size; k++) {
      directions[k] = signed(decomposition.getEigenVector(k).data);
      found[k] = quotient(matrix, directions[k]);
    }
    int[] order =
        IntStream.range(0, size)
            .boxed()
            .sorted(Comparator.<Integer>comparingDouble(k -> found[k]).reversed())
            .mapToInt(Integer::intValue)
            .toArray();
    double[] values = new double[size];
    Matrix vectors = Matrix.zeros(size, size);
    for (int k = 0; k < size; k++) {
      values[k] = found[order[k]];
      for (int i = 0; i < size; i++) {
        vectors.values()[i * size + k] = directions[order[k]][i];
      }
    }
    return new SymmetricEigen(values, vectors);
  }

  /** The number of rows of the matrix, and of eigenvalues. */
  public int size() {
    return values.length;
  }

  /** The eigenvalues, largest first. */
  public double[] values() {
    return values.clone();
  }

  /**
   * The eigenvectors: column {@code k} belongs to value {@code k}, has length 1, and its component
   * of the largest amount is positive, the first of them if there are several.
   */
  public Matrix vectors() {
    return vectors;
  }

  private static double largest(double[][] matrix) {
    if (matrix.length == 0) {
      throw new IllegalArgumentException("a matrix without rows has no eigenvalues");
    }
    double largest = 0;
    for (double[] row : matrix) {
      if (row.length != matrix.length) {
        throw new IllegalArgumentException(
            "only a square matrix has eigenvalues, not one with %s rows and a row of %s elements"
                .formatted(matrix.length, row.length));
      }
      for (double element : row) {
        if (!Double.isFinite(element)) {
          throw new IllegalArgumentException(
              "a matrix with the element %s has no eigenvalues".formatted(element));
        }
        largest = Math.max(largest, Math.abs(element));
      }
    }
    return largest;
  }

  /** The vector, or its opposite: so that a sign does not depend on how it was found. */
  private static float[] signed(float[] vector) {
    int at = 0;
    for (int i = 1; i < vector.length; i++) {
      if (Math.abs(vector[i]) > Math.abs(vector[at])) {
        at = i;
      }
    }
    if (vector[at] < 0) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = -vector[i];
      }
    }
    return vector;
  }

  private static double quotient(double[][] matrix, float[] vector) {
    double numerator = 0;
    double denominator = 0;
    for (int i = 0; i < vector.length; i++) {
      double product = 0;
      for (int j = 0; j < vector.length; j++) {
        product += matrix[i][j] * vector[j];
      }
      numerator += vector[i] * product;
      denominator += (double) vector[i] * vector[i];
    }
    return numerator / denominator;
  }
}
