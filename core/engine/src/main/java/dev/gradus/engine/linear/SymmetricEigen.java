package dev.gradus.engine.linear;

import dev.gradus.runtime.problem.CancelledException;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The eigenvalues and eigenvectors of a symmetric matrix: {@code A = V diag(λ) Vᵀ}.
 *
 * <p>They are found in {@code double} by Jacobi's method, which rotates two vectors at a time in
 * their plane. It converges for every matrix. It adds, multiplies, divides and takes square roots
 * in one thread and one order, so the bits depend only on the matrix. From the unit vectors it
 * takes about ten sweeps, each of about {@code 2n³} multiplications: it is meant for some dozens of
 * rows, or for a start that is close already.
 *
 * @see <a href="https://en.wikipedia.org/wiki/Jacobi_eigenvalue_algorithm">Jacobi eigenvalue
 *     algorithm</a>
 */
public final class SymmetricEigen {

  /** The allowed difference between the two halves, as a share of the largest element. */
  private static final double ASYMMETRY = 1e-5;

  /** As a share of the largest value: the rounding error of a product vᵀAw. */
  private static final double ROUNDING = 16 * Math.ulp(1.0);

  /** Jacobi's method converges quadratically; no matrix has needed half as many. */
  private static final int MOST_SWEEPS = 30;

  /** As a share of the largest component: components within this distance count as equal. */
  private static final double AS_LARGE = 1 - 1e-6;

  private final double[] values;
  private final double[][] vectors;

  private SymmetricEigen(double[] values, double[][] vectors) {
    this.values = values;
    this.vectors = vectors;
  }

