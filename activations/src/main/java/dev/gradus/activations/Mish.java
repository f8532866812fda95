package dev.gradus.activations;

import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;

/**
 * The pre-activation times the hyperbolic tangent of its {@link Softplus}.
 *
 * <p>Much like {@link Silu}, a little smoother still.
 */
@Plugin(
    name = "mish",
    summary = "A smooth relu with a dip below 0. For hidden layers of deep networks.",
    formula = "f(x) = x tanh(log(1 + exp(x)))",
    reference = "D. Misra, Mish: A Self Regularized Non-Monotonic Activation Function, 2019")
public record Mish() implements PointwiseActivation {

  @Override
  public double value(double x) {
    return x * Math.tanh(softplus(x));
  }

  @Override
  public double derivative(double x) {
    // tanh(s) + x sigmoid(x)/cosh²(s), s = softplus(x)
    double s = softplus(x);
    double cosh = Math.cosh(s);
    return Math.tanh(s) + x / (1 + Math.exp(-x)) / cosh / cosh;
  }

  @Override
  public String initializer() {
    return "he-uniform";
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }
}
