package dev.gradus.engine.linear;

import dev.gradus.runtime.problem.CancelledException;
import java.util.List;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.decomposition.chol.CholeskyDecompositionInner_FDRM;
import org.ejml.dense.row.linsol.chol.LinearSolverChol_FDRM;

/**
 * The equations of a linear model: (XᵀSX/s + r I) w = b, where X are the inputs of n examples, S
 * the weights of the examples, s their sum, and r a ridge that makes the solution unique.
 *
 * <p>The matrix is summed in {@code double}, example by example. EJML decomposes it in {@code
 * float} (Cholesky); that alone would give six digits for a well-conditioned system, and none for
 * others. So it only serves as the preconditioner of conjugate gradients in {@code double}, which
 * then need few steps. The bits of the solution depend only on the numbers.
 *
 * <p>Source: G. Golub, C. Van Loan, Matrix Computations, 4th edition, section 11.5.
 */
public final class NormalEquations {

  private static final int ROWS_AT_ONCE = 4;

  /** The amount added to the diagonal before the decomposition in float, as a share of its sum. */
  private static final double LEAST_FLOOR = 1e-6;

  /**
   * The amount grows tenfold with each failed decomposition, until it exceeds the diagonal itself.
   */
  private static final int MOST_FLOORS = 12;

  /** The tolerance for the norm of the residual, as a share of that of the right-hand side. */
  private static final double RESIDUAL = 1e-13;

  private static final String DOING = "the equations of a linear model were solved";

  private final double[][] matrix;
  private final LinearSolverChol_FDRM decomposed;
  private final FMatrixRMaj right;
  private final FMatrixRMaj answer;

  /**
   * Sums up the equations and decomposes them.
   *
   * @param inputs the rows of X, in portions, all of one width; finite; not modified
   * @param weights one for each row, above 0; not modified
   * @param ridge at least 0
   * @throws CancelledException if the thread is interrupted
   * @throws IllegalArgumentException if the inputs are not finite, or all 0 without a ridge
   */
  public NormalEquations(List<Matrix> inputs, double[] weights, double ridge) {
    int width = inputs.get(0).columns();
    matrix = new double[width][width];
    double sum = 0;
    int first = 0;
    for (Matrix portion : inputs) {
      CancelledException.check(DOING);
      add(portion, weights, first);
      first += portion.rows();
    }
    for (double weight : weights) {
      sum += weight;
    }
    for (int i = 0; i < width; i++) {
      for (int j = i; j < width; j++) {
        matrix[i][j] /= sum;
        matrix[j][i] = matrix[i][j];
      }
      matrix[i][i] += ridge;
    }
    right = new FMatrixRMaj(width, 1);
    answer = new FMatrixRMaj(width, 1);
    decomposed = decompose();
  }

  /** Adds XᵀSX of a portion to the upper triangle, several rows at a time for speed. */
  private void add(Matrix portion, double[] weights, int first) {
    int width = portion.columns();
    double[][] x = new double[ROWS_AT_ONCE][width];
    double[] s = new double[ROWS_AT_ONCE];
    for (int from = 0; from < portion.rows(); from += ROWS_AT_ONCE) {
      for (int i = 0; i < ROWS_AT_ONCE; i++) {
        boolean isThere = from + i < portion.rows();
        s[i] = isThere ? weights[first + from + i] : 0;
        for (int j = 0; j < width; j++) {
          x[i][j] = isThere ? portion.get(from + i, j) : 0;
        }
      }
      for (int i = 0; i < width; i++) {
        addToRow(matrix[i], i, s, x[0], x[1], x[2], x[3]);
      }
    }
  }

  private static void addToRow(
      double[] row, int i, double[] s, double[] x0, double[] x1, double[] x2, double[] x3) {
    double a0 = s[0] * x0[i];
    double a1 = s[1] * x1[i];
    double a2 = s[2] * x2[i];
    double a3 = s[3] * x3[i];
    for (int j = i; j < row.length; j++) {
      row[j] = row[j] + a0 * x0[j] + a1 * x1[j] + a2 * x2[j] + a3 * x3[j];
    }
  }

  /**
   * Does not use EJML's factory, whose choice of a decomposition depends on settings of the
   * process.
   */
  private LinearSolverChol_FDRM decompose() {
    int width = matrix.length;
    double trace = 0;
    for (int i = 0; i < width; i++) {
      trace += matrix[i][i];
    }
    if (!(trace > 0) || !Double.isFinite(trace)) {
      throw new IllegalArgumentException("the inputs of a linear model are not finite, or all 0");
    }
    double floor = LEAST_FLOOR * trace;
    for (int attempt = 0; attempt < MOST_FLOORS; attempt++) {
      FMatrixRMaj rounded = new FMatrixRMaj(width, width);
      for (int i = 0; i < width; i++) {
        for (int j = 0; j < width; j++) {
          rounded.set(i, j, (float) (matrix[i][j] + (i == j ? floor : 0)));
        }
      }
      LinearSolverChol_FDRM solver =
          new LinearSolverChol_FDRM(new CholeskyDecompositionInner_FDRM(true));
      if (solver.setA(rounded)) {
        return solver;
      }
      floor *= 10;
    }
    throw new IllegalStateException("a matrix with a dominant diagonal was not decomposed");
  }

  /**
   * An approximate solution from the decomposition alone: a positive definite function of the
   * right-hand side.
   *
   * @param b as long as X is wide; not modified
   */
  public double[] approximately(double[] b) {
    double size = 0;
    for (double each : b) {
      size = Math.max(size, Math.abs(each));
    }
    double[] w = new double[b.length];
    if (size > 0) {
      for (int i = 0; i < b.length; i++) {
        right.data[i] = (float) (b[i] / size);
      }
      decomposed.solve(right, answer);
      for (int i = 0; i < b.length; i++) {
        w[i] = answer.data[i] * size;
      }
    }
    return w;
  }

  /**
   * The solution. If inputs are linearly dependent, so that there are many solutions, it is the one
   * of smallest norm, up to the effect of the ridge.
   *
   * @param b as long as X is wide; not modified
   * @param mostSteps the maximum number of steps
   * @throws CancelledException if the thread is interrupted
   */
  public double[] solve(double[] b, int mostSteps) {
    double[] w = new double[b.length];
    double[] left = b.clone();
    double[] better = approximately(left);
    double[] direction = better.clone();
    double product = Vectors.dot(left, better);
    double enough = RESIDUAL * Vectors.length(b);
    for (int step = 0; step < mostSteps && product > 0 && Vectors.length(left) > enough; step++) {
      CancelledException.check(DOING);
      double[] image = times(direction);
      double length = product / Vectors.dot(direction, image);
      for (int i = 0; i < w.length; i++) {
        w[i] += length * direction[i];
        left[i] -= length * image[i];
      }
      better = approximately(left);
      double next = Vectors.dot(left, better);
      for (int i = 0; i < w.length; i++) {
        direction[i] = better[i] + next / product * direction[i];
      }
      product = next;
    }
    return w;
  }

  private double[] times(double[] w) {
    double[] image = new double[w.length];
    for (int i = 0; i < w.length; i++) {
      image[i] = Vectors.dot(matrix[i], w);
    }
    return image;
  }
}
