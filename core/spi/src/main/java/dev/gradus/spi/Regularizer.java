package dev.gradus.spi;

/**
 * A penalty on weights that are too large.
 *
 * <p>It is applied once per step to the weight matrices, not to biases, and is not divided by the
 * batch size. Its value is reported separately from the loss.
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
