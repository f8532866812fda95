package dev.gradus.engine.linear;

import dev.gradus.runtime.problem.CancelledException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.decomposition.eig.SymmetricQRAlgorithmDecomposition_FDRM;
import org.ejml.dense.row.decomposition.hessenberg.TridiagonalDecompositionHouseholder_FDRM;

/**
 * The principal axes of a covariance matrix: its eigenvectors, and its eigenvalues, which are the
 * variances along them.
 *
 * <p>The start are the axes that EJML finds in {@code float}, by Householder's tridiagonal form and
 * the implicit QR algorithm. Their errors are 1e-7 of the largest variance, which is more than many
 * of the variances. One or two sweeps of Jacobi's rotations in {@code double} correct them; from
 * any other start it would take about ten (N. Higham, F. Tisseur, M. Webb, Z. Zhou, Computing
 * accurate eigenvalues using a mixed-precision Jacobi algorithm, 2025). The remaining error is a
 * correlation of any two axes of at most {@value #UNCORRELATED}, and the rounding error of a double
 * for the largest variance.
 */
public final class PrincipalAxes {

  /**
   * Two axes with a smaller correlation are not rotated. Otherwise rounding errors would rotate the
   * axes of columns that are uncorrelated by design and have equal variances.
   */
  private static final double UNCORRELATED = 1e-8;

  /**
   * The maximum number of steps of EJML's QR algorithm for one value. After more steps it would
   * rotate by a random angle, whose sine and cosine differ in their last bits from machine to
   * machine.
   */
  private static final int MOST_STEPS = 15;

  private final SymmetricEigen eigen;

  private PrincipalAxes(SymmetricEigen eigen) {
    this.eigen = eigen;
  }

  /**
   * Finds the axes of a matrix.
   *
   * @param covariance [n, n], symmetric, finite; not modified
   * @throws CancelledException if the thread is interrupted
   */
  public static PrincipalAxes of(double[][] covariance) {
    double[][] start = covariance.length == 0 ? new double[0][] : start(shifted(covariance));
    return new PrincipalAxes(SymmetricEigen.of(covariance, start, UNCORRELATED));
  }

  /** The number of axes. */
  public int size() {
    return eigen.size();
  }

  /** The variance along an axis; the axes are in descending order of variance. */
  public double variance(int axis) {
    return eigen.value(axis);
  }

  /**
   * A component of an axis. The axis has length 1, is orthogonal to the others, and is positive in
   * the first of its largest components.
   */
  public double component(int axis, int column) {
    return eigen.component(axis, column);
  }

  /**
   * The eigenvectors in float, that of the largest value first; the unit vectors if EJML does not
   * find them, since rotations alone find them too.
   */
  private static double[][] start(double[][] matrix) {
    int size = matrix.length;
    double largest =
        Arrays.stream(matrix).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
    // Scaled to the range from -1 to 1, so that no double is too large for a float.
    double unit = largest == 0 ? 1 : largest;
    FMatrixRMaj scaled = new FMatrixRMaj(size, size);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        float mean = (float) (matrix[i][j] / unit / 2 + matrix[j][i] / unit / 2);
        scaled.data[i * size + j] = mean;
        scaled.data[j * size + i] = mean;
      }
    }
    SymmetricQRAlgorithmDecomposition_FDRM decomposition =
        new SymmetricQRAlgorithmDecomposition_FDRM(
            new TridiagonalDecompositionHouseholder_FDRM(), true);
    decomposition.setMaxIterations(MOST_STEPS);
    if (!decomposition.decompose(scaled)) {
      return SymmetricEigen.columns(size);
    }
    float[][] directions = new float[size][];
    double[] values = new double[size];
    for (int k = 0; k < size; k++) {
      directions[k] = decomposition.getEigenVector(k).data;
      values[k] = quotient(matrix, directions[k]);
    }
    return IntStream.range(0, size)
        .boxed()
        .sorted(Comparator.<Integer>comparingDouble(k -> values[k]).reversed())
        .map(k -> IntStream.range(0, size).mapToDouble(i -> directions[k][i]).toArray())
        .toArray(double[][]::new);
  }

  /** The Rayleigh quotient: the eigenvalue, if this is an eigenvector. */
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

  /**
   * A matrix with the same eigenvectors, whose eigenvalues are larger by the mean variance: the QR
   * algorithm does not terminate if the small eigenvalues are only rounding errors in floats.
   * Covariances that are only rounding errors become 0.
   */
  private static double[][] shifted(double[][] covariance) {
    double[][] shifted = new double[covariance.length][];
    double trace = 0;
    for (int i = 0; i < shifted.length; i++) {
      trace += covariance[i][i];
    }
    for (int i = 0; i < shifted.length; i++) {
      double[] row = covariance[i].clone();
      for (int j = 0; j < row.length; j++) {
        double correlated = UNCORRELATED * Math.sqrt(covariance[i][i] * covariance[j][j]);
        row[j] = Math.abs(row[j]) <= correlated ? 0 : row[j];
      }
      row[i] += trace / row.length;
      shifted[i] = row;
    }
    return shifted;
  }
}
