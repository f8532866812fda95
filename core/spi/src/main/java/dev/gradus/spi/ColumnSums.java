package dev.gradus.spi;

import java.util.Arrays;

/**
 * Sums over the rows of a batch, in {@code double}, from the first row to the last: the gradients
 * of biases and scales.
 */
public final class ColumnSums {

  /** The number of columns up to which four sums at a time are faster than row after row. */
  private static final int NARROW = 64;

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
    int j = from;
    if (to - from <= NARROW) {
      for (; j + 4 <= to; j += 4) {
        ofFour(values, rows, columns, sums, j);
      }
    }
    Arrays.fill(sums, j, to, 0);
    for (int i = 0; i < rows; i++) {
      for (int k = j; k < to; k++) {
        sums[k] += values[i * columns + k];
      }
    }
  }

  /** Four sums that stay in registers. */
  private static void ofFour(float[] values, int rows, int columns, double[] sums, int j) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int at = j;
    for (int i = 0; i < rows; i++) {
      sum0 += values[at];
      sum1 += values[at + 1];
      sum2 += values[at + 2];
      sum3 += values[at + 3];
      at += columns;
    }
    sums[j] = sum0;
    sums[j + 1] = sum1;
    sums[j + 2] = sum2;
    sums[j + 3] = sum3;
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
    int j = from;
    if (to - from <= NARROW) {
      for (; j + 4 <= to; j += 4) {
        ofFourProducts(a, b, rows, columns, sums, j);
      }
    }
    Arrays.fill(sums, j, to, 0);
    for (int i = 0; i < rows; i++) {
      for (int k = j; k < to; k++) {
        sums[k] += (double) a[i * columns + k] * b[i * columns + k];
      }
    }
  }

  private static void ofFourProducts(
      float[] a, float[] b, int rows, int columns, double[] sums, int j) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int at = j;
    for (int i = 0; i < rows; i++) {
      sum0 += (double) a[at] * b[at];
      sum1 += (double) a[at + 1] * b[at + 1];
      sum2 += (double) a[at + 2] * b[at + 2];
      sum3 += (double) a[at + 3] * b[at + 3];
      at += columns;
    }
    sums[j] = sum0;
    sums[j + 1] = sum1;
    sums[j + 2] = sum2;
    sums[j + 3] = sum3;
  }

  /** Copies some of the sums to a gradient. */
  public static void narrow(double[] sums, float[] gradient, int from, int to) {
    for (int j = from; j < to; j++) {
      gradient[j] = (float) sums[j];
    }
  }
}
