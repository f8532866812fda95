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
   * @param to where it ends, excluded. The slice is one row, that is, all units of the layer for
   *     one example, or, if {@link #isPointwise()}, any stretch of the array
   */
  void forward(float[] x, float[] y, int from, int to);

  /**
   * Turns dL/dy into dL/dx for a slice.
   *
   * @param x the input of {@link #forward}; not modified
   * @param y its output; not modified
   * @param gradient dL/dy, overwritten with dL/dx, from index {@code from} to {@code to}
   * @param from where the slice begins
   * @param to where it ends, excluded; as in {@link #forward}
   */
  void backward(float[] x, float[] y, float[] gradient, int from, int to);

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
