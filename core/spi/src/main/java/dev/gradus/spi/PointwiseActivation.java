package dev.gradus.spi;

/** An activation that applies the same function to each unit: y = value(x). */
public interface PointwiseActivation extends Activation {

  /** The output y for the pre-activation x; NaN for NaN. */
  double value(double x);

  /**
   * dy/dx at the pre-activation x.
   *
   * <p>At a kink, any subgradient.
   */
  double derivative(double x);

  /**
   * The pre-activations at which {@link #value} has no derivative.
   *
   * @return empty unless overridden
   */
  default double[] kinks() {
    return new double[0];
  }

  @Override
  default void forward(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = (float) value(x[i]);
    }
  }

  @Override
  default void backward(float[] x, float[] y, float[] gradient, int from, int to) {
    for (int i = from; i < to; i++) {
      gradient[i] = (float) (gradient[i] * derivative(x[i]));
    }
  }

  @Override
  default boolean isPointwise() {
    return true;
  }
}
