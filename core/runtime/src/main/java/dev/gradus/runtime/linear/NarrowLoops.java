package dev.gradus.runtime.linear;

import static dev.gradus.runtime.linear.Fused.fma;

import java.util.Arrays;

/**
 * The loops for products of more rows than columns, such as those with the filters of a
 * convolution.
 *
 * <p>A row of such a product is short for vector instructions. So a block of the left factor is
 * transposed, and the rows of the product lie next to each other in the vectors. Where there are
 * few rows too, but many terms, eight elements at a time are summed up in registers.
 */
final class NarrowLoops {

  /** The most columns, and the fewest rows, for which vectors across rows win. */
  private static final int COLUMNS = 64;

  private static final int LEAST_ROWS = 16;

  /** The most columns, and the fewest terms, for which registers win. */
  private static final int COLUMNS_IN_REGISTERS = 8;

  private static final int LEAST_TERMS = 512;

  /** The rows of a block, and its terms, of which {@link RowLoops} takes three or five; 30 KB. */
  private static final int ROWS = 128;

  private static final int TERMS = 60;

  /** The terms of a block of a small result, whose factors are to stay in the cache. */
  private static final int TERMS_OF_SMALL = 256;

  private final Rows left = new Rows();
  private final Rows result = new Rows();

  /** Whether these loops win. */
  static boolean win(int rows, int inner, int columns) {
    return fillsVectors(rows, columns)
        || rows > 1 && inner >= LEAST_TERMS && columns <= COLUMNS_IN_REGISTERS;
  }

  private static boolean fillsVectors(int rows, int columns) {
    return rows >= LEAST_ROWS && rows > columns && columns <= COLUMNS;
  }

  /**
   * Whether these loops win for about all products of a right factor, so that laying it out for
   * others does not pay: it has many rows, such as the gradients of all windows of a batch.
   *
   * @param most the number of rows of the product, before threads share them
   */
  static boolean alwaysWin(int most, int inner, int columns) {
    return inner >= Math.max(most, LEAST_TERMS) && win(most, inner, columns);
  }

  /**
   * c = start + a b.
   *
   * @param a element (i, q) is at {@code i * rowStep + q * columnStep}; not modified
   * @param b element (q, j) is at {@code q * termStep + j * step}; not modified
   * @param start the first term of each column, or empty for zeros; not modified
   * @param c rows of so many columns; the rows from the first to the last, excluded, are
   *     overwritten
   */
  void multiply(
      float[] a,
      int rowStep,
      int columnStep,
      float[] b,
      int termStep,
      int step,
      int inner,
      float[] start,
      float[] c,
      int columns,
      int from,
      int to) {
    if (!fillsVectors(to - from, columns)) {
      multiplySmall(a, rowStep, columnStep, b, termStep, step, inner, start, c, columns, from, to);
      return;
    }
    for (int first = from; first < to; first += ROWS) {
      int rows = Math.min(ROWS, to - first);
      float[][] sums = result.atLeast(columns, ROWS);
      for (int j = 0; j < columns; j++) {
        Arrays.fill(sums[j], 0, rows, start.length == 0 ? 0 : start[j]);
      }
      for (int q = 0; q < inner; q += TERMS) {
        int terms = Math.min(TERMS, inner - q);
        float[][] block = left.atLeast(TERMS, ROWS);
        transpose(a, first * rowStep + q * columnStep, rowStep, columnStep, block, rows, terms);
        RowLoops.add(b, q * termStep, step, termStep, block, terms, sums, columns, rows);
      }
      transposeBack(sums, rows, c, first * columns, columns);
    }
  }

  /** Four terms at a time, because those of a row share a cache line. */
  private static void transpose(
      float[] a, int at, int rowStep, int columnStep, float[][] into, int rows, int terms) {
    int q = 0;
    for (; rowStep > 1 && q + 4 <= terms; q += 4) {
      float[] row0 = into[q];
      float[] row1 = into[q + 1];
      float[] row2 = into[q + 2];
      float[] row3 = into[q + 3];
      int p = at + q * columnStep;
      for (int i = 0; i < rows; i++) {
        row0[i] = a[p];
        row1[i] = a[p + columnStep];
        row2[i] = a[p + 2 * columnStep];
        row3[i] = a[p + 3 * columnStep];
        p += rowStep;
      }
    }
    for (; q < terms; q++) {
      int begin = at + q * columnStep;
      if (rowStep == 1) {
        System.arraycopy(a, begin, into[q], 0, rows);
      } else {
        for (int i = 0; i < rows; i++) {
          into[q][i] = a[begin + i * rowStep];
        }
      }
    }
  }

