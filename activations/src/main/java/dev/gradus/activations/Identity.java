package dev.gradus.activations;

import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;

/** No activation, for a last layer that predicts numbers of any size. */
@Plugin(
    name = "identity",
    aliases = {"linear"},
    summary = "The pre-activation itself. For the last layer of a regression.",
    formula = "f(x) = x")
public record Identity() implements PointwiseActivation {

  @Override
  public double value(double x) {
    return x;
  }

  @Override
  public double derivative(double x) {
    return 1;
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("1");
  }
}
