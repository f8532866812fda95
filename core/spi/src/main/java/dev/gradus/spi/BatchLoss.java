package dev.gradus.spi;

/**
 * A loss that is not a mean over examples because it relates the examples of a batch to each other,
 * such as a correlation or a ranking.
 *
 * <p>It is measured the way it is learned: in batches of the size that training uses, in the order
 * of the data. The result is the mean over the batches, each weighted by its number of examples, so
 * it depends on the batch size.
 *
 * <p>Rows are dealt to batches by chance. A loss that compares examples of a group names the column
 * that says the group in {@link #columns}; then each batch holds whole groups, as many as come to
 * the batch size on average. A loss that compares all examples, such as a partial likelihood, wants
 * batches as large as memory allows, or an optimizer that sees all examples in each step.
 */
public interface BatchLoss extends Loss {

  /**
   * Returns the loss of a batch and writes its gradient.
   *
   * @param predictions one row per example; not modified
   * @param targets one row per example, the numbers of the {@link #columns} behind those of the
   *     target; not modified
   * @param weights one weight per example, 1 unless weights of examples or classes are in use; not
   *     modified
   * @param gradients overwritten with dL/dpredictions, of the same shape
   * @return the loss L of the whole batch
   */
  double evaluateBatch(
      double[][] predictions, double[][] targets, double[] weights, double[][] gradients);

  /**
   * Whether a batch holds anything that this loss compares, such as an event and others that are at
   * risk, or two examples of a group that differ.
   *
   * <p>Of a batch that holds nothing, the loss is whatever {@link #evaluateBatch} returns, as a
   * rule 0, and its gradient is 0. The engine counts such batches and says so, since a loss of 0
   * looks as if all were learned.
   *
   * @param targets as {@link #evaluateBatch} gets them; not modified
   * @return true unless overridden
   * @since 1.2
   */
  default boolean compares(double[][] targets) {
    return true;
  }

  /** The loss of a batch of one. */
  @Override
  default double evaluate(double[] prediction, double[] target, double[] gradient) {
    return evaluateBatch(
        new double[][] {prediction},
        new double[][] {target},
        new double[] {1},
        new double[][] {gradient});
  }
}
