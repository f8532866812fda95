package dev.gradus.engine.linear;

import dev.gradus.runtime.problem.CancelledException;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The eigenvalues and eigenvectors of a symmetric matrix: {@code A = V diag(λ) Vᵀ}.
 *
 * <p>They are found in {@code double} by Jacobi's method, which turns two vectors at a time in
 * their plane. It has an answer for every matrix. It adds, multiplies, divides and takes square
 * roots in one thread and one order, so the bits depend on the matrix alone. From the columns it
 * takes about ten sweeps, each of about {@code 2n³} multiplications: it is meant for some dozens of
 * rows, or for a start that is close already.
 *
 * @see <a href="https://en.wikipedia.org/wiki/Jacobi_eigenvalue_algorithm">Jacobi eigenvalue
 *     algorithm</a>
 */
public final class SymmetricEigen {

  /** How far the two halves may be from each other, of the largest element. */
  private static final double ASYMMETRY = 1e-5;

  /** Of the largest value: what the product of two vectors by the matrix cannot be told from. */
  private static final double ROUNDING = 16 * Math.ulp(1.0);

  /** Jacobi's method converges quadratically; no matrix has needed half as many. */
  private static final int MOST_SWEEPS = 30;

  /** Of the largest component: what is as large but for rounding. */
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
    // Below 2 in amount, so that no product is too large for a double; a power of 2 rounds nothing.
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
   * Decomposes a matrix from vectors that may be close to its own.
   *
   * @param matrix symmetric, finite; not modified
   * @param vectors of length 1 and orthogonal, but for what a float rounds; modified
   * @param uncorrelated what may be left of {@code vᵀAw} for two vectors, as a part of {@code
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

  /** The columns themselves, as vectors. */
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

  /** The eigenvalues, largest first; their error is what a double rounds the largest of them by. */
  public double[] values() {
    return values.clone();
  }

  /** The eigenvalue at a place among them. */
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

  /** By Gram and Schmidt: what the vectors lack for it is the rounding of a float. */
  private static void orthonormalise(double[][] vectors) {
    for (int i = 0; i < vectors.length; i++) {
      for (int j = 0; j < i; j++) {
        add(vectors[i], -dot(vectors[i], vectors[j]), vectors[j]);
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
   * Turns every two vectors in their plane, so that the matrix relates them no longer.
   *
   * <p>The matrix is never written in the new vectors. Its image of each vector turns with the
   * vector, and an element is the product of a vector and an image: all that is read lies in rows.
   *
   * @return whether any was turned
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

  /** Turns two vectors by the angle at which the matrix relates them no longer. */
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

  /** A vector has no sign of its own, so it is given one. */
  private static double[] signed(double[] vector) {
    double largest = Arrays.stream(vector).map(Math::abs).max().orElse(0);
    double decides =
        Arrays.stream(vector).filter(x -> Math.abs(x) >= AS_LARGE * largest).findFirst().orElse(1);
    return decides < 0 ? Arrays.stream(vector).map(x -> -x).toArray() : vector;
  }

  private static void add(double[] to, double factor, double[] other) {
    for (int k = 0; k < to.length; k++) {
      to[k] += factor * other[k];
    }
  }

  /** In four sums, which the processor adds to at the same time. */
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
