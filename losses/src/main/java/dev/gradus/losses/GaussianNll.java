package dev.gradus.losses;

import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseLoss;

/**
 * The negative log-likelihood of a target around its predicted mean, with a given variance, without
 * the constant log(2 pi)/2.
 *
 * <p>It teaches what {@link MeanSquaredError} teaches, with the gradient scaled by 1/(2 variance);
 * its value can be compared with other likelihoods. PyTorch has the same form and takes the
 * variance as an input.
 */
@Plugin(
    name = "gaussian-nll",
    summary =
        "How unlikely a target is around its predicted mean. For comparing with other likelihoods.",
    formula = "L = 1/K sum_k (log variance + (p_k - t_k)^2/variance)/2",
    reference =
        "D. A. Nix, A. S. Weigend, Estimating the Mean and Variance of the Target Probability Distribution, 1994")
public record GaussianNll(
    @Option(value = "the variance of targets around their mean", above = 0) double variance)
    implements PointwiseLoss {

  /** With variance 1. */
  public GaussianNll() {
    this(1);
  }

  /** Checks that the variance is above 0. */
  public GaussianNll {
    Options.check(GaussianNll.class, variance);
  }

  @Override
  public double value(double prediction, double target) {
    // (log σ² + e²/σ²)/2
    double error = prediction - target;
    return (Math.log(variance) + error * error / variance) / 2;
  }

  @Override
  public double derivative(double prediction, double target) {
    // e/σ²
    return (prediction - target) / variance;
  }
}
