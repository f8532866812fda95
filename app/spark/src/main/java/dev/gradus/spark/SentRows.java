package dev.gradus.spark;

import dev.gradus.engine.distributed.PreparedRows;
import java.io.Serializable;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The rows of consecutive batches of a step.
 *
 * @param batches one after the other
 */
record SentRows(List<PreparedRows> batches) implements Serializable {

  private static final long serialVersionUID = 1;

  /**
   * Collects rows.
   *
   * @param from the index of the first batch
   * @param to the index after that of the last
   */
  static SentRows of(IntFunction<PreparedRows> rows, int from, int to) {
    return new SentRows(IntStream.range(from, to).mapToObj(rows).toList());
  }

  /** The rows of a batch, counted from the first of these. */
  PreparedRows batch(int index) {
    return batches.get(index);
  }
}
