package dev.gradus.spi;

/**
 * A penalty that depends on the shape of a matrix of weights, or on where it is in the network.
 *
 * <p>Rows are inputs of a unit (fan-in), columns are units (fan-out).
 *
 * @since 1.2
 */
public interface MatrixRegularizer extends Regularizer {

  @Override
  double penalize(Tensor weights, float[] gradient);

  /** The penalty of a single row. */
  @Override
  default double penalize(float[] weights, float[] gradient) {
    return penalize(new Tensor("weight", Tensor.Role.WEIGHT, 1, weights.length, weights), gradient);
  }
}
