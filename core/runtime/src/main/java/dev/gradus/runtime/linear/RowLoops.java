package dev.gradus.runtime.linear;

import static dev.gradus.runtime.linear.Fused.fma;

/**
 * The loops over {@link Rows}, in the shape that becomes vector instructions and keeps them busy.
 *
 * <p>Four rows of the result take two terms of their sums at a time, or, as the compiler of JDK 25
 * does it faster, two rows take four. That of JDK 17 turns the first shape into vector
 * instructions, but not the second, which takes four times as long there. The outer loop runs over
 * the terms, so that the rows of the right factor stay in the nearest cache while all rows of the
 * result pass by.
 */
final class RowLoops {

  private static final boolean TAKES_FOUR_TERMS = Runtime.version().feature() >= 25;

  static final String SHAPE =
      TAKES_FOUR_TERMS ? "2 rows x 4 terms at a time" : "4 rows x 2 terms at a time";

  private RowLoops() {}

  /**
   * sums += a b.
   *
   * @param a element (i, q) is at {@code start + i * rowStep + q * columnStep}; not modified
   * @param b [inner, columns]; not modified
   * @param sums [rows, columns]; modified
   */
  static void add(
      float[] a,
      int start,
      int rowStep,
      int columnStep,
      float[][] b,
      int inner,
      float[][] sums,
      int rows,
      int columns) {
    int terms = TAKES_FOUR_TERMS ? 4 : 2;
    int height = TAKES_FOUR_TERMS ? 2 : 4;
    int together = rows / height * height;
    int q = 0;
    for (; together > 0 && q + terms <= inner; q += terms) {
      int at = start + q * columnStep;
      for (int i = 0; i < together; i += height) {
        if (TAKES_FOUR_TERMS) {
          addFourToTwo(sums[i], sums[i + 1], a, at, at + rowStep, columnStep, b, q, columns);
        } else {
          addTwoToFour(sums, i, a, at, rowStep, columnStep, b, q, columns);
        }
        at += height * rowStep;
      }
    }
    for (int i = 0; i < together; i++) {
      addToOne(sums[i], a, start + i * rowStep + q * columnStep, columnStep, b, q, inner, columns);
    }
    for (int i = together; i < rows; i++) {
      addToOne(sums[i], a, start + i * rowStep, columnStep, b, 0, inner, columns);
    }
  }

  private static void addToOne(
      float[] sum, float[] a, int at, int step, float[][] b, int from, int to, int columns) {
    int q = from;
    for (; q + 4 <= to; q += 4) {
      addFourToOne(sum, a, at + (q - from) * step, step, b, q, columns);
    }
    for (; q < to; q++) {
      addOneToOne(sum, a[at + (q - from) * step], b[q], columns);
    }
  }

  private static void addFourToOne(
      float[] sum, float[] a, int at, int step, float[][] b, int q, int columns) {
    float x0 = a[at];
    float x1 = a[at + step];
    float x2 = a[at + 2 * step];
    float x3 = a[at + 3 * step];
    float[] b0 = b[q];
    float[] b1 = b[q + 1];
    float[] b2 = b[q + 2];
    float[] b3 = b[q + 3];
    for (int j = 0; j < columns; j++) {
      sum[j] = fma(x3, b3[j], fma(x2, b2[j], fma(x1, b1[j], fma(x0, b0[j], sum[j]))));
    }
  }

  private static void addOneToOne(float[] sum, float a, float[] b, int columns) {
    for (int j = 0; j < columns; j++) {
      sum[j] = fma(a, b[j], sum[j]);
    }
  }

  private static void addTwoToFour(
      float[][] sums,
      int row,
      float[] a,
      int at,
      int rowStep,
      int step,
      float[][] b,
      int q,
      int columns) {
    float x0 = a[at];
    float x1 = a[at + step];
    float y0 = a[at + rowStep];
    float y1 = a[at + rowStep + step];
    float z0 = a[at + 2 * rowStep];
    float z1 = a[at + 2 * rowStep + step];
    float w0 = a[at + 3 * rowStep];
    float w1 = a[at + 3 * rowStep + step];
    float[] sum0 = sums[row];
    float[] sum1 = sums[row + 1];
    float[] sum2 = sums[row + 2];
    float[] sum3 = sums[row + 3];
    float[] b0 = b[q];
    float[] b1 = b[q + 1];
    for (int j = 0; j < columns; j++) {
      float t0 = b0[j];
      float t1 = b1[j];
      sum0[j] = fma(x1, t1, fma(x0, t0, sum0[j]));
      sum1[j] = fma(y1, t1, fma(y0, t0, sum1[j]));
      sum2[j] = fma(z1, t1, fma(z0, t0, sum2[j]));
      sum3[j] = fma(w1, t1, fma(w0, t0, sum3[j]));
    }
  }

  private static void addFourToTwo(
      float[] sum,
      float[] nextSum,
      float[] a,
      int at,
      int nextAt,
      int step,
      float[][] b,
      int q,
      int columns) {
    float x0 = a[at];
    float x1 = a[at + step];
    float x2 = a[at + 2 * step];
    float x3 = a[at + 3 * step];
    float y0 = a[nextAt];
    float y1 = a[nextAt + step];
    float y2 = a[nextAt + 2 * step];
    float y3 = a[nextAt + 3 * step];
    float[] b0 = b[q];
    float[] b1 = b[q + 1];
    float[] b2 = b[q + 2];
    float[] b3 = b[q + 3];
    for (int j = 0; j < columns; j++) {
      float t0 = b0[j];
      float t1 = b1[j];
      float t2 = b2[j];
      float t3 = b3[j];
      sum[j] = fma(x3, t3, fma(x2, t2, fma(x1, t1, fma(x0, t0, sum[j]))));
      nextSum[j] = fma(y3, t3, fma(y2, t2, fma(y1, t1, fma(y0, t0, nextSum[j]))));
    }
  }
}
