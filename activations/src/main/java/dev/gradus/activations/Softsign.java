package dev.gradus.activations;

import dev.gradus.spi.Interval;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;

/** Like {@link Tanh}, but approaches -1 and 1 slowly, so it saturates less. */
@Plugin(
    name = "softsign",
    summary = "From -1 to 1, saturating slowly. For hidden layers of small networks.",
    formula = "f(x) = x/(1 + |x|)",
    reference =
        "J. Bergstra, G. Desjardins, P. Lamblin, Y. Bengio, Quadratic Polynomials Learn Better Image Features, 2009")
public record Softsign() implements PointwiseActivation {

  @Override
  public double value(double x) {
    return x / (1 + Math.abs(x));
  }

  @Override
  public double derivative(double x) {
    double size = 1 + Math.abs(x);
    return 1 / size / size;
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("1 / (1 + np.abs(z))**2");
  }

  @Override
  public Interval outputs() {
    return Interval.closed(-1, 1);
  }
}
