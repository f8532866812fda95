package dev.gradus.engine.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Axes and variances are those of the matrix, to the digits of a double. */
class PrincipalAxesTest {

  private static final double EXACT = 1e-13;

  /** The tolerance for the correlation of two axes, in dozens of dimensions. */
  private static final double LEFT = 1e-7;

  private static double product(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(k -> a[k] * b[k]).sum();
  }

  private static double[] axis(PrincipalAxes axes, int axis) {
    return IntStream.range(0, axes.size()).mapToDouble(k -> axes.component(axis, k)).toArray();
  }

  /** V diag(variances) Vᵀ, with V from random numbers that were made orthogonal. */
  private static double[][] matrix(double... variances) {
    int n = variances.length;
    SplittableRandom random = new SplittableRandom(n);
    double[][] v = new double[n][];
    for (int i = 0; i < n; i++) {
      double[] row = random.doubles(n, -1, 1).toArray();
      for (int twice = 0; twice < 2; twice++) {
        for (int j = 0; j < i; j++) {
          double along = product(row, v[j]);
          for (int k = 0; k < n; k++) {
            row[k] -= along * v[j][k];
          }
        }
      }
      double length = Math.sqrt(product(row, row));
      v[i] = IntStream.range(0, n).mapToDouble(k -> row[k] / length).toArray();
    }
    double[][] matrix = new double[n][n];
    for (int a = 0; a < n; a++) {
      for (int b = 0; b <= a; b++) {
        for (int i = 0; i < n; i++) {
          matrix[a][b] += variances[i] * v[i][a] * v[i][b];
        }
        matrix[b][a] = matrix[a][b];
      }
    }
    return matrix;
  }

  private static void checkAxes(double[][] matrix, PrincipalAxes axes) {
    double largest = axes.variance(0);
    for (int i = 0; i < axes.size(); i++) {
      double[] axis = axis(axes, i);
      assertTrue(i == 0 || axes.variance(i) <= axes.variance(i - 1), "in descending order");
      for (int j = 0; j < axes.size(); j++) {
        assertEquals(i == j ? 1 : 0, product(axis, axis(axes, j)), EXACT);
        assertEquals(
            axes.variance(i) * axis[j],
            product(matrix[j], axis),
            LEFT * Math.sqrt(largest * Math.max(0, axes.variance(i))) + EXACT,
            "A v = λ v");
      }
    }
  }

  /** Below the 1e-7 of the largest that a float resolves, and too close to each other for it. */
  @Test
  void variancesThatAFloatCannotTellApartAreRight() {
    double[] variances = {3, 1, 0.9999999, 2e-8, 1e-8, 3e-10, 0};
    double[][] matrix = matrix(variances);
    PrincipalAxes axes = PrincipalAxes.of(matrix);
    checkAxes(matrix, axes);
    for (int i = 0; i < variances.length; i++) {
      assertEquals(variances[i], axes.variance(i), 1e-14);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 60, 150})
  void matricesOfAnySizeHaveThem(int size) {
    double[] variances =
        new SplittableRandom(size).doubles(size).map(u -> Math.pow(u, 12)).sorted().toArray();
    double[][] matrix = matrix(variances);
    PrincipalAxes axes = PrincipalAxes.of(matrix);
    checkAxes(matrix, axes);
    for (int i = 0; i < size; i++) {
      assertEquals(variances[size - 1 - i], axes.variance(i), EXACT);
    }
  }

  @Test
  void ofUncorrelatedColumnsTheyAreTheColumnsThemselves() {
    PrincipalAxes axes = PrincipalAxes.of(new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
    for (int i = 0; i < axes.size(); i++) {
      assertEquals(1, axes.variance(i));
      double[] column = new double[axes.size()];
      column[i] = 1;
      assertArrayEquals(column, axis(axes, i));
    }
  }

  @Test
  void theFirstOfTheLargestComponentsIsPositive() {
    PrincipalAxes axes = PrincipalAxes.of(new double[][] {{1, -0.5}, {-0.5, 1}});
    assertEquals(1.5, axes.variance(0), EXACT);
    assertArrayEquals(new double[] {Math.sqrt(0.5), -Math.sqrt(0.5)}, axis(axes, 0), EXACT);
    assertEquals(0.5, axes.variance(1), EXACT);
    assertArrayEquals(new double[] {Math.sqrt(0.5), Math.sqrt(0.5)}, axis(axes, 1), EXACT);
  }

  @Test
  void aMatrixOfNothingHasNone() {
    assertEquals(0, PrincipalAxes.of(new double[0][0]).size());
  }

  @Test
  void theSameMatrixGivesTheSameBits() {
    double[][] matrix = matrix(5, 1, 0.1, 1e-5);
    PrincipalAxes first = PrincipalAxes.of(matrix);
    PrincipalAxes second = PrincipalAxes.of(matrix);
    for (int i = 0; i < first.size(); i++) {
      assertEquals(first.variance(i), second.variance(i));
      assertArrayEquals(axis(first, i), axis(second, i));
    }
  }
}
