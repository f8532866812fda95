package dev.gradus.engine.linear;

/**
 * The loops over {@link Rows}, in the shape that becomes vector instructions and keeps them busy.
 *
 * <p>Two rows of the result take three terms of their sums at a time: six multiplications and six
 * additions for seven reads and two writes. The compilers of JDK 17 and 25 make vector instructions
 * of that; of larger shapes that of JDK 17 does not, and they are five times slower. The outer loop
 * runs over the terms, so that the three rows of the right factor stay in the nearest cache while
 * all rows of the result pass by.
 */
final class RowLoops {

  private static final int TERMS = 3;

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
    int q = 0;
    for (; q + TERMS <= inner; q += TERMS) {
      int at = start + q * columnStep;
      int i = 0;
      for (; i + 2 <= rows; i += 2) {
        addThreeToTwo(sums[i], sums[i + 1], a, at, at + rowStep, columnStep, b, q, columns);
        at += 2 * rowStep;
      }
      if (i < rows) {
        addOne(sums[i], a[at], b[q], columns);
        addOne(sums[i], a[at + columnStep], b[q + 1], columns);
        addOne(sums[i], a[at + 2 * columnStep], b[q + 2], columns);
      }
    }
    for (; q < inner; q++) {
      for (int i = 0; i < rows; i++) {
        addOne(sums[i], a[start + i * rowStep + q * columnStep], b[q], columns);
      }
    }
  }

  private static void addOne(float[] sum, float a, float[] b, int columns) {
    for (int j = 0; j < columns; j++) {
      sum[j] = sum[j] + a * b[j];
    }
  }

  private static void addThreeToTwo(
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
    float y0 = a[nextAt];
    float y1 = a[nextAt + step];
    float y2 = a[nextAt + 2 * step];
    float[] b0 = b[q];
    float[] b1 = b[q + 1];
    float[] b2 = b[q + 2];
    for (int j = 0; j < columns; j++) {
      float t0 = b0[j];
      float t1 = b1[j];
      float t2 = b2[j];
      sum[j] = sum[j] + x0 * t0 + x1 * t1 + x2 * t2;
      nextSum[j] = nextSum[j] + y0 * t0 + y1 * t1 + y2 * t2;
    }
  }
}
