package dev.gradus.engine.linear;

import dev.gradus.runtime.problem.CancelledException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The largest eigenvalues of a symmetric matrix of which only products with vectors are available.
 *
 * <p>Lanczos' method builds an orthonormal basis Q of the vectors b, Ab, A²b …, in which A is a
 * tridiagonal matrix T = QᵀAQ. The extreme eigenvalues of T approximate those of A long before T is
 * as large as A. Every new vector is orthogonalised against all earlier ones, twice; otherwise
 * rounding errors produce copies of eigenvalues that were already found.
 *
 * <p>A multiple eigenvalue is found once.
 *
 * @see <a href="https://doi.org/10.1137/1.9781611971163">B. N. Parlett, The Symmetric Eigenvalue
 *     Problem, 1998, chapter 13</a>
 */
public final class Lanczos {

  /** If the rest of a new vector is below this fraction of A's size, it is rounding error. */
  private static final double NOTHING_NEW = 1e-12;

  private final List<double[]> basis = new ArrayList<>();
  private final List<Double> diagonal = new ArrayList<>();
  private final List<Double> offDiagonal = new ArrayList<>();
  private final int wanted;
  private double[] values = {};
  private double[] residuals = {};
  private double[] first = {};

  private Lanczos(int wanted) {
    this.wanted = wanted;
  }

  /**
   * Finds eigenvalues.
   *
   * @param product computes Av for a vector v, which it does not modify
   * @param start b; as long as A has rows, not zero; not modified
   * @param wanted the number of eigenvalues, at least 1
   * @param most the largest number of products
   * @param tolerance the method ends when all residuals are below this fraction of the largest
   *     value
   * @throws CancelledException if the thread is interrupted
   */
  public static Lanczos of(
      UnaryOperator<double[]> product, double[] start, int wanted, int most, double tolerance) {
    Lanczos lanczos = new Lanczos(wanted);
    double[] next = scaled(start, 1 / Vectors.length(start));
    boolean ends = false;
    while (!ends) {
      double[] image = product.apply(next).clone();
      lanczos.basis.add(next);
      lanczos.diagonal.add(Vectors.dot(next, image));
      lanczos.removeFrom(image);
      lanczos.removeFrom(image);
      double left = Vectors.length(image);
      double size = lanczos.solve(left);
      ends =
          lanczos.basis.size() == Math.min(most, start.length)
              || left <= NOTHING_NEW * size
              || lanczos.isWithin(tolerance * size);
      lanczos.offDiagonal.add(left);
      next = ends ? next : scaled(image, 1 / left);
    }
    return lanczos;
  }

  /**
   * The maximum number of multiplications, in addition to the products themselves, nearly all of
   * them for orthogonalising new vectors.
   *
   * @param rows of A
   * @param most the largest number of products
   */
  public static long multiplications(long rows, int most) {
    // Twice a product and a difference, with each of 1, 2 … most vectors.
    return 2L * most * (most + 1) * rows;
  }

  /** The largest eigenvalues, largest first: as many as requested, if there are as many. */
  public double[] values() {
    return values.clone();
  }

  /**
   * The residual of each value: the norm of Av - λv for its vector v of length 1. A has an
   * eigenvalue within this distance.
   */
  public double[] residuals() {
    return residuals.clone();
  }

  /** The vector of the first value, of length 1. */
  public double[] vector() {
    double[] vector = new double[basis.get(0).length];
    for (int j = 0; j < basis.size(); j++) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] += first[j] * basis.get(j)[i];
      }
    }
    return scaled(vector, 1 / Vectors.length(vector));
  }

  /** The number of products. */
  public int products() {
    return basis.size();
  }

  /** Finds the eigenvalues of T, and returns the largest absolute value among them. */
  private double solve(double left) {
    int size = basis.size();
    double[][] tridiagonal = new double[size][size];
    for (int j = 0; j < size; j++) {
      tridiagonal[j][j] = diagonal.get(j);
      if (j > 0) {
        tridiagonal[j][j - 1] = offDiagonal.get(j - 1);
        tridiagonal[j - 1][j] = offDiagonal.get(j - 1);
      }
    }
    SymmetricEigen eigen = SymmetricEigen.of(tridiagonal);
    double[] all = eigen.values();
    int found = Math.min(wanted, size);
    values = new double[found];
    residuals = new double[found];
    first = new double[size];
    for (int k = 0; k < found; k++) {
      values[k] = all[k];
      residuals[k] = left * Math.abs(eigen.component(k, size - 1));
    }
    for (int j = 0; j < size; j++) {
      first[j] = eigen.component(0, j);
    }
    return Math.max(Math.abs(all[0]), Math.abs(all[size - 1]));
  }

  private boolean isWithin(double bound) {
    boolean within = values.length == wanted;
    for (double residual : residuals) {
      within &= residual <= bound;
    }
    return within;
  }

  /** Subtracts the projection of a vector onto the basis. */
  private void removeFrom(double[] vector) {
    for (double[] each : basis) {
      CancelledException.check("eigenvalues were found");
      double common = Vectors.dot(each, vector);
      for (int i = 0; i < vector.length; i++) {
        vector[i] -= common * each[i];
      }
    }
  }

  private static double[] scaled(double[] vector, double factor) {
    double[] scaled = new double[vector.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = factor * vector[i];
    }
    return scaled;
  }
}
