package dev.gradus.testkit;

import dev.gradus.check.BrokenClaim;
import dev.gradus.spi.Initializer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;

/** The tests for an {@link Initializer}. */
public final class InitializerConformance {

  /** The seed of the weights that are drawn. */
  private static final long SEED = 20_260_101;

  /** The minimum number of weights that are drawn for the statistics. */
  private static final int DRAWS = 20_000;

  /** The tolerance for a statistic, in standard errors. */
  private static final double STANDARD_ERRORS = 5;

  private InitializerConformance() {}

  /** Tests for the given initializers, one container each. */
  public static Stream<DynamicNode> of(Initializer... initializers) {
    return of(Arrays.stream(initializers));
  }

  /** Tests for the given initializers, one container each. */
  public static Stream<DynamicNode> of(Stream<? extends Initializer> initializers) {
    return initializers.map(Nodes::of);
  }

  /**
   * The required statistics of an initializer's weights.
   *
   * @param fanIn the number of inputs
   * @param fanOut the number of units
   * @param low the lower bound of all weights; may be infinite
   * @param high the upper bound of all weights; may be infinite
   * @param kurtosis of the distribution: 1.8 uniform, 3 normal
   */
  public record Moments(
      int fanIn,
      int fanOut,
      double mean,
      double variance,
      double low,
      double high,
      double kurtosis) {}

  /** The test that many drawn weights have the required moments. */
  public static DynamicNode distribution(Initializer initializer, Moments expected) {
    String name =
        "%s [%s, %s]"
            .formatted(BrokenClaim.nameOf(initializer), expected.fanIn(), expected.fanOut());
    return Nodes.of(name, () -> checkMoments(initializer, expected));
  }

  private static void checkMoments(Initializer initializer, Moments expected) {
    int size = expected.fanIn() * expected.fanOut();
    SplittableRandom random = new SplittableRandom(SEED);
    long n = 0;
    double sum = 0;
    double squares = 0;
    while (n < DRAWS) {
      float[] weights = new float[size];
      initializer.fill(weights, expected.fanIn(), expected.fanOut(), random.split());
      for (float weight : weights) {
        if (weight < (float) expected.low() || weight > (float) expected.high()) {
          throw new BrokenClaim(initializer, "gives " + weight + ", outside of its ends");
        }
        sum += weight;
        squares += (weight - expected.mean()) * (weight - expected.mean());
      }
      n += size;
    }
    double meanError = STANDARD_ERRORS * Math.sqrt(expected.variance() / n);
    double varianceError = STANDARD_ERRORS * Math.sqrt((expected.kurtosis() - 1) / n);
    if (Math.abs(sum / n - expected.mean()) > meanError) {
      throw new BrokenClaim(
          initializer, "the mean of " + n + " weights is " + sum / n + ", not " + expected.mean());
    }
    if (Math.abs(squares / n / expected.variance() - 1) > varianceError) {
      throw new BrokenClaim(
          initializer,
          "the variance of " + n + " weights is " + squares / n + ", not " + expected.variance());
    }
  }
}
