package dev.gradus.activations;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.FloatMath;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Option;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;
import java.util.Objects;

/**
 * The pre-activation times the probability that a standard normal variable is below it.
 *
 * <p>A smooth {@link Relu} with a small dip below 0, common in transformers. The exact form, with
 * the error function, is the default, as in PyTorch and Keras; {@code approximate: tanh} is the
 * form of the paper that needs no error function, the default of JAX. They differ by less than
 * 0.0005.
 */
@Plugin(
    name = "gelu",
    summary = "A smooth relu with a small dip below 0. For hidden layers of deep networks.",
    formula =
        "f(x) = x (1 + erf(x/sqrt(2)))/2; with approximate: tanh, f(x) = x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3)))/2",
    reference = "D. Hendrycks, K. Gimpel, Gaussian Error Linear Units (GELUs), 2016")
public record Gelu(@Option("how the error function is approximated") Approximation approximate)
    implements PointwiseActivation {

  private static final double CUBIC = 0.044715;
  private static final double SCALE = Math.sqrt(2 / Math.PI);
  private static final double SQRT_2 = Math.sqrt(2);
  private static final double SQRT_2_PI = Math.sqrt(2 * Math.PI);

  /** How the normal distribution function is computed. */
  public enum Approximation {
    /** Exactly, with the error function. */
    NONE,
    /** Approximately, with a hyperbolic tangent. */
    TANH
  }

  public Gelu {
    Objects.requireNonNull(approximate, "approximate");
  }

  /** Creates the exact form. */
  public Gelu() {
    this(Approximation.NONE);
  }

  @Override
  public double value(double x) {
    return isExact() ? x * below(x) : x * (1 + StrictMath.tanh(inner(x))) / 2;
  }

  @Override
  public double derivative(double x) {
    if (isExact()) {
      return below(x) + x * DoubleMath.exp(-x * x / 2) / SQRT_2_PI;
    }
    double u = inner(x);
    double cosh = StrictMath.cosh(u);
    return (1 + StrictMath.tanh(u)) / 2 + x / cosh / cosh * innerDerivative(x) / 2;
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    if (isExact()) {
      return NumpyExpression.none("it needs the error function, which numpy does not have");
    }
    String u = "np.tanh(0.7978845608028654 * (z + 0.044715 * z**3))";
    return NumpyExpression.of(
        "(1 + %s) / 2 + z * (1 - %s**2) * 0.3989422804014327 * (1 + 0.134145 * z**2)"
            .formatted(u, u));
  }

  @Override
  public void forward(float[] x, float[] y, int from, int to) {
    if (isExact()) {
      for (int i = from; i < to; i++) {
        y[i] = x[i] * FloatMath.normal(x[i]);
      }
      return;
    }
    // (1 + tanh(u))/2 = sigmoid(2u)
    for (int i = from; i < to; i++) {
      y[i] = x[i] * FloatMath.sigmoid((float) (2 * inner(x[i])));
    }
  }

  @Override
  public void backward(float[] x, float[] y, float[] gradient, int from, int to) {
    if (isExact()) {
      for (int i = from; i < to; i++) {
        gradient[i] *= FloatMath.normal(x[i]) + x[i] * FloatMath.normalDerivative(x[i]);
      }
      return;
    }
    for (int i = from; i < to; i++) {
      float twice = (float) (2 * inner(x[i]));
      double slope = 2 * innerDerivative(x[i]) * FloatMath.sigmoidDerivative(twice);
      gradient[i] *= (float) (FloatMath.sigmoid(twice) + x[i] * slope);
    }
  }

  private boolean isExact() {
    return approximate == Approximation.NONE;
  }

  /** The probability that a standard normal number is below x. */
  private static double below(double x) {
    return DoubleMath.erfc(-x / SQRT_2) / 2;
  }

  private static double inner(double x) {
    return SCALE * (x + CUBIC * x * x * x);
  }

  private static double innerDerivative(double x) {
    return SCALE * (1 + 3 * CUBIC * x * x);
  }

  @Override
  public String initializer() {
    return "he-uniform";
  }
}
