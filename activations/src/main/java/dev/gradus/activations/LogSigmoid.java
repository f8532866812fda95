package dev.gradus.activations;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.Interval;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;

/** The logarithm of {@link Sigmoid}, computed without overflow or loss of digits. */
@Plugin(
    name = "log-sigmoid",
    summary = "The logarithm of a probability. For outputs that are log-probabilities.",
    formula = "f(x) = -log(1 + exp(-x))",
    reference = "C. M. Bishop, Pattern Recognition and Machine Learning, 2006, chapter 4")
public record LogSigmoid() implements PointwiseActivation {

  @Override
  public double value(double x) {
    return Math.min(x, 0) - StrictMath.log1p(DoubleMath.exp(-Math.abs(x)));
  }

  @Override
  public double derivative(double x) {
    // sigmoid(-x)
    return 1 / (1 + DoubleMath.exp(x));
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("1 / (1 + np.exp(z))");
  }

  @Override
  public Interval outputs() {
    return new Interval(Double.NEGATIVE_INFINITY, false, 0, true);
  }
}
