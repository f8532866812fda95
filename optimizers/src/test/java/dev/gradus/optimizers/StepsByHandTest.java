package dev.gradus.optimizers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gradus.spi.Optimizer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Steps of optimizers that have no reference, by their formula in double. */
class StepsByHandTest {

  private static final double TOLERANCE = 2e-4;

  private final SplittableRandom random = new SplittableRandom(8);

  private double[][] matrix(int rows, int columns) {
    double[][] matrix = new double[rows][];
    for (int i = 0; i < rows; i++) {
      matrix[i] = random.doubles(columns, -1, 1).toArray();
    }
    return matrix;
  }

  private static double[][] product(double[][] a, double[][] b) {
    double[][] result = new double[a.length][b[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b[0].length; j++) {
        for (int k = 0; k < b.length; k++) {
          result[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return result;
  }

  private static double[][] transposed(double[][] a) {
    double[][] result = new double[a[0].length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[0].length; j++) {
        result[j][i] = a[i][j];
      }
    }
    return result;
  }

  /** Five rounds of X <- a X + b (X X') X + c (X X')² X, from a matrix of norm 1. */
  private static double[][] newtonSchulz(double[][] matrix) {
    double norm = 0;
    for (double[] row : matrix) {
      for (double x : row) {
        norm += x * x;
      }
    }
    double[][] now = matrix.clone();
    for (int i = 0; i < now.length; i++) {
      now[i] = now[i].clone();
      for (int j = 0; j < now[i].length; j++) {
        now[i][j] /= Math.sqrt(norm);
      }
    }
    for (int round = 0; round < 5; round++) {
      double[][] gram = product(now, transposed(now));
      double[][] cubic = product(gram, now);
      double[][] quintic = product(gram, cubic);
      for (int i = 0; i < now.length; i++) {
        for (int j = 0; j < now[i].length; j++) {
          now[i][j] = 3.4445 * now[i][j] - 4.775 * cubic[i][j] + 2.0315 * quintic[i][j];
        }
      }
    }
    return now;
  }

  private static float[] flat(double[][] matrix) {
    float[] values = new float[matrix.length * matrix[0].length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) matrix[i / matrix[0].length][i % matrix[0].length];
    }
    return values;
  }

  /** Nesterov's momentum, five rounds, and the share of the weights that goes once a step. */
  @Test
  void muonIsFiveRoundsOnNesterovsMomentum() {
    for (int[] shape : new int[][] {{2, 3}, {3, 2}, {4, 4}, {2, 7}}) {
      int rows = shape[0];
      int columns = shape[1];
      double rate = 0.1;
      double decay = 0.3;
      Muon muon = new Muon(rate, 0.8, decay, 0.015, 0.9, 0.95, 1e-10);
      double[][] weights = matrix(rows, columns);
      double[][] velocity = new double[rows][columns];
      float[] actual = flat(weights);
      float[][] state = new float[2][actual.length];
      for (int t = 1; t <= 5; t++) {
        double[][] gradient = matrix(rows, columns);
        double[][] direction = new double[rows][columns];
        for (int i = 0; i < rows; i++) {
          for (int j = 0; j < columns; j++) {
            velocity[i][j] = 0.8 * velocity[i][j] + gradient[i][j];
            direction[i][j] = gradient[i][j] + 0.8 * velocity[i][j];
          }
        }
        double[][] u =
            rows > columns
                ? transposed(newtonSchulz(transposed(direction)))
                : newtonSchulz(direction);
        double length = rate * Math.sqrt(Math.max(1, (double) columns / rows));
        for (int i = 0; i < rows; i++) {
          for (int j = 0; j < columns; j++) {
            weights[i][j] = (1 - rate * decay) * weights[i][j] - length * u[i][j];
          }
        }
        muon.update(actual, flat(gradient), state, Optimizer.Step.of(t, rate, rows, columns));
        for (int i = 0; i < actual.length; i++) {
          assertEquals(weights[i / columns][i % columns], actual[i], TOLERANCE, "step " + t);
        }
      }
    }
  }

  /**
   * With l1 and l2, the first step of ftrl from a weight is the minimum of the sum of the linear
   * and quadratic terms that had their minimum at that weight: w = -(z - sign(z) l1)/(h + l2).
   */
  @Test
  void ftrlStartsAtTheWeightsThatAreThere() {
    Ftrl ftrl = new Ftrl(0.1, 1, 0.2, 0.5);
    for (double start : new double[] {0.5, -0.3}) {
      for (double gradient : new double[] {1e-6, 0.01, -0.7}) {
        float[] weights = {(float) start};
        ftrl.update(
            weights,
            new float[] {(float) gradient},
            new float[3][1],
            Optimizer.Step.of(1, 0.1, 1, 1));
        double before = 1 / 0.1;
        double now = (1 + Math.abs(gradient)) / 0.1;
        double z = -start * (before + 0.5) - Math.signum(start) * 0.2;
        z += gradient - (now - before) * start;
        double expected = Math.abs(z) <= 0.2 ? 0 : -(z - Math.signum(z) * 0.2) / (now + 0.5);
        assertEquals(expected, weights[0], 1e-6);
        if (gradient == 1e-6) {
          assertEquals(start, weights[0], 1e-5, "next to no gradient moves it next to nowhere");
        }
      }
    }
  }

  /** With an epsilon that counts: it is added to the root, not taken from it, nor put below it. */
  @Test
  void scheduleFreeAdamwAddsEpsilonToTheRoot() {
    ScheduleFreeAdamw optimizer = new ScheduleFreeAdamw(0.1, 0.9, 0.5, 0.3, 0);
    float[] weights = {1};
    optimizer.update(
        weights,
        new float[] {0.8f},
        new float[optimizer.state().size()][1],
        Optimizer.Step.of(1, 0.1, 1, 1));
    double gamma = 0.1 * Math.sqrt(0.5);
    double z = 1 - gamma * 0.8 / (Math.sqrt(0.5 * 0.64) + 0.3);
    assertEquals(z, weights[0], 1e-6, "after one step x, y and z are one");
  }

  /** Every step would have been the shortest one, longer than the longest. */
  @Test
  void rpropRefusesBoundsThatContradictEachOther() {
    assertEquals(
        "min-step must not be above max-step, but is 2.0 and max-step 1.0",
        assertThrows(IllegalArgumentException.class, () -> new Rprop(0.01, 0.5, 1.2, 2, 1))
            .getMessage());
  }
}
