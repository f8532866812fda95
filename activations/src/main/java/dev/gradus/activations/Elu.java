package dev.gradus.activations;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.FloatMath;
import dev.gradus.spi.Interval;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;

/**
 * {@link Relu} that approaches -alpha below 0, so that the mean of its outputs is near 0.
 *
 * <p>alpha 1, the default of the paper and of Keras, PyTorch and JAX, makes it smooth at 0. At 0
 * the derivative is alpha.
 */
@Plugin(
    name = "elu",
    summary = "Like relu, but approaches -alpha below 0. For hidden layers.",
    formula = "f(x) = x if x > 0, else alpha (exp(x) - 1)",
    reference =
        "D.-A. Clevert, T. Unterthiner, S. Hochreiter, Fast and Accurate Deep Network Learning by Exponential Linear Units (ELUs), 2016")
public record Elu(
    @Option(value = "the size of the largest negative output", above = 0) double alpha)
    implements PointwiseActivation {

  /** Creates an instance with alpha 1. */
  public Elu() {
    this(1);
  }

  public Elu {
    Options.check(Elu.class, alpha);
  }

  @Override
  public double value(double x) {
    return x > 0 ? x : alpha * StrictMath.expm1(x);
  }

  @Override
  public double derivative(double x) {
    return x > 0 ? 1 : alpha * DoubleMath.exp(x);
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("np.where(z > 0, 1, alpha * np.exp(z))").where("alpha", alpha);
  }

  @Override
  public void forward(float[] x, float[] y, int from, int to) {
    float a = (float) alpha;
    for (int i = from; i < to; i++) {
      y[i] = x[i] > 0 ? x[i] : a * FloatMath.expm1(x[i]);
    }
  }

  @Override
  public void backward(float[] x, float[] y, float[] gradient, int from, int to) {
    float a = (float) alpha;
    for (int i = from; i < to; i++) {
      gradient[i] *= x[i] > 0 ? 1 : a * FloatMath.exp(x[i]);
    }
  }

  @Override
  public double[] kinks() {
    return alpha == 1 ? new double[0] : new double[] {0};
  }

  @Override
  public Interval outputs() {
    return Interval.atLeast(-alpha);
  }

  @Override
  public String initializer() {
    return "he-uniform";
  }
}
