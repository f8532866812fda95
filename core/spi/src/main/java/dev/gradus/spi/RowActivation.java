package dev.gradus.spi;

/**
 * An activation that relates the units of a layer to each other, as softmax does.
 *
 * <p>Both methods are in {@code double}, for one example, and are what networks call; the {@code
 * float} forms follow from them. An activation for the hidden layers of large networks may
 * implement {@link Activation} itself, for speed.
 */
public interface RowActivation extends Activation {

  /**
   * Computes y = f(x) for one example.
   *
   * @param x the pre-activations of all units; not modified
   * @param y of the same length; overwritten
   */
  void forward(double[] x, double[] y);

  /**
   * Turns dL/dy into dL/dx for one example: the product with the transposed Jacobian of f.
   *
   * @param x the pre-activations; not modified
   * @param y the outputs of {@link #forward(double[], double[])}; not modified
   * @param gradient dL/dy, overwritten with dL/dx
   */
  void backward(double[] x, double[] y, double[] gradient);

  /** Whether f has a derivative everywhere within {@code radius} of x; true unless overridden. */
  default boolean isSmoothAround(double[] x, double radius) {
    return true;
  }

  @Override
  default void forward(float[] x, float[] y, int from, int to) {
    double[] out = new double[to - from];
    forward(widen(x, from, to), out);
    narrow(out, y, from);
  }

  @Override
  default void backward(float[] x, float[] y, float[] gradient, int from, int to) {
    double[] g = widen(gradient, from, to);
    backward(widen(x, from, to), widen(y, from, to), g);
    narrow(g, gradient, from);
  }

  private static double[] widen(float[] values, int from, int to) {
    double[] wide = new double[to - from];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[from + i];
    }
    return wide;
  }

  private static void narrow(double[] wide, float[] values, int from) {
    for (int i = 0; i < wide.length; i++) {
      values[from + i] = (float) wide[i];
    }
  }
}
