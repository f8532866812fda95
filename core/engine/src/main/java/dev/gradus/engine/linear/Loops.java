package dev.gradus.engine.linear;

import java.util.Arrays;

/** The loops for small products, on the arrays as they are. */
final class Loops {

  private Loops() {}

  /**
   * c = start + a b, two rows and four terms at a time.
   *
   * @param a element (i, q) is at {@code i * rowStep + q * columnStep}; not modified
   * @param b [inner, columns]; not modified
   * @param start the first term of each column, or empty for zeros; not modified
   * @param c [rows, columns]; overwritten
   */
  static void multiply(
      float[] a,
      int rowStep,
      int columnStep,
      float[] b,
      int rows,
      int inner,
      int columns,
      float[] start,
      float[] c) {
    if (start.length == 0) {
      Arrays.fill(c, 0, rows * columns, 0);
    } else {
      for (int row = 0; row < rows; row++) {
        System.arraycopy(start, 0, c, row * columns, columns);
      }
    }
    int i = 0;
    for (; i + 2 <= rows; i += 2) {
      addToTwo(a, i * rowStep, (i + 1) * rowStep, columnStep, b, inner, columns, c, i * columns);
    }
    if (i < rows) {
      addToOne(a, i * rowStep, columnStep, b, inner, columns, c, i * columns);
    }
  }

  private static void addToTwo(
      float[] a,
      int first,
      int second,
      int step,
      float[] b,
      int inner,
      int columns,
      float[] c,
      int into) {
    int q = 0;
    for (; q + 4 <= inner; q += 4) {
      float x0 = a[first + q * step];
      float x1 = a[first + (q + 1) * step];
      float x2 = a[first + (q + 2) * step];
      float x3 = a[first + (q + 3) * step];
      float y0 = a[second + q * step];
      float y1 = a[second + (q + 1) * step];
      float y2 = a[second + (q + 2) * step];
      float y3 = a[second + (q + 3) * step];
      int at = q * columns;
      for (int j = 0; j < columns; j++) {
        float b0 = b[at + j];
        float b1 = b[at + columns + j];
        float b2 = b[at + 2 * columns + j];
        float b3 = b[at + 3 * columns + j];
        c[into + j] = c[into + j] + x0 * b0 + x1 * b1 + x2 * b2 + x3 * b3;
        c[into + columns + j] = c[into + columns + j] + y0 * b0 + y1 * b1 + y2 * b2 + y3 * b3;
      }
    }
    for (; q < inner; q++) {
      float x = a[first + q * step];
      float y = a[second + q * step];
      for (int j = 0; j < columns; j++) {
        float term = b[q * columns + j];
        c[into + j] += x * term;
        c[into + columns + j] += y * term;
      }
    }
  }

  private static void addToOne(
      float[] a, int first, int step, float[] b, int inner, int columns, float[] c, int into) {
    int q = 0;
    for (; q + 4 <= inner; q += 4) {
      float x0 = a[first + q * step];
      float x1 = a[first + (q + 1) * step];
      float x2 = a[first + (q + 2) * step];
      float x3 = a[first + (q + 3) * step];
      int at = q * columns;
      for (int j = 0; j < columns; j++) {
        c[into + j] =
            c[into + j]
                + x0 * b[at + j]
                + x1 * b[at + columns + j]
                + x2 * b[at + 2 * columns + j]
                + x3 * b[at + 3 * columns + j];
      }
    }
    for (; q < inner; q++) {
      float x = a[first + q * step];
      for (int j = 0; j < columns; j++) {
        c[into + j] += x * b[q * columns + j];
      }
    }
  }

  /**
   * c = a bᵀ, both factors read along their rows, four sums at a time.
   *
   * @param a [rows, inner]; not modified
   * @param b [columns, inner]; not modified
   * @param c [rows, columns]; overwritten
   */
  static void multiplyTransposedRight(
      float[] a, float[] b, int rows, int inner, int columns, float[] c) {
    for (int i = 0; i < rows; i++) {
      int at = i * inner;
      int j = 0;
      for (; j + 4 <= columns; j += 4) {
        int b0 = j * inner;
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        for (int q = 0; q < inner; q++) {
          float x = a[at + q];
          sum0 += x * b[b0 + q];
          sum1 += x * b[b0 + inner + q];
          sum2 += x * b[b0 + 2 * inner + q];
          sum3 += x * b[b0 + 3 * inner + q];
        }
        c[i * columns + j] = sum0;
        c[i * columns + j + 1] = sum1;
        c[i * columns + j + 2] = sum2;
        c[i * columns + j + 3] = sum3;
      }
      for (; j < columns; j++) {
        float sum = 0;
        for (int q = 0; q < inner; q++) {
          sum += a[at + q] * b[j * inner + q];
        }
        c[i * columns + j] = sum;
      }
    }
  }
}
