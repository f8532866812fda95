package dev.gradus.engine.baseline;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.linear.MatrixRows;
import dev.gradus.runtime.column.InputColumns;

/**
 * The inputs of a linear model, made from those of a network: the same numbers, but each category
 * code, which an embedding would look up, is one-hot encoded. For an unknown category all numbers
 * are 0.
 *
 * @param columns of the network
 */
record LinearInputs(InputColumns columns) {

  /** The number of inputs per row. */
  int width() {
    return columns.categories().stream().mapToInt(codes -> Math.max(1, codes)).sum();
  }

  /**
   * Writes a row.
   *
   * @param from the inputs of the network; not modified
   * @param row the index of the row
   * @param into zeros; {@link #width} of them are overwritten, from index {@code at}
   */
  void write(MatrixRows from, int row, float[] into, int at) {
    int next = at;
    for (int j = 0; j < from.columns(); j++) {
      int codes = columns.categories().get(j);
      float value = from.at(row, j);
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

  /** All rows; the network's own inputs if there are no codes. */
  MatrixRows of(MatrixRows inputs) {
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
