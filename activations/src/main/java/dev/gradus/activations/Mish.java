package dev.gradus.activations;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.FloatMath;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;

/**
 * The pre-activation times the hyperbolic tangent of its {@link Softplus}.
 *
 * <p>Similar to {@link Silu}, and slightly smoother.
 */
@Plugin(
    name = "mish",
    summary = "A smooth relu with a dip below 0. For hidden layers of deep networks.",
    formula = "f(x) = x tanh(log(1 + exp(x)))",
    reference = "D. Misra, Mish: A Self Regularized Non-Monotonic Activation Function, 2019")
public record Mish() implements PointwiseActivation {

  /** Above this, it equals x to the last digit of a float. */
  private static final float END = 20;

  @Override
  public double value(double x) {
    return x * StrictMath.tanh(softplus(x));
  }

  @Override
  public double derivative(double x) {
    // tanh(s) + x sigmoid(x)/cosh²(s), s = softplus(x)
    double s = softplus(x);
    double cosh = StrictMath.cosh(s);
    return StrictMath.tanh(s) + x / (1 + DoubleMath.exp(-x)) / cosh / cosh;
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of(
        "np.tanh(np.log1p(np.exp(z))) + z / (1 + np.exp(-z)) / np.cosh(np.log1p(np.exp(z)))**2");
  }

  @Override
  public void forward(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      // tanh(log(1 + e)) = w/(w + 2), e = exp(x), w = e (e + 2)
      float e = FloatMath.exp(Math.min(x[i], END));
      float w = e * (e + 2);
      y[i] = x[i] > END ? x[i] : x[i] * (w / (w + 2));
    }
  }

  @Override
  public void backward(float[] x, float[] y, float[] gradient, int from, int to) {
    for (int i = from; i < to; i++) {
      // w/(w + 2), and its derivative 4 e (e + 1)/(w + 2)²
      float e = FloatMath.exp(Math.min(x[i], END));
      float w = e * (e + 2);
      float slope = 4 * e * (e + 1) / ((w + 2) * (w + 2));
      gradient[i] *= x[i] > END ? 1 : w / (w + 2) + x[i] * slope;
    }
  }

  @Override
  public String initializer() {
    return "he-uniform";
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + StrictMath.log1p(DoubleMath.exp(-Math.abs(x)));
  }
}
