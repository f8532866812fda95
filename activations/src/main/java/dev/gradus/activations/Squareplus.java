package dev.gradus.activations;

import dev.gradus.spi.Interval;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;

/**
 * A smooth {@link Relu} without an exponential: a hyperbola.
 *
 * <p>The larger b is, the wider is the bend; with 0 it would be relu. The default of 4 makes the
 * value at 0 equal to 1; it is JAX's.
 */
@Plugin(
    name = "squareplus",
    summary =
        "A smooth relu without exponentials, positive everywhere. For outputs that are positive.",
    formula = "f(x) = (x + sqrt(x^2 + b))/2",
    reference = "J. T. Barron, Squareplus: A Softplus-Like Algebraic Rectifier, 2021")
public record Squareplus(@Option(value = "the width of the bend", above = 0) double b)
    implements PointwiseActivation {

  /** Creates an instance with b 4. */
  public Squareplus() {
    this(4);
  }

  public Squareplus {
    Options.check(Squareplus.class, b);
  }

  @Override
  public double value(double x) {
    // Below 0, the same as b/(2 (root - x)), which loses no digits
    double root = Math.sqrt(x * x + b);
    return x < 0 ? b / (root - x) / 2 : (x + root) / 2;
  }

  @Override
  public double derivative(double x) {
    return (1 + x / Math.sqrt(x * x + b)) / 2;
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("(1 + z / np.sqrt(z**2 + b)) / 2").where("b", b);
  }

  @Override
  public Interval outputs() {
    return Interval.atLeast(0);
  }
}
