package dev.gradus.losses;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseLoss;

/**
 * The logarithm of the hyperbolic cosine of the error: half its square near the target, its
 * absolute value minus log 2 further away, and smooth everywhere in between.
 *
 * <p>Like {@link Huber} with delta 1, but smooth, and without an option for the transition, which
 * is at an error of about 1 in the scaled target: one standard deviation for a standardised target,
 * and 1 in the unit of the target with {@code scale: none}. It is computed as |e| + log(1 +
 * exp(-2|e|)) - log 2, which does not overflow; near 0, where that would lose digits, as log(1 +
 * sinh²(e))/2. Keras and optax have the same.
 */
@Plugin(
    name = "log-cosh",
    summary =
        "Half the squared error near the target, the absolute error further away. A smooth "
            + "huber.",
    formula = "L = 1/K sum_k log(cosh(p_k - t_k))",
    reference =
        "P. J. Green, Bayesian Reconstructions from Emission Tomography Data Using a Modified EM Algorithm, 1990")
public record LogCosh() implements PointwiseLoss {

  private static final double LOG_2 = DoubleMath.log(2);

  @Override
  public double value(double prediction, double target) {
    // log((exp(e) + exp(-e))/2)
    double size = Math.abs(prediction - target);
    if (size < 1) {
      double sinh = StrictMath.sinh(size);
      return StrictMath.log1p(sinh * sinh) / 2;
    }
    return size + StrictMath.log1p(DoubleMath.exp(-2 * size)) - LOG_2;
  }

  @Override
  public double derivative(double prediction, double target) {
    // tanh(e)
    return StrictMath.tanh(prediction - target);
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("np.tanh(a - y)");
  }
}
