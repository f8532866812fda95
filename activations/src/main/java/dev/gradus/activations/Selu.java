package dev.gradus.activations;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.FloatMath;
import dev.gradus.spi.Interval;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;

/**
 * {@link Elu} with the two constants that keep mean 0 and variance 1 from layer to layer.
 *
 * <p>This requires weights from {@code lecun-normal}, which is its default, standardised inputs
 * and, if any, {@code alpha-dropout}. At 0 the derivative is that from below, as in PyTorch.
 */
@Plugin(
    name = "selu",
    summary = "Keeps mean 0 and variance 1 from layer to layer. For deep networks of dense layers.",
    formula =
        "f(x) = L x if x > 0, else L A (exp(x) - 1), L = 1.0507009873554805, A = 1.6732632423543772",
    reference =
        "G. Klambauer, T. Unterthiner, A. Mayr, S. Hochreiter, Self-Normalizing Neural Networks, 2017")
public record Selu() implements PointwiseActivation {

  private static final double L = 1.0507009873554805;
  private static final double A = 1.6732632423543772;
  private static final float SCALE = (float) L;
  private static final float SCALED = (float) (L * A);

  @Override
  public double value(double x) {
    return x > 0 ? L * x : L * A * StrictMath.expm1(x);
  }

  @Override
  public double derivative(double x) {
    return x > 0 ? L : L * A * DoubleMath.exp(x);
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of(
        "1.0507009873554805 * np.where(z > 0, 1, 1.6732632423543772 * np.exp(z))");
  }

  @Override
  public void forward(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = x[i] > 0 ? SCALE * x[i] : SCALED * FloatMath.expm1(x[i]);
    }
  }

  @Override
  public void backward(float[] x, float[] y, float[] gradient, int from, int to) {
    for (int i = from; i < to; i++) {
      gradient[i] *= x[i] > 0 ? SCALE : SCALED * FloatMath.exp(x[i]);
    }
  }

  @Override
  public double[] kinks() {
    return new double[] {0};
  }

  @Override
  public Interval outputs() {
    return Interval.atLeast(-L * A);
  }

  @Override
  public String initializer() {
    return "lecun-normal";
  }
}
