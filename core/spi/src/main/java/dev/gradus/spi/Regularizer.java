package dev.gradus.spi;

/**
 * A penalty on weights that are too large.
 *
 * <p>It acts on the matrices of weights, not on biases, once a step, and is not divided by the size
 * of the batch. It is reported apart from the loss of the data.
 */
public interface Regularizer {

  /**
   * Returns the penalty of one matrix of weights and adds its gradient.
   *
   * @param weights the matrix, row by row; not modified
   * @param gradient as long; the derivative of the penalty is added to what is there
   * @return the penalty, 0 or more
   */
  double penalize(float[] weights, float[] gradient);
}
