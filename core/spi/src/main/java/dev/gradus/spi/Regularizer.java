package dev.gradus.spi;

/**
 * A penalty on large weights.
 *
 * <p>It is applied once per step to the weight matrices, not to biases, and is not divided by the
 * batch size. Its value is reported separately from the loss. A regularizer that needs the rows and
 * columns of a matrix, or its layer, implements {@link MatrixRegularizer}.
 */
public interface Regularizer {

  /**
   * Returns the penalty of one matrix of weights and adds its gradient.
   *
   * @param weights the matrix, row by row; not modified
   * @param gradient of the same length; the derivative of the penalty is added to what is there
   * @return the penalty, 0 or more
   */
  double penalize(float[] weights, float[] gradient);

  /**
   * The same for a matrix whose shape, name and layer are known. This is what the engine calls; the
   * shape makes no difference unless overridden, as {@link MatrixRegularizer} does.
   *
   * @param weights the matrix; its values are not modified
   * @param gradient of the same length as the values; the derivative of the penalty is added to
   *     what is there
   * @return the penalty, 0 or more
   * @since 1.2
   */
  default double penalize(Tensor weights, float[] gradient) {
    return penalize(weights.values(), gradient);
  }

  /**
   * Whether a tensor is penalised: only weights, unless overridden. The engine calls it once,
   * before the first step.
   *
   * @param tensor a trainable tensor
   * @since 1.2
   */
  default boolean actsOn(Tensor tensor) {
    return tensor.role() == Tensor.Role.WEIGHT;
  }
}
