package dev.gradus.runtime.linear;

import static dev.gradus.runtime.linear.Fused.fma;

/** The loops for small products, on the arrays as they are. */
final class Loops {

  private Loops() {}

  /**
   * c = start + a b, two rows and four terms at a time.
   *
   * @param a element (i, q) is at {@code i * rowStep + q * columnStep}; not modified
   * @param b [inner, columns]; not modified
   * @param start the first term of each column, or empty for zeros; not modified
   * @param c rows with that many columns; the rows from the first to the last, exclusive, are
   *     overwritten
   */
  static void multiply(
      float[] a,
      int rowStep,
      int columnStep,
      float[] b,
      int inner,
      float[] start,
      float[] c,
      int columns,
      int from,
      int to) {
    for (int i = from; i < to; i++) {
      for (int j = 0; j < columns; j++) {
        c[i * columns + j] = start.length == 0 ? 0 : start[j];
      }
    }
    int i = from;
    for (; i + 2 <= to; i += 2) {
      addToTwo(a, i * rowStep, (i + 1) * rowStep, columnStep, b, inner, columns, c, i * columns);
    }
    if (i < to) {
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
        c[into + j] = fma(x3, b3, fma(x2, b2, fma(x1, b1, fma(x0, b0, c[into + j]))));
        c[into + columns + j] =
            fma(y3, b3, fma(y2, b2, fma(y1, b1, fma(y0, b0, c[into + columns + j]))));
      }
    }
    for (; q < inner; q++) {
      float x = a[first + q * step];
      float y = a[second + q * step];
      for (int j = 0; j < columns; j++) {
        float term = b[q * columns + j];
        c[into + j] = fma(x, term, c[into + j]);
        c[into + columns + j] = fma(y, term, c[into + columns + j]);
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
        float sum = fma(x0, b[at + j], c[into + j]);
        sum = fma(x1, b[at + columns + j], sum);
        sum = fma(x2, b[at + 2 * columns + j], sum);
        c[into + j] = fma(x3, b[at + 3 * columns + j], sum);
      }
    }
    for (; q < inner; q++) {
      float x = a[first + q * step];
      for (int j = 0; j < columns; j++) {
        c[into + j] = fma(x, b[q * columns + j], c[into + j]);
      }
    }
  }

  /**
   * c = start + a bᵀ, b read along its rows, four sums at a time.
   *
   * @param a element (i, q) is at {@code i * rowStep + q * columnStep}; not modified
   * @param b [columns, inner]; not modified
   * @param start the first term of each column, or empty for zeros; not modified
   * @param c rows with that many columns; the rows from the first to the last, exclusive, are
   *     overwritten
   */
  static void multiplyTransposedRight(
      float[] a,
      int rowStep,
      int columnStep,
      float[] b,
      int inner,
      float[] start,
      float[] c,
      int columns,
      int from,
      int to) {
    for (int i = from; i < to; i++) {
      int at = i * rowStep;
      int j = 0;
      for (; j + 4 <= columns; j += 4) {
        int b0 = j * inner;
        boolean fromZero = start.length == 0;
        float sum0 = fromZero ? 0 : start[j];
        float sum1 = fromZero ? 0 : start[j + 1];
        float sum2 = fromZero ? 0 : start[j + 2];
        float sum3 = fromZero ? 0 : start[j + 3];
        for (int q = 0; q < inner; q++) {
          float x = a[at + q * columnStep];
          sum0 = fma(x, b[b0 + q], sum0);
          sum1 = fma(x, b[b0 + inner + q], sum1);
          sum2 = fma(x, b[b0 + 2 * inner + q], sum2);
          sum3 = fma(x, b[b0 + 3 * inner + q], sum3);
        }
        c[i * columns + j] = sum0;
        c[i * columns + j + 1] = sum1;
        c[i * columns + j + 2] = sum2;
        c[i * columns + j + 3] = sum3;
      }
      for (; j < columns; j++) {
        float sum = start.length == 0 ? 0 : start[j];
        for (int q = 0; q < inner; q++) {
          sum = fma(a[at + q * columnStep], b[j * inner + q], sum);
        }
        c[i * columns + j] = sum;
      }
    }
  }
}
