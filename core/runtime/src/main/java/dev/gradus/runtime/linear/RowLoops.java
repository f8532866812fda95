package dev.gradus.runtime.linear;

/**
 * The loops over {@link Rows}, in the shape that becomes vector instructions and keeps them busy.
 *
 * <p>Two rows of the result take three terms of their sums at a time: six multiplications and six
 * additions for seven reads and two writes. The compiler of JDK 17 turns this shape into vector
 * instructions, but not larger ones, which are six times slower. That of JDK 25 can do so for five
 * terms at a time, which is a quarter faster. The outer loop runs over the terms, so that the rows
 * of the right factor stay in the nearest cache while all rows of the result pass by.
 */
final class RowLoops {

  private static final boolean TAKES_FIVE = Runtime.version().feature() >= 25;

  static final String SHAPE = "2 rows x " + (TAKES_FIVE ? 5 : 3) + " terms at a time";

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
    if (rows == 1) {
      addToOne(sums[0], a, start, columnStep, b, 0, inner, columns);
      return;
    }
    int q = 0;
    if (TAKES_FIVE) {
      for (; q + 5 <= inner; q += 5) {
        int at = start + q * columnStep;
        int i = 0;
        for (; i + 2 <= rows; i += 2) {
          addFiveToTwo(sums[i], sums[i + 1], a, at, at + rowStep, columnStep, b, q, columns);
          at += 2 * rowStep;
        }
        if (i < rows) {
          addToOne(sums[i], a, at, columnStep, b, q, q + 5, columns);
        }
      }
    }
    for (; q + 3 <= inner; q += 3) {
      int at = start + q * columnStep;
      int i = 0;
      for (; i + 2 <= rows; i += 2) {
        addThreeToTwo(sums[i], sums[i + 1], a, at, at + rowStep, columnStep, b, q, columns);
        at += 2 * rowStep;
      }
      if (i < rows) {
        addToOne(sums[i], a, at, columnStep, b, q, q + 3, columns);
      }
    }
    for (int i = 0; i < rows; i++) {
      addToOne(sums[i], a, start + i * rowStep + q * columnStep, columnStep, b, q, inner, columns);
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
      sum[j] = sum[j] + x0 * b0[j] + x1 * b1[j] + x2 * b2[j] + x3 * b3[j];
    }
  }

  private static void addOneToOne(float[] sum, float a, float[] b, int columns) {
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

  private static void addFiveToTwo(
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
    float x4 = a[at + 4 * step];
    float y0 = a[nextAt];
    float y1 = a[nextAt + step];
    float y2 = a[nextAt + 2 * step];
    float y3 = a[nextAt + 3 * step];
    float y4 = a[nextAt + 4 * step];
    float[] b0 = b[q];
    float[] b1 = b[q + 1];
    float[] b2 = b[q + 2];
    float[] b3 = b[q + 3];
    float[] b4 = b[q + 4];
    for (int j = 0; j < columns; j++) {
      float t0 = b0[j];
      float t1 = b1[j];
      float t2 = b2[j];
      float t3 = b3[j];
      float t4 = b4[j];
      sum[j] = sum[j] + x0 * t0 + x1 * t1 + x2 * t2 + x3 * t3 + x4 * t4;
      nextSum[j] = nextSum[j] + y0 * t0 + y1 * t1 + y2 * t2 + y3 * t3 + y4 * t4;
    }
  }
}
