package dev.gradus.spi;

import java.util.Arrays;

/**
 * Sums over the rows of a batch, in {@code double}, from the first row to the last: the gradients
 * of biases and scales.
 */
public final class ColumnSums {

  private ColumnSums() {}

  /**
   * The sums of some columns.
   *
   * @param values [rows, columns]; not modified
   * @param sums one for each column; those of the range are overwritten
   * @param from the first column
   * @param to the end, exclusive
   */
  public static void of(float[] values, int rows, int columns, double[] sums, int from, int to) {
    Arrays.fill(sums, from, to, 0);
    for (int i = 0; i < rows; i++) {
      for (int j = from; j < to; j++) {
        sums[j] += values[i * columns + j];
      }
    }
  }

  /**
   * The sums of the products of the elements of two matrices.
   *
   * @param a [rows, columns]; not modified
   * @param b the same
   * @param sums one for each column; those of the range are overwritten
   */
  public static void ofProducts(
      float[] a, float[] b, int rows, int columns, double[] sums, int from, int to) {
    Arrays.fill(sums, from, to, 0);
    for (int i = 0; i < rows; i++) {
      for (int j = from; j < to; j++) {
        sums[j] += (double) a[i * columns + j] * b[i * columns + j];
      }
    }
  }

  /** Copies some of the sums to a gradient. */
  public static void narrow(double[] sums, float[] gradient, int from, int to) {
    for (int j = from; j < to; j++) {
      gradient[j] = (float) sums[j];
    }
  }
}
