package dev.gradus.engine.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Eigenvalues of symmetric matrices. */
class SymmetricEigenTest {

  /** Of the largest eigenvalue: values are Rayleigh quotients in double of vectors in float. */
  private static final double VALUES = 1e-10;

  private static final double VECTORS = 1e-5;

  @Test
  void aMatrixOfTwoIsDecomposedAsByHand() {
    SymmetricEigen eigen = SymmetricEigen.of(new double[][] {{2, 1}, {1, 2}});
    assertArrayEquals(new double[] {3, 1}, eigen.values(), VALUES);
    // (1, 1) / √2 and (1, -1) / √2; which component of the second is the larger one, rounding says.
    float half = (float) Math.sqrt(0.5);
    assertEquals(half, eigen.vectors().get(0, 0), VECTORS);
    assertEquals(half, eigen.vectors().get(1, 0), VECTORS);
  }

  @Test
  void theSecondDifferencesOfAStringHaveTheEigenvaluesOfItsTones() {
    // tridiag(-1, 2, -1) of size n: 2 - 2 cos(kπ / (n + 1)), k = 1 … n; Strang, Introduction to
    // Linear Algebra.
    int size = 40;
    double[][] matrix = new double[size][size];
    for (int i = 0; i < size; i++) {
      matrix[i][i] = 2;
      if (i > 0) {
        matrix[i][i - 1] = -1;
        matrix[i - 1][i] = -1;
      }
    }
    double[] values = SymmetricEigen.of(matrix).values();
    for (int k = 1; k <= size; k++) {
      assertEquals(2 - 2 * StrictMath.cos(k * Math.PI / (size + 1)), values[size - k], 4 * VALUES);
    }
  }

  @Test
  void theMatrixIsMadeAgainFromItsParts() {
    double[][] matrix = symmetric(25, 7);
    SymmetricEigen eigen = SymmetricEigen.of(matrix);
    double[] values = eigen.values();
    for (int i = 0; i < 25; i++) {
      for (int j = 0; j < 25; j++) {
        double again = 0;
        double product = 0;
        for (int k = 0; k < 25; k++) {
          again += values[k] * eigen.vectors().get(i, k) * eigen.vectors().get(j, k);
          product += (double) eigen.vectors().get(k, i) * eigen.vectors().get(k, j);
        }
        assertEquals(matrix[i][j], again, 10 * VECTORS);
        assertEquals(i == j ? 1 : 0, product, VECTORS);
      }
    }
    for (int k = 1; k < values.length; k++) {
      assertTrue(values[k - 1] >= values[k], "values descend");
    }
  }

  @Test
  void theLargestComponentOfEveryVectorIsPositive() {
    SymmetricEigen eigen = SymmetricEigen.of(symmetric(12, 3));
    for (int k = 0; k < 12; k++) {
      float largest = 0;
      for (int i = 0; i < 12; i++) {
        float component = eigen.vectors().get(i, k);
        largest = Math.abs(component) > Math.abs(largest) ? component : largest;
      }
      assertTrue(largest > 0, "vector " + k);
    }
  }

  @Test
  void equalEigenvaluesHaveVectorsAtRightAngles() {
    double[][] matrix = {{3, 0, 0}, {0, 2, 1}, {0, 1, 2}};
    SymmetricEigen eigen = SymmetricEigen.of(matrix);
    assertArrayEquals(new double[] {3, 3, 1}, eigen.values(), VALUES);
    for (int k = 0; k < 3; k++) {
      for (int l = 0; l < 3; l++) {
        double product = 0;
        for (int i = 0; i < 3; i++) {
          product += (double) eigen.vectors().get(i, k) * eigen.vectors().get(i, l);
        }
        assertEquals(k == l ? 1 : 0, product, VECTORS);
      }
    }
  }

  @Test
  void aMatrixOfZerosAndOneOfASingleElementAreDecomposed() {
    assertArrayEquals(new double[3], SymmetricEigen.of(new double[3][3]).values());
    SymmetricEigen one = SymmetricEigen.of(new double[][] {{-4}});
    assertArrayEquals(new double[] {-4}, one.values());
    assertEquals(1, one.vectors().get(0, 0));
  }

  @Test
  void elementsMayBeLargerThanAnyFloat() {
    double[] values = SymmetricEigen.of(new double[][] {{2e100, 1e100}, {1e100, 2e100}}).values();
    assertArrayEquals(new double[] {3e100, 1e100}, values, 1e90);
  }

  @Test
  void aMatrixOfFloatsAndOneOfDoublesGiveTheSame() {
    double[][] matrix = {{1, 0.5, 0}, {0.5, -2, 0.25}, {0, 0.25, 4}};
    Matrix floats = Matrix.zeros(3, 3);
    for (int i = 0; i < 9; i++) {
      floats.values()[i] = (float) matrix[i / 3][i % 3];
    }
    assertArrayEquals(SymmetricEigen.of(matrix).values(), SymmetricEigen.of(floats).values());
  }

  @Test
  void whatIsNotSymmetricNotSquareOrNotFiniteIsRefused() {
    refuses(
        "the matrix is not symmetric: element (1, 0) is 3.0, and (0, 1) is 2.0",
        new double[][] {{1, 2}, {3, 4}});
    refuses(
        "only a square matrix has eigenvalues, not one with 1 rows and a row of 2 elements",
        new double[][] {{1, 2}});
    refuses("a matrix with the element NaN has no eigenvalues", new double[][] {{Double.NaN}});
    refuses("a matrix without rows has no eigenvalues", new double[0][]);
  }

  private static void refuses(String sentence, double[][] matrix) {
    assertEquals(
        sentence,
        assertThrows(IllegalArgumentException.class, () -> SymmetricEigen.of(matrix)).getMessage());
  }

  private static double[][] symmetric(int size, long seed) {
    Random random = new Random(seed);
    double[][] matrix = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        matrix[i][j] = random.nextGaussian();
        matrix[j][i] = matrix[i][j];
      }
    }
    return matrix;
  }
}
