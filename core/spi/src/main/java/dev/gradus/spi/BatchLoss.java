package dev.gradus.spi;

/**
 * A loss that is not a mean over examples, because it relates the examples of a batch to each
 * other: a correlation or a ranking, for example.
 *
 * <p>It is evaluated as it is trained: in batches of the training batch size, in the order of the
 * data. The result is the mean over the batches, each weighted by its number of examples, so it
 * depends on the batch size.
 *
 * <p>Rows are assigned to batches at random. A loss that compares the examples of a group names the
 * group column in {@link #columns}; each batch then holds whole groups, and has the batch size on
 * average. For a loss that compares all examples, such as a partial likelihood, use batches as
 * large as memory allows, or a full-batch optimizer.
 */
public interface BatchLoss extends Loss {

  /**
   * Returns the loss of a batch and writes its gradient.
   *
   * @param predictions one row per example; not modified
   * @param targets one row per example, the target values followed by those of the {@link
   *     #columns}; not modified
   * @param weights one weight per example, 1 unless weights of examples or classes are in use; not
   *     modified
   * @param gradients overwritten with dL/dpredictions, of the same shape
   * @return the loss L of the whole batch
   */
  double evaluateBatch(
      double[][] predictions, double[][] targets, double[] weights, double[][] gradients);

  /**
   * Whether a batch contains anything that this loss can compare, such as an event and others at
   * risk, or two examples of a group that differ.
   *
   * <p>For a batch without any, the loss is what {@link #evaluateBatch} returns, usually 0, with a
   * zero gradient. The engine counts such batches and warns about them, because a loss of 0 looks
   * like success.
   *
   * @param targets as in {@link #evaluateBatch}; not modified
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
