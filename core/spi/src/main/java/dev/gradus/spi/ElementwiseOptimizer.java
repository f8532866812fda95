package dev.gradus.spi;

/**
 * An optimizer that updates each weight only from its own gradient and state.
 *
 * <p>So the engine may pass it slices of a tensor, from several threads, in any order.
 */
public interface ElementwiseOptimizer extends Optimizer {

  /**
   * Updates a slice of one parameter tensor by one step.
   *
   * @param weights the tensor, row by row; modified from index {@code from} to {@code to}
   * @param gradient dL/dweights, of the same length, including the regularizer's; not modified
   * @param state one array for each entry of {@link #state()}, of the same length as {@code
   *     weights}; modified from index {@code from} to {@code to}
   * @param from where the slice begins
   * @param to where it ends, exclusive
   * @param step the number of the step and its learning rate
   */
  void update(float[] weights, float[] gradient, float[][] state, int from, int to, Step step);

  @Override
  default void update(float[] weights, float[] gradient, float[][] state, Step step) {
    update(weights, gradient, state, 0, weights.length, step);
  }
}
