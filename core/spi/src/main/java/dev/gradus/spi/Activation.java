package dev.gradus.spi;

/**
 * The non-linearity applied to a unit's pre-activation.
 *
 * <p>Most activations apply the same function to each unit: they implement {@link
 * PointwiseActivation}. An activation that relates the units of a layer to each other, as softmax
 * does, implements {@link RowActivation}. Implement this interface itself to work on {@code float}
 * arrays directly.
 */
public interface Activation {

  /**
   * Computes y = f(x) for a slice.
   *
   * @param x the pre-activations; not modified
   * @param y overwritten from index {@code from} to {@code to}
   * @param from where the slice begins
   * @param to where it ends, exclusive. The slice is one row, that is, all units of the layer for
   *     one example, or, if {@link #isPointwise()}, any range of the array
   */
  void forward(float[] x, float[] y, int from, int to);

  /**
   * Turns dL/dy into dL/dx for a slice.
   *
   * @param x the input of {@link #forward}; not modified
   * @param y its output; not modified
   * @param gradient dL/dy, overwritten with dL/dx, from index {@code from} to {@code to}
   * @param from where the slice begins
   * @param to where it ends, exclusive; as in {@link #forward}
   */
  void backward(float[] x, float[] y, float[] gradient, int from, int to);

  /**
   * The backward pass as a line of numpy.
   *
   * <p>For a pointwise activation, the derivative da/dz as an expression in the outputs {@code a}
   * and the pre-activations {@code z}, such as {@code a * (1 - a)}. For any other, dL/dz as an
   * expression in {@code a}, {@code z} and {@code d_A}, which is dL/da. It is checked against
   * {@link #backward}.
   *
   * @return none unless overridden
   * @since 1.3
   */
  default NumpyExpression derivativeInNumpy() {
    return NumpyExpression.none("it does not state its derivative as an expression");
  }

  /** Whether each output depends on the input at its own index alone. */
  default boolean isPointwise() {
    return false;
  }

  /** Whether the outputs of a row are probabilities that add up to 1; false unless overridden. */
  default boolean givesDistribution() {
    return false;
  }

  /** The range that outputs lie in; all finite numbers unless overridden. */
  default Interval outputs() {
    return Interval.REAL;
  }

  /**
   * The name of the default initializer for the weights that feed this activation; {@code
   * glorot-uniform} unless overridden.
   */
  default String initializer() {
    return "glorot-uniform";
  }
}
