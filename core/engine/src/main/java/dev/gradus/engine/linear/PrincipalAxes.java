package dev.gradus.engine.linear;

import dev.gradus.engine.problem.CancelledException;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The principal axes of a covariance matrix: its eigenvectors, and its eigenvalues, which are the
 * variances along them.
 *
 * <p>Those that EJML finds in {@code float} are a start, with errors of 1e-7 of the largest
 * variance, which is more than many a variance is. A sweep or two of Jacobi's rotations in {@code
 * double} makes them right; from any other start it would take about ten (N. Higham, F. Tisseur, M.
 * Webb, Z. Zhou, Computing accurate eigenvalues using a mixed-precision Jacobi algorithm, 2025).
 * What is left is a correlation of any two axes of at most {@value #UNCORRELATED}, and what a
 * double rounds the largest variance by.
 */
public final class PrincipalAxes {

  /**
   * Two axes of a smaller correlation stay as they are: else nothing but rounding would turn those
   * of columns that are uncorrelated by design, all of whose directions are equally wide.
   */
  private static final double UNCORRELATED = 1e-8;

  /** Of the largest variance: what a covariance of two axes cannot be told from. */
  private static final double ROUNDING = 16 * Math.ulp(1.0);

  /** Jacobi's method converges quadratically; no matrix has needed half as many. */
  private static final int MOST_SWEEPS = 30;

  /** Of the largest component: what is as large but for rounding. */
  private static final double AS_LARGE = 1 - 1e-6;

  private final double[][] axes;
  private final double[] variances;

  private PrincipalAxes(double[][] axes, double[] variances) {
    this.axes = axes;
    this.variances = variances;
  }

  /**
   * Finds those of a matrix.
   *
   * @param covariance [n, n], symmetric, finite; not modified
   * @throws CancelledException if the thread is interrupted
   */
  public static PrincipalAxes of(double[][] covariance) {
    double[][] axes = start(covariance);
    orthonormalise(axes);
    int sweeps = 0;
    while (sweep(axes, images(covariance, axes)) && sweeps < MOST_SWEEPS) {
      sweeps++;
    }
    return sorted(axes, images(covariance, axes));
  }

  /** The number of axes. */
  public int size() {
    return axes.length;
  }

  /** The variance along an axis; the axes come in descending order of it. */
  public double variance(int axis) {
    return variances[axis];
  }

  /**
   * A component of an axis, which is of length 1, orthogonal to the others, and positive in the
   * first of its largest components.
   */
  public double component(int axis, int column) {
    return axes[axis][column];
  }

  /** The eigenvectors in float, one in each row; the columns themselves if it finds none. */
  private static double[][] start(double[][] covariance) {
    double[][] axes = new double[covariance.length][covariance.length];
    for (int i = 0; i < axes.length; i++) {
      axes[i][i] = 1;
    }
    if (axes.length > 0) {
      try {
        Matrix vectors = SymmetricEigen.of(shifted(covariance)).vectors();
        for (int i = 0; i < axes.length; i++) {
          int axis = i;
          Arrays.setAll(axes[i], k -> vectors.get(k, axis));
        }
      } catch (ArithmeticException e) {
        // Of hundreds of columns with variances of many magnitudes; rotations alone find them too.
        return axes;
      }
    }
    return axes;
  }

  /**
   * A matrix with the same eigenvectors, whose eigenvalues are larger by the mean variance: the QR
   * algorithm does not end where floats have nothing but rounding of the small ones. Covariances
   * that are nothing but rounding are 0.
   */
  private static double[][] shifted(double[][] covariance) {
    double[][] shifted = new double[covariance.length][];
    double trace = 0;
    for (int i = 0; i < covariance.length; i++) {
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

  /** By Gram and Schmidt: what the axes lack for it is the rounding of a float. */
  private static void orthonormalise(double[][] axes) {
    for (int i = 0; i < axes.length; i++) {
      for (int j = 0; j < i; j++) {
        add(axes[i], -dot(axes[i], axes[j]), axes[j]);
      }
      double length = Math.sqrt(dot(axes[i], axes[i]));
      for (int k = 0; k < axes.length; k++) {
        axes[i][k] /= length;
      }
    }
  }

  /** The products of the matrix and each axis. */
  private static double[][] images(double[][] covariance, double[][] axes) {
    return Arrays.stream(axes)
        .map(axis -> Arrays.stream(covariance).mapToDouble(row -> dot(row, axis)).toArray())
        .toArray(double[][]::new);
  }

  /**
   * Turns every two axes in their plane, so that they are uncorrelated there.
   *
   * <p>The matrix is never written in the new axes. Its image of each axis turns with the axis, and
   * a covariance is the product of an axis and an image: all that is read lies in rows.
   *
   * @return whether any was turned
   */
  private static boolean sweep(double[][] axes, double[][] images) {
    double largest = 0;
    for (int i = 0; i < axes.length; i++) {
      largest = Math.max(largest, dot(axes[i], images[i]));
    }
    boolean turned = false;
    for (int i = 0; i < axes.length; i++) {
      CancelledException.check("the directions of the data were found");
      for (int j = i + 1; j < axes.length; j++) {
        double covariance = Math.abs(dot(axes[i], images[j]));
        if (covariance > ROUNDING * largest) {
          double first = dot(axes[i], images[i]);
          double second = dot(axes[j], images[j]);
          if (covariance > UNCORRELATED * Math.sqrt(Math.max(0, first * second))) {
            turn(axes, images, i, j, second - first);
            turned = true;
          }
        }
      }
    }
    return turned;
  }

  /** Turns two axes by the angle at which their covariance vanishes. */
  private static void turn(double[][] axes, double[][] images, int i, int j, double difference) {
    double theta = difference / (2 * dot(axes[i], images[j]));
    double tangent = Math.copySign(1 / (Math.abs(theta) + Math.sqrt(1 + theta * theta)), theta);
    double cosine = 1 / Math.sqrt(1 + tangent * tangent);
    turn(axes[i], axes[j], cosine, tangent * cosine);
    turn(images[i], images[j], cosine, tangent * cosine);
  }

  private static void turn(double[] a, double[] b, double cosine, double sine) {
    for (int k = 0; k < a.length; k++) {
      double before = a[k];
      a[k] = cosine * before - sine * b[k];
      b[k] = sine * before + cosine * b[k];
    }
  }

  private static PrincipalAxes sorted(double[][] axes, double[][] images) {
    double[] found = new double[axes.length];
    Integer[] order = new Integer[axes.length];
    for (int i = 0; i < axes.length; i++) {
      found[i] = dot(axes[i], images[i]);
      order[i] = i;
    }
    Arrays.sort(order, Comparator.comparingDouble(i -> -found[i]));
    double[][] sorted = new double[axes.length][];
    double[] variances = new double[axes.length];
    for (int i = 0; i < axes.length; i++) {
      sorted[i] = signed(axes[order[i]]);
      variances[i] = found[order[i]];
    }
    return new PrincipalAxes(sorted, variances);
  }

  /** An axis has no sign of its own, so it is given one. */
  private static double[] signed(double[] axis) {
    double largest = Arrays.stream(axis).map(Math::abs).max().orElse(0);
    double decides =
        Arrays.stream(axis).filter(x -> Math.abs(x) >= AS_LARGE * largest).findFirst().orElse(1);
    return decides < 0 ? Arrays.stream(axis).map(x -> -x).toArray() : axis;
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
