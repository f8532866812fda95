package dev.gradus.activations;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.FloatMath;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;

/**
 * The pre-activation times its {@link Sigmoid}: a smooth {@link Relu} with a dip below 0.
 *
 * <p>The larger beta is, the closer it is to relu; 1 is the default of the papers, Keras, PyTorch
 * and JAX.
 */
@Plugin(
    name = "silu",
    aliases = {"swish"},
    summary = "A smooth relu with a dip below 0. For hidden layers of deep networks.",
    formula = "f(x) = x/(1 + exp(-beta x))",
    reference =
        "S. Elfwing, E. Uchibe, K. Doya, Sigmoid-Weighted Linear Units for Neural Network Function Approximation in Reinforcement Learning, 2018; beta: P. Ramachandran, B. Zoph, Q. V. Le, Searching for Activation Functions, 2017")
public record Silu(@Option(value = "the sharpness of the bend", above = 0) double beta)
    implements PointwiseActivation {

  /** Creates an instance with beta 1. */
  public Silu() {
    this(1);
  }

  public Silu {
    Options.check(Silu.class, beta);
  }

  @Override
  public double value(double x) {
    return x * sigmoid(beta * x);
  }

  @Override
  public double derivative(double x) {
    // s + βx s (1 - s)
    return sigmoid(beta * x) + beta * x * sigmoid(beta * x) * sigmoid(-beta * x);
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("(1 + beta * z / (1 + np.exp(beta * z))) / (1 + np.exp(-beta * z))")
        .where("beta", beta);
  }

  @Override
  public void forward(float[] x, float[] y, int from, int to) {
    float b = (float) beta;
    for (int i = from; i < to; i++) {
      y[i] = b * x[i];
    }
    FloatMath.sigmoid(y, y, from, to);
    for (int i = from; i < to; i++) {
      y[i] *= x[i];
    }
  }

  @Override
  public void backward(float[] x, float[] y, float[] gradient, int from, int to) {
    float b = (float) beta;
    for (int i = from; i < to; i++) {
      // s + βx s (1 - s), where one of s and 1 - s is e/(1 + e), and the other 1/(1 + e)
      float scaled = b * x[i];
      float e = FloatMath.exp(-Math.abs(scaled));
      float large = 1 / (1 + e);
      float small = e / (1 + e);
      float s = scaled > 0 ? large : small;
      float rest = scaled > 0 ? small : large;
      gradient[i] *= s + b * s * (x[i] * rest);
    }
  }

  @Override
  public String initializer() {
    return "he-uniform";
  }

  private static double sigmoid(double x) {
    return 1 / (1 + DoubleMath.exp(-x));
  }
}