  private static void transposeBack(float[][] sums, int rows, float[] c, int at, int columns) {
    int j = 0;
    for (; j + 4 <= columns; j += 4) {
      float[] sum0 = sums[j];
      float[] sum1 = sums[j + 1];
      float[] sum2 = sums[j + 2];
      float[] sum3 = sums[j + 3];
      int p = at + j;
      for (int i = 0; i < rows; i++) {
        c[p] = sum0[i];
        c[p + 1] = sum1[i];
        c[p + 2] = sum2[i];
        c[p + 3] = sum3[i];
        p += columns;
      }
    }
    for (; j < columns; j++) {
      for (int i = 0; i < rows; i++) {
        c[at + i * columns + j] = sums[j][i];
      }
    }
  }

  private static void multiplySmall(
      float[] a,
      int rowStep,
      int columnStep,
      float[] b,
      int termStep,
      int step,
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
    for (int q = 0; q < inner; q += TERMS_OF_SMALL) {
      int terms = Math.min(TERMS_OF_SMALL, inner - q);
      int right = q * termStep;
      int i = from;
      for (; i + 2 <= to; i += 2) {
        int at = i * rowStep + q * columnStep;
        int j = 0;
        for (; j + 4 <= columns; j += 4) {
          int into = i * columns + j;
          addToEight(
              a,
              at,
              at + rowStep,
              columnStep,
              b,
              right + j * step,
              termStep,
              step,
              terms,
              c,
              into,
              into + columns);
        }
        for (; j < columns; j++) {
          int into = i * columns + j;
          add(a, at, columnStep, b, right + j * step, termStep, terms, c, into);
          add(a, at + rowStep, columnStep, b, right + j * step, termStep, terms, c, into + columns);
        }
      }
      if (i < to) {
        int at = i * rowStep + q * columnStep;
        int j = 0;
        for (; j + 4 <= columns; j += 4) {
          addToFour(
              a, at, columnStep, b, right + j * step, termStep, step, terms, c, i * columns + j);
        }
        for (; j < columns; j++) {
          add(a, at, columnStep, b, right + j * step, termStep, terms, c, i * columns + j);
        }
      }
    }
  }

  private static void addToEight(
      float[] a,
      int at,
      int nextAt,
      int columnStep,
      float[] b,
      int right,
      int termStep,
      int step,
      int terms,
      float[] c,
      int into,
      int nextInto) {
    float sum00 = c[into];
    float sum01 = c[into + 1];
    float sum02 = c[into + 2];
    float sum03 = c[into + 3];
    float sum10 = c[nextInto];
    float sum11 = c[nextInto + 1];
    float sum12 = c[nextInto + 2];
    float sum13 = c[nextInto + 3];
    for (int q = 0; q < terms; q++) {
      float x = a[at + q * columnStep];
      float y = a[nextAt + q * columnStep];
      int p = right + q * termStep;
      float b0 = b[p];
      float b1 = b[p + step];
      float b2 = b[p + 2 * step];
      float b3 = b[p + 3 * step];
      sum00 = fma(x, b0, sum00);
      sum01 = fma(x, b1, sum01);
      sum02 = fma(x, b2, sum02);
      sum03 = fma(x, b3, sum03);
      sum10 = fma(y, b0, sum10);
      sum11 = fma(y, b1, sum11);
      sum12 = fma(y, b2, sum12);
      sum13 = fma(y, b3, sum13);
    }
    c[into] = sum00;
    c[into + 1] = sum01;
    c[into + 2] = sum02;
    c[into + 3] = sum03;
    c[nextInto] = sum10;
    c[nextInto + 1] = sum11;
    c[nextInto + 2] = sum12;
    c[nextInto + 3] = sum13;
  }

  private static void addToFour(
      float[] a,
      int at,
      int columnStep,
      float[] b,
      int right,
      int termStep,
      int step,
      int terms,
      float[] c,
      int into) {
    float sum0 = c[into];
    float sum1 = c[into + 1];
    float sum2 = c[into + 2];
    float sum3 = c[into + 3];
    for (int q = 0; q < terms; q++) {
      float x = a[at + q * columnStep];
      int p = right + q * termStep;
      sum0 = fma(x, b[p], sum0);
      sum1 = fma(x, b[p + step], sum1);
      sum2 = fma(x, b[p + 2 * step], sum2);
      sum3 = fma(x, b[p + 3 * step], sum3);
    }
    c[into] = sum0;
    c[into + 1] = sum1;
    c[into + 2] = sum2;
    c[into + 3] = sum3;
  }

  private static void add(
      float[] a,
      int at,
      int columnStep,
      float[] b,
      int right,
      int termStep,
      int terms,
      float[] c,
      int into) {
    float sum = c[into];
    for (int q = 0; q < terms; q++) {
      sum = fma(a[at + q * columnStep], b[right + q * termStep], sum);
    }
    c[into] = sum;
  }
}
