package dev.gradus.activations;

import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;

/**
 * Like {@link Relu}, but negative pre-activations keep a small slope, so that no unit stops
 * learning forever.
 *
 * <p>The default slope, 0.01, is that of the paper, PyTorch and JAX; Keras has 0.3. At 0 the
 * derivative is the slope.
 */
@Plugin(
    name = "leaky-relu",
    summary =
        "Like relu, with a small slope below 0, so that no unit stops learning. For hidden "
            + "layers.",
    formula = "f(x) = x if x > 0, else negative-slope x",
    reference =
        "A. L. Maas, A. Y. Hannun, A. Y. Ng, Rectifier Nonlinearities Improve Neural Network Acoustic Models, 2013")
public record LeakyRelu(
    @Option(value = "the slope below 0", min = 0, below = 1, formerly = "slope")
        double negativeSlope)
    implements PointwiseActivation {

  /** Creates an instance with slope 0.01. */
  public LeakyRelu() {
    this(0.01);
  }

  public LeakyRelu {
    Options.check(LeakyRelu.class, negativeSlope);
  }

  @Override
  public double value(double x) {
    return x > 0 ? x : negativeSlope * x;
  }

  @Override
  public double derivative(double x) {
    return x > 0 ? 1 : negativeSlope;
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("np.where(z > 0, 1, negative_slope)")
        .where("negative_slope", negativeSlope);
  }

  @Override
  public double[] kinks() {
    return new double[] {0};
  }

  @Override
  public String initializer() {
    return "he-uniform";
  }
}