  /**
   * Decomposes a matrix.
   *
   * @param matrix row by row, symmetric; not modified
   * @throws IllegalArgumentException if it is empty, not square, not symmetric or not finite
   * @throws CancelledException if the thread is interrupted
   */
  public static SymmetricEigen of(double[][] matrix) {
    double largest = largest(matrix);
    int size = matrix.length;
    // Scaled below 2 in absolute value, so that no product overflows; a power of 2 causes no
    // rounding.
    int exponent = largest == 0 ? 0 : Math.getExponent(largest);
    double[][] scaled = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        if (Math.abs(matrix[i][j] - matrix[j][i]) > ASYMMETRY * largest) {
          throw new IllegalArgumentException(
              "the matrix is not symmetric: element (%s, %s) is %s, and (%s, %s) is %s"
                  .formatted(i, j, matrix[i][j], j, i, matrix[j][i]));
        }
        double mean =
            Math.scalb(matrix[i][j], -exponent) / 2 + Math.scalb(matrix[j][i], -exponent) / 2;
        scaled[i][j] = mean;
        scaled[j][i] = mean;
      }
    }
    SymmetricEigen found = of(scaled, columns(size), 0);
    Arrays.setAll(found.values, k -> Math.scalb(found.values[k], exponent));
    return found;
  }

  /**
   * Decomposes a matrix, starting from vectors that may be close to its eigenvectors.
   *
   * @param matrix symmetric, finite; not modified
   * @param vectors of length 1 and orthogonal, up to rounding in float; modified
   * @param uncorrelated the tolerance for {@code vᵀAw} of two vectors, as a fraction of {@code
   *     √(vᵀAv wᵀAw)}
   */
  static SymmetricEigen of(double[][] matrix, double[][] vectors, double uncorrelated) {
    orthonormalise(vectors);
    int sweeps = 0;
    while (sweep(vectors, images(matrix, vectors), uncorrelated) && sweeps < MOST_SWEEPS) {
      sweeps++;
    }
    return sorted(vectors, images(matrix, vectors));
  }

  /** The unit vectors. */
  static double[][] columns(int size) {
    double[][] columns = new double[size][size];
    for (int i = 0; i < size; i++) {
      columns[i][i] = 1;
    }
    return columns;
  }

  /** The number of rows of the matrix, and of eigenvalues. */
  public int size() {
    return values.length;
  }

  /**
   * The eigenvalues, largest first; their error is the rounding error of a double for the largest.
   */
  public double[] values() {
    return values.clone();
  }

  /** The eigenvalue at an index. */
  double value(int place) {
    return values[place];
  }

  /**
   * A component of the eigenvector of a value. The vector has length 1, is orthogonal to the
   * others, and positive in the first of its largest components.
   *
   * @param vector that of the largest value is 0
   */
  public double component(int vector, int row) {
    return vectors[vector][row];
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

  /** Orthogonalises by Gram and Schmidt; the vectors are orthogonal up to rounding in float. */
  private static void orthonormalise(double[][] vectors) {
    for (int i = 0; i < vectors.length; i++) {
      for (int j = 0; j < i; j++) {
        Vectors.add(vectors[i], -dot(vectors[i], vectors[j]), vectors[j]);
      }
      double length = Math.sqrt(dot(vectors[i], vectors[i]));
      for (int k = 0; k < vectors.length; k++) {
        vectors[i][k] /= length;
      }
    }
  }

  /** The products of the matrix and each vector. */
  private static double[][] images(double[][] matrix, double[][] vectors) {
    return Arrays.stream(vectors)
        .map(vector -> Arrays.stream(matrix).mapToDouble(row -> dot(row, vector)).toArray())
        .toArray(double[][]::new);
  }

  /**
   * Rotates every pair of vectors in their plane, so that the matrix no longer relates them.
   *
   * <p>The matrix is never transformed to the new vectors. Its product with each vector is rotated
   * along with the vector, and an element is the dot product of a vector and such a product: all
   * reads are along rows.
   *
   * @return whether any pair was rotated
   */
  private static boolean sweep(double[][] vectors, double[][] images, double uncorrelated) {
    double largest = 0;
    for (int i = 0; i < vectors.length; i++) {
      largest = Math.max(largest, Math.abs(dot(vectors[i], images[i])));
    }
    boolean turned = false;
    for (int i = 0; i < vectors.length; i++) {
      CancelledException.check("eigenvectors were found");
      for (int j = i + 1; j < vectors.length; j++) {
        double between = Math.abs(dot(vectors[i], images[j]));
        if (between > ROUNDING * largest) {
          double first = dot(vectors[i], images[i]);
          double second = dot(vectors[j], images[j]);
          if (between > uncorrelated * Math.sqrt(Math.max(0, first * second))) {
            turn(vectors, images, i, j, second - first);
            turned = true;
          }
        }
      }
    }
    return turned;
  }

  /** Rotates two vectors by the angle at which the matrix no longer relates them. */
  private static void turn(double[][] vectors, double[][] images, int i, int j, double difference) {
    double theta = difference / (2 * dot(vectors[i], images[j]));
    double tangent = Math.copySign(1 / (Math.abs(theta) + Math.sqrt(1 + theta * theta)), theta);
    double cosine = 1 / Math.sqrt(1 + tangent * tangent);
    turn(vectors[i], vectors[j], cosine, tangent * cosine);
    turn(images[i], images[j], cosine, tangent * cosine);
  }

  private static void turn(double[] a, double[] b, double cosine, double sine) {
    for (int k = 0; k < a.length; k++) {
      double before = a[k];
      a[k] = cosine * before - sine * b[k];
      b[k] = sine * before + cosine * b[k];
    }
  }

  private static SymmetricEigen sorted(double[][] vectors, double[][] images) {
    double[] found = new double[vectors.length];
    Integer[] order = new Integer[vectors.length];
    for (int i = 0; i < vectors.length; i++) {
      found[i] = dot(vectors[i], images[i]);
      order[i] = i;
    }
    Arrays.sort(order, Comparator.comparingDouble(i -> -found[i]));
    double[][] sorted = new double[vectors.length][];
    double[] values = new double[vectors.length];
    for (int i = 0; i < vectors.length; i++) {
      sorted[i] = signed(vectors[order[i]]);
      values[i] = found[order[i]];
    }
    return new SymmetricEigen(values, sorted);
  }

  /** The sign of an eigenvector is arbitrary, so this fixes it. */
  private static double[] signed(double[] vector) {
    double largest = Arrays.stream(vector).map(Math::abs).max().orElse(0);
    double decides =
        Arrays.stream(vector).filter(x -> Math.abs(x) >= AS_LARGE * largest).findFirst().orElse(1);
    return decides < 0 ? Arrays.stream(vector).map(x -> -x).toArray() : vector;
  }

  /** Uses four sums, which the processor computes in parallel. */
  private static double dot(double[] a, double[] b) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int k = 0;
    for (; k + 4 <= a.length; k += 4) {
      sum0 += a[k] * b[k];
      sum1 += a[k + 1] * b[k + 1];
      sum2 += a[k + 2] * b[k + 2];
      sum3 += a[k + 3] * b[k + 3];
    }
    for (; k < a.length; k++) {
      sum0 += a[k] * b[k];
    }
    return sum0 + sum1 + (sum2 + sum3);
  }
}
