package dev.gradus.optimizers.initializers;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.Initializer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Normal weights, redrawn while they are outside two bounds.
 *
 * <p>Truncated at two standard deviations, the default, their actual standard deviation is 0.88
 * times the given one, as in Keras. The default of 0.05 is that of Keras too; PyTorch has 1, and
 * bounds of -2 and 2.
 */
@Plugin(
    name = "truncated-normal",
    summary = "Normal weights without outliers, whatever the size of the layer.",
    formula = "N(mean, stddev^2), redrawn outside [low, high]",
    reference = "C. P. Robert, Simulation of Truncated Normal Variables, 1995")
public record TruncatedNormal(
    @Option("the mean of the weights before truncation") double mean,
    @Option(value = "their standard deviation before truncation", above = 0, formerly = "deviation")
        double stddev,
    @Option("the lower bound; if left out, two standard deviations below the mean")
        Optional<Double> low,
    @Option("the upper bound; if left out, two standard deviations above the mean")
        Optional<Double> high)
    implements Initializer {

  private static final double CUT = 2;

  /**
   * Creates an instance with mean 0 and standard deviation 0.05, cut at two standard deviations.
   */
  public TruncatedNormal() {
    this(0, 0.05, Optional.empty(), Optional.empty());
  }

  /** Checks that the bounds are in order. */
  public TruncatedNormal {
    Options.check(TruncatedNormal.class, mean, stddev, low, high);
    double lowest = low.orElse(mean - CUT * stddev);
    double highest = high.orElse(mean + CUT * stddev);
    if (lowest >= highest) {
      throw new IllegalArgumentException(
          "low must be below high, but they are " + lowest + " and " + highest);
    }
  }

  @Override
  public void fill(float[] weights, int fanIn, int fanOut, RandomGenerator random) {
    double lowest = (low.orElse(mean - CUT * stddev) - mean) / stddev;
    double highest = (high.orElse(mean + CUT * stddev) - mean) / stddev;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (mean + stddev * draw(lowest, highest, random));
    }
  }

  /** A standard normal number between two bounds. */
  private static double draw(double low, double high, RandomGenerator random) {
    if (low <= 0 && high >= 0 && high - low >= CUT) {
      // At least four normal numbers in ten fall between such bounds.
      double z = random.nextGaussian();
      while (z < low || z > high) {
        z = random.nextGaussian();
      }
      return z;
    }
    // Rejection sampling: a uniform number is accepted with its density relative to the maximum in
    // the range.
    double densest = Math.max(low, Math.min(0, high));
    double z = low + (high - low) * random.nextDouble();
    while (random.nextDouble() > DoubleMath.exp((densest * densest - z * z) / 2)) {
      z = low + (high - low) * random.nextDouble();
    }
    return z;
  }
}
