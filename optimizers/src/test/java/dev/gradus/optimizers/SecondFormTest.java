package dev.gradus.optimizers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.spi.Optimizer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Optimizers without reference values are compared with the algorithm of their paper in another
 * form.
 */
class SecondFormTest {

  private static final double TOLERANCE = 1e-5;
  private static final int SIZE = 5;
  private static final int STEPS = 60;

  private final SplittableRandom random = new SplittableRandom(5);

  private float[] floats(int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  /** With x, y and z remembered apart, and the weights of the mean added up. */
  @Test
  void scheduleFreeAdamwKeepsThreePoints() {
    ScheduleFreeAdamw optimizer = new ScheduleFreeAdamw(0.05, 0.9, 0.99, 1e-8, 0.1);
    float[] weights = floats(SIZE);
    float[][] state = new float[3][SIZE];
    Arrays.fill(state[2], optimizer.state().get(2).initial());
    double[] x = new double[SIZE];
    double[] z = new double[SIZE];
    double[] v = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      x[i] = weights[i];
      z[i] = weights[i];
    }
    double sum = 0;
    for (int t = 1; t <= STEPS; t++) {
      float[] gradient = floats(SIZE);
      optimizer.update(weights, gradient, state, Optimizer.Step.of(t, 0.05, 1, SIZE));
      double gamma = 0.05 * Math.sqrt(1 - Math.pow(0.99, t));
      sum += gamma * gamma;
      for (int i = 0; i < SIZE; i++) {
        double y = 0.1 * z[i] + 0.9 * x[i];
        v[i] += 0.01 * ((double) gradient[i] * gradient[i] - v[i]);
        z[i] -= gamma * (gradient[i] / (Math.sqrt(v[i]) + 1e-8) + 0.1 * y);
        x[i] += gamma * gamma / sum * (z[i] - x[i]);
      }
      float[] predicting = new float[SIZE];
      optimizer.predictionWeights(weights, state, predicting);
      for (int i = 0; i < SIZE; i++) {
        assertEquals(0.1 * z[i] + 0.9 * x[i], weights[i], TOLERANCE, "y at step " + t);
        assertEquals(x[i], predicting[i], TOLERANCE, "x at step " + t);
      }
    }
  }

  /**
   * All singular values of a step are near to one another, however unequal those of the gradient.
   */
  @Test
  void muonMovesEveryDirectionOfAMatrixAlike() {
    for (int[] shape : new int[][] {{2, 2}, {2, 3}, {2, 40}}) {
      int rows = shape[0];
      int columns = shape[1];
      float[] gradient = floats(rows * columns);
      for (int j = 0; j < columns; j++) {
        gradient[columns + j] = 0.5f * gradient[j] + 0.1f * gradient[columns + j];
      }
      for (boolean turned : new boolean[] {false, true}) {
        float[] g = turned ? transposed(gradient, rows, columns) : gradient;
        int r = turned ? columns : rows;
        int c = turned ? rows : columns;
        float[] weights = new float[g.length];
        new Muon().update(weights, g, new float[2][g.length], Optimizer.Step.of(1, 1, r, c));
        float[] step = turned ? transposed(weights, columns, rows) : weights;
        double scale = Math.sqrt(Math.max(1, (double) c / r));
        double[] values = singularValues(step, columns);
        assertTrue(
            values[1] > 0.5 * scale && values[0] < 1.3 * scale, values[0] + ", " + values[1]);
        assertTrue(dot(step, gradient) < 0, "downhill");
      }
    }
  }

  /** For a matrix of two rows: the roots of the eigenvalues of its 2 x 2 Gram matrix. */
  private static double[] singularValues(float[] matrix, int columns) {
    double a = 0;
    double b = 0;
    double d = 0;
    for (int j = 0; j < columns; j++) {
      a += (double) matrix[j] * matrix[j];
      b += (double) matrix[j] * matrix[columns + j];
      d += (double) matrix[columns + j] * matrix[columns + j];
    }
    double middle = (a + d) / 2;
    double spread = Math.sqrt((a - d) * (a - d) / 4 + b * b);
    return new double[] {Math.sqrt(middle + spread), Math.sqrt(middle - spread)};
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static float[] transposed(float[] x, int rows, int columns) {
    float[] result = new float[x.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        result[j * rows + i] = x[i * columns + j];
      }
    }
    return result;
  }

  @Test
  void muonMovesVectorsAsAdamwDoes() {
    Muon muon = new Muon(0.1, 0.95, 0.2, 0.5, 0.9, 0.95, 1e-8);
    Adamw adamw = new Adamw(0.05, 0.9, 0.95, 1e-8, false, 0.2);
    float[] weights = floats(SIZE);
    float[] expected = weights.clone();
    float[][] state = new float[2][SIZE];
    float[][] stateOfAdamw = new float[2][SIZE];
    for (int t = 1; t <= STEPS; t++) {
      float[] gradient = floats(SIZE);
      muon.update(weights, gradient, state, Optimizer.Step.of(t, 0.1, 1, SIZE));
      adamw.update(expected, gradient, stateOfAdamw, Optimizer.Step.of(t, 0.05, 1, SIZE));
    }
    assertArrayEquals(expected, weights, (float) TOLERANCE);
  }
}
