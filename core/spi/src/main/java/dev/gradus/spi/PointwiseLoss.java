package dev.gradus.spi;

/**
 * A loss that treats each output independently: the mean of {@link #value} over the outputs.
 *
 * <p>L = 1/K Σ<sub>k</sub> value(prediction<sub>k</sub>, target<sub>k</sub>), for K outputs.
 */
public interface PointwiseLoss extends Loss {

  /**
   * The loss of one output.
   *
   * @param prediction within {@link #predictions()}
   * @param target within {@link #targets()}
   */
  double value(double prediction, double target);

  /**
   * The derivative of {@link #value} with respect to the prediction.
   *
   * <p>At a kink, any subgradient.
   */
  double derivative(double prediction, double target);

  /**
   * {@link #derivative} as an expression of numpy in {@code a}, the prediction, and {@code y}, the
   * target, such as {@code 2 * (a - y)}.
   *
   * @return none unless overridden
   * @since 1.3
   */
  default NumpyExpression derivativeInNumpy() {
    return NumpyExpression.none("it does not state its derivative as an expression");
  }

  /**
   * The predictions at which {@link #value} has no derivative.
   *
   * @return empty unless overridden
   */
  default double[] kinks(double target) {
    return new double[0];
  }

  @Override
  default double evaluate(double[] prediction, double[] target, double[] gradient) {
    int outputs = prediction.length;
    double sum = 0;
    for (int k = 0; k < outputs; k++) {
      sum += value(prediction[k], target[k]);
      gradient[k] = derivative(prediction[k], target[k]) / outputs;
    }
    return sum / outputs;
  }

  @Override
  default boolean isSmoothAround(double[] prediction, double[] target, double radius) {
    for (int k = 0; k < prediction.length; k++) {
      for (double kink : kinks(target[k])) {
        if (Math.abs(prediction[k] - kink) <= radius) {
          return false;
        }
      }
    }
    return true;
  }
}
