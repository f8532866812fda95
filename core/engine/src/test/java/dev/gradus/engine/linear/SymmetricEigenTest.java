package dev.gradus.engine.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.runtime.problem.CancelledException;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Eigenvalues of symmetric matrices. */
class SymmetricEigenTest {

  private static final double EXACT = 1e-13;

  @Test
  void aMatrixOfTwoIsDecomposedAsByHand() {
    SymmetricEigen eigen = SymmetricEigen.of(new double[][] {{2, 1}, {1, 2}});
    assertArrayEquals(new double[] {3, 1}, eigen.values(), EXACT);
    // (1, 1) / √2 and (1, -1) / √2; which component of the second is the larger one, rounding says.
    double half = Math.sqrt(0.5);
    assertEquals(half, eigen.component(0, 0), EXACT);
    assertEquals(half, eigen.component(0, 1), EXACT);
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
      assertEquals(2 - 2 * StrictMath.cos(k * Math.PI / (size + 1)), values[size - k], 4 * EXACT);
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
          again += values[k] * eigen.component(k, i) * eigen.component(k, j);
          product += eigen.component(i, k) * eigen.component(j, k);
        }
        assertEquals(matrix[i][j], again, 10 * EXACT);
        assertEquals(i == j ? 1 : 0, product, EXACT);
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
      double largest = 0;
      for (int i = 0; i < 12; i++) {
        double component = eigen.component(k, i);
        largest = Math.abs(component) > Math.abs(largest) ? component : largest;
      }
      assertTrue(largest > 0, "vector " + k);
    }
  }

  @Test
  void equalEigenvaluesHaveVectorsAtRightAngles() {
    double[][] matrix = {{3, 0, 0}, {0, 2, 1}, {0, 1, 2}};
    SymmetricEigen eigen = SymmetricEigen.of(matrix);
    assertArrayEquals(new double[] {3, 3, 1}, eigen.values(), EXACT);
    for (int k = 0; k < 3; k++) {
      for (int l = 0; l < 3; l++) {
        double product = 0;
        for (int i = 0; i < 3; i++) {
          product += eigen.component(k, i) * eigen.component(l, i);
        }
        assertEquals(k == l ? 1 : 0, product, EXACT);
      }
    }
  }

  /** EJML's QR algorithm in float gives up on one in six of these. */
  @Test
  void thePointsOfASquareThatIsWalkedAgainAndAgainHaveTwoDirections() {
    for (long seed = 0; seed < 20; seed++) {
      double[][] products = products(square(33, 60, seed));
      SymmetricEigen eigen = SymmetricEigen.of(products);
      double[] values = eigen.values();
      assertTrue(values[1] > 0.1 * values[0], "two directions");
      for (int k = 0; k < 33; k++) {
        assertEquals(0, k < 2 ? 0 : values[k], EXACT * values[0]);
        for (int i = 0; i < 33; i++) {
          double image = 0;
          for (int j = 0; j < 33; j++) {
            image += products[i][j] * eigen.component(k, j);
          }
          assertEquals(values[k] * eigen.component(k, i), image, EXACT * values[0]);
        }
      }
    }
  }

  /** Points less their mean, which go round between four corners. */
  private static double[][] square(int points, int weights, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] a = random.doubles(weights, -1, 1).toArray();
    double[] b = random.doubles(weights, -1, 1).toArray();
    double[][] path = new double[points][weights];
    for (int i = 0; i < weights; i++) {
      double mean = 0;
      for (int k = 0; k < points; k++) {
        path[k][i] = (float) (a[i] * (k % 2) + b[i] * (k / 2 % 2));
        mean += path[k][i] / points;
      }
      for (int k = 0; k < points; k++) {
        path[k][i] -= mean;
      }
    }
    return path;
  }

  private static double[][] products(double[][] points) {
    double[][] products = new double[points.length][points.length];
    for (int k = 0; k < points.length; k++) {
      for (int l = 0; l < points.length; l++) {
        for (int i = 0; i < points[k].length; i++) {
          products[k][l] += points[k][i] * points[l][i];
        }
      }
    }
    return products;
  }

  @Test
  void negativeValuesAndThoseOfManyMagnitudesAreFound() {
    double[] negative = SymmetricEigen.of(new double[][] {{-2, 1}, {1, -2}}).values();
    assertArrayEquals(new double[] {-1, -3}, negative, EXACT);
    double[] neither = SymmetricEigen.of(new double[][] {{0, 1e-9}, {1e-9, 0}}).values();
    assertArrayEquals(new double[] {1e-9, -1e-9}, neither, 1e-22);
    double[] far = SymmetricEigen.of(new double[][] {{1, 1e-9}, {1e-9, 1e-12}}).values();
    // The determinant is 1e-12 - 1e-18, and the trace 1 + 1e-12.
    assertArrayEquals(new double[] {1, 1e-12}, far, EXACT);
  }

  @Test
  void anInterruptedThreadIsNotKeptWaiting() {
    Thread.currentThread().interrupt();
    try {
      assertThrows(CancelledException.class, () -> SymmetricEigen.of(symmetric(5, 1)));
    } finally {
      assertTrue(Thread.interrupted(), "it stays interrupted");
    }
  }

  @Test
  void aMatrixOfZerosAndOneOfASingleElementAreDecomposed() {
    assertArrayEquals(new double[3], SymmetricEigen.of(new double[3][3]).values());
    SymmetricEigen one = SymmetricEigen.of(new double[][] {{-4}});
    assertArrayEquals(new double[] {-4}, one.values());
    assertEquals(1, one.component(0, 0));
  }

  @Test
  void elementsMayBeLargerThanAnyFloat() {
    double[] values = SymmetricEigen.of(new double[][] {{2e100, 1e100}, {1e100, 2e100}}).values();
    assertArrayEquals(new double[] {3e100, 1e100}, values, 1e87);
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
