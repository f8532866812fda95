package dev.gradus.layers;

/**
 * Rows that hold the numbers of all members of an ensemble, and the factor of each number.
 *
 * <p>A row is copied before it is scaled, because the compiler makes vector instructions of a loop
 * over several arrays only if it uses one index for all of them.
 */
final class MemberRows {

  private static final float[] NONE = {};

  /** The length of a row: the numbers of all members together. */
  private final int width;

  /** A row for each thread. */
  private final float[][] scratch;

  MemberRows(int width, int threads) {
    this.width = width;
    scratch = new float[threads][width];
  }

  /** y = x f, for rows of {@code width} numbers. */
  void scale(float[] x, float[] factors, float[] y, int from, int to, int thread) {
    scale(x, factors, NONE, y, from, to, thread);
  }

  /**
   * y = x f + b, for rows of {@code width} numbers.
   *
   * @param shifts b; empty for zeros
   * @param y may be {@code x}
   */
  void scale(float[] x, float[] factors, float[] shifts, float[] y, int from, int to, int thread) {
    for (int i = from; i < to; i++) {
      float[] row = scaled(x, factors, i, thread);
      for (int k = 0; k < shifts.length; k++) {
        row[k] += shifts[k];
      }
      System.arraycopy(row, 0, y, i * width, width);
    }
  }

  /** x f of a row; valid until the next one of the thread. */
  float[] scaled(float[] x, float[] factors, int row, int thread) {
    float[] scaled = scratch[thread];
    System.arraycopy(x, row * width, scaled, 0, width);
    for (int k = 0; k < factors.length; k++) {
      scaled[k] *= factors[k];
    }
    return scaled;
  }
}
