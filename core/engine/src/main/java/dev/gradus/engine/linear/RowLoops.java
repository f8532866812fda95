package dev.gradus.engine.linear;

/**
 * The loops over {@link Rows}, in the shapes that become vector instructions.
 *
 * <p>The outer loop takes four terms of every sum at a time, so that an element of the result is
 * read and written once for four multiplications, and the four rows of the right factor stay in the
 * nearest cache while all rows of the result pass by.
 */
final class RowLoops {

  private static final int TERMS = 4;

  /**
   * Whether a loop that writes two rows still becomes vector instructions, which makes it a third
   * faster; where it does not, it is four times slower. JDK 17 does not, 25 does.
   */
  private static final boolean IN_PAIRS = Runtime.version().feature() >= 25;

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
      int i = 0;
      int at = start + q * columnStep;
      for (; IN_PAIRS && i + 2 <= rows; i += 2) {
        addFourToTwo(sums[i], sums[i + 1], a, at, at + rowStep, columnStep, b, q, columns);
        at += 2 * rowStep;
      }
      for (; i < rows; i++) {
        addFour(
            sums[i],
            a[at],
            a[at + columnStep],
            a[at + 2 * columnStep],
            a[at + 3 * columnStep],
            b[q],
            b[q + 1],
            b[q + 2],
            b[q + 3],
            columns);
        at += rowStep;
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

  private static void addFour(
      float[] sum,
      float a0,
      float a1,
      float a2,
      float a3,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      int columns) {
    for (int j = 0; j < columns; j++) {
      sum[j] = sum[j] + a0 * b0[j] + a1 * b1[j] + a2 * b2[j] + a3 * b3[j];
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
    float a0 = a[at];
    float a1 = a[at + step];
    float a2 = a[at + 2 * step];
    float a3 = a[at + 3 * step];
    float c0 = a[nextAt];
    float c1 = a[nextAt + step];
    float c2 = a[nextAt + 2 * step];
    float c3 = a[nextAt + 3 * step];
    float[] b0 = b[q];
    float[] b1 = b[q + 1];
    float[] b2 = b[q + 2];
    float[] b3 = b[q + 3];
    for (int j = 0; j < columns; j++) {
      float x0 = b0[j];
      float x1 = b1[j];
      float x2 = b2[j];
      float x3 = b3[j];
      sum[j] = sum[j] + a0 * x0 + a1 * x1 + a2 * x2 + a3 * x3;
      nextSum[j] = nextSum[j] + c0 * x0 + c1 * x1 + c2 * x2 + c3 * x3;
    }
  }
}
