package dev.gradus.engine.baseline;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.runtime.column.InputColumns;

/**
 * What a linear model sees of the inputs of a network: the same numbers, but in place of a code,
 * which an embedding would look up, one number for each category, 1 where the code is that of the
 * category and 0 elsewhere. For an unknown category all are 0.
 *
 * @param columns those of the network
 */
record LinearInputs(InputColumns columns) {

  /** How many numbers it sees of a row. */
  int width() {
    return columns.categories().stream().mapToInt(codes -> Math.max(1, codes)).sum();
  }

  /**
   * Writes a row.
   *
   * @param from the inputs of the network; not modified
   * @param row which of them
   * @param into zeros; {@link #width} of them are overwritten, from {@code at} on
   */
  void write(Matrix from, int row, float[] into, int at) {
    int next = at;
    for (int j = 0; j < from.columns(); j++) {
      int codes = columns.categories().get(j);
      float value = from.get(row, j);
      if (codes == 0) {
        into[next++] = value;
      } else {
        if (value >= 0 && value < codes) {
          into[next + (int) value] = 1;
        }
        next += codes;
      }
    }
  }

  /** All rows; those of the network themselves, where there are no codes. */
  Matrix of(Matrix inputs) {
    if (!columns.hasCodes()) {
      return inputs;
    }
    Matrix written = Matrix.zeros(inputs.rows(), width());
    for (int i = 0; i < inputs.rows(); i++) {
      write(inputs, i, written.values(), i * written.columns());
    }
    return written;
  }
}
