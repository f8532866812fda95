package dev.gradus.activations;

import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;

/**
 * The pre-activation if it is above a threshold, and a constant otherwise.
 *
 * <p>With its defaults, both 0, it is {@link Relu}. At the threshold the derivative is 0. PyTorch
 * has no defaults.
 */
@Plugin(
    name = "threshold",
    summary = "The identity above a threshold, and a constant elsewhere.",
    formula = "f(x) = x if x > threshold, else value",
    reference =
        "K. Fukushima, Visual Feature Extraction by a Multilayered Network of Analog Threshold Elements, 1969")
public record Threshold(
    @Option("the threshold for pre-activations") double threshold,
    @Option("the output for all other pre-activations") double value)
    implements PointwiseActivation {

  /** Creates an instance with threshold and value 0. */
  public Threshold() {
    this(0, 0);
  }

  public Threshold {
    Options.check(Threshold.class, threshold, value);
  }

  @Override
  public double value(double x) {
    return x <= threshold ? value : x;
  }

  @Override
  public double derivative(double x) {
    return x > threshold ? 1 : 0;
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("z > threshold").where("threshold", threshold);
  }

  @Override
  public double[] kinks() {
    return new double[] {threshold};
  }
}
