package dev.gradus.activations;

import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;

/**
 * A {@link Silu} that is piecewise a parabola and two straight lines.
 *
 * <p>At -3 and 3 the derivative is that of the parabola.
 */
@Plugin(
    name = "hard-swish",
    summary =
        "A silu without exponentials. For networks that must be fast or run in low precision.",
    formula = "f(x) = x min(max(x + 3, 0), 6)/6",
    reference = "A. Howard et al., Searching for MobileNetV3, 2019")
public record HardSwish() implements PointwiseActivation {

  private static final double END = 3;

  @Override
  public double value(double x) {
    return x * Math.min(Math.max(x + END, 0), 2 * END) / (2 * END);
  }

  @Override
  public double derivative(double x) {
    if (Math.abs(x) > END) {
      return x > 0 ? 1 : 0;
    }
    return x / END + 0.5;
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("np.where(np.abs(z) <= 3, z / 3 + 0.5, z > 0)");
  }

  @Override
  public double[] kinks() {
    return new double[] {-END, END};
  }

  @Override
  public String initializer() {
    return "he-uniform";
  }
}
