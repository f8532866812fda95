package dev.gradus.engine.linear;

/** The rows of a matrix, which is in memory or in a file; it is not modified. */
public interface MatrixRows {

  /** The number of rows. */
  int rows();

  /** The number of columns. */
  int columns();

  /**
   * Copies a row.
   *
   * @param row counted from 0
   * @param into overwritten from {@code at} on
   */
  void copyRow(int row, float[] into, int at);

  /**
   * Copies rows, one behind the other.
   *
   * @param rows their indices, of which those from {@code from} to {@code to} count; the ones
   *     behind will probably be wanted next
   * @param into overwritten from its beginning
   */
  default void copyRows(int[] rows, int from, int to, float[] into) {
    for (int i = from; i < to; i++) {
      copyRow(rows[i], into, (i - from) * columns());
    }
  }

  /**
   * Copies rows that lie side by side.
   *
   * @param from the first
   * @param to the end, exclusive
   * @param into overwritten from its beginning
   */
  default void copyRows(int from, int to, float[] into) {
    for (int row = from; row < to; row++) {
      copyRow(row, into, (row - from) * columns());
    }
  }

  /**
   * A copy of some of the rows.
   *
   * @param from the first
   * @param to the end, exclusive
   */
  default Matrix copyOfRows(int from, int to) {
    Matrix copy = Matrix.zeros(to - from, columns());
    copyRows(from, to, copy.values());
    return copy;
  }

  /** The number in a row and a column. */
  float at(int row, int column);

  /** All of it as one matrix, which may share its numbers. For matrices of few rows. */
  default Matrix inMemory() {
    return copyOfRows(0, rows());
  }
}
