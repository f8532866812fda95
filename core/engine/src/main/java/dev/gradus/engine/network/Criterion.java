package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;

/** What a network is to make small: it says which way is down. */
@FunctionalInterface
public interface Criterion {

  /**
   * Writes the gradient for some rows of a batch. Different rows may be asked for by different
   * threads at once.
   *
   * @param predictions outputs or logits of the network, [n, outputs]; not modified
   * @param gradients [n, outputs]; the rows are overwritten with dL/dpredictions
   * @param from the first row
   * @param to the last, excluded
   * @param member which thread of the team asks
   */
  void evaluate(Matrix predictions, Matrix gradients, int from, int to, int member);

  /** Whether it takes the logits of the last layer instead of its outputs; false unless set. */
  default boolean onLogits() {
    return false;
  }

  /** Whether it has to see all rows of a batch at once; false unless set. */
  default boolean needsWholeBatch() {
    return false;
  }
}
