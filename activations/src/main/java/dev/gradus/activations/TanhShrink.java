package dev.gradus.activations;

import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;

/** The pre-activation minus its {@link Tanh}: close to 0 near 0, and off by 1 far from it. */
@Plugin(
    name = "tanh-shrink",
    summary = "Shrinks values near 0. For sparse codes.",
    formula = "f(x) = x - tanh(x)",
    reference =
        "R. Collobert, K. Kavukcuoglu, C. Farabet, Torch7: A Matlab-like Environment for Machine Learning, 2011")
public record TanhShrink() implements PointwiseActivation {

  @Override
  public double value(double x) {
    return x - StrictMath.tanh(x);
  }

  @Override
  public double derivative(double x) {
    double tanh = StrictMath.tanh(x);
    return tanh * tanh;
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("np.tanh(z)**2");
  }
}
