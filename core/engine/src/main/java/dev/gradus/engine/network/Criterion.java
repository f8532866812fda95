package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;

/** What training minimises, given by its gradient. */
@FunctionalInterface
public interface Criterion {

  /**
   * Writes the gradient for some rows of a batch. Several threads may ask for different rows at the
   * same time.
   *
   * @param predictions outputs or logits of the network, [n, outputs]; not modified
   * @param gradients [n, outputs]; the rows are overwritten with dL/dpredictions
   * @param from the first row
   * @param to the end, exclusive
   * @param member the number of the thread that asks
   */
  void evaluate(Matrix predictions, Matrix gradients, int from, int to, int member);

  /** Whether it takes the logits of the last layer instead of its outputs; false by default. */
  default boolean onLogits() {
    return false;
  }

  /** Whether it must see all rows of a batch at once; false by default. */
  default boolean needsWholeBatch() {
    return false;
  }
}
