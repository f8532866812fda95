package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;
import java.util.Arrays;

/** Sums over the rows of a batch, in {@code double}. */
final class ColumnSums {

  private ColumnSums() {}

  /**
   * The sums of some columns.
   *
   * @param rows the number of rows, from the first
   * @param sums one for each column; those of the range are overwritten
   */
  static void of(Matrix matrix, int rows, double[] sums, int from, int to) {
    Arrays.fill(sums, from, to, 0);
    float[] values = matrix.values();
    int columns = matrix.columns();
    for (int i = 0; i < rows; i++) {
      for (int j = from; j < to; j++) {
        sums[j] += values[i * columns + j];
      }
    }
  }

  /** The sums of the products of the elements of two matrices. */
  static void ofProducts(Matrix a, Matrix b, int rows, double[] sums, int from, int to) {
    Arrays.fill(sums, from, to, 0);
    float[] first = a.values();
    float[] second = b.values();
    int columns = a.columns();
    for (int i = 0; i < rows; i++) {
      for (int j = from; j < to; j++) {
        sums[j] += (double) first[i * columns + j] * second[i * columns + j];
      }
    }
  }

  /** Copies some of the sums to the first row of a matrix. */
  static void narrow(double[] sums, Matrix into, int from, int to) {
    for (int j = from; j < to; j++) {
      into.values()[j] = (float) sums[j];
    }
  }
}
