package dev.gradus.testkit;

import dev.gradus.spi.Initializer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;

/** What an {@link Initializer} has to pass. */
public final class InitializerConformance {

  /** How many weights are drawn at least for the statistics. */
  private static final int DRAWS = 20_000;

  /** How many standard errors a statistic may be off. */
  private static final double STANDARD_ERRORS = 5;

  private InitializerConformance() {}

  /** The tests of some initializers: a container each. */
  public static Stream<DynamicNode> of(Initializer... initializers) {
    return of(Arrays.stream(initializers));
  }

  /** The tests of some initializers: a container each. */
  public static Stream<DynamicNode> of(Stream<? extends Initializer> initializers) {
    return initializers.map(initializer -> Nodes.of(claims(initializer)));
  }

  static Claims claims(Initializer initializer) {
    return new Claims(initializer)
        .that(
            "it fills every weight, or refuses the shape with a sentence",
            () -> checkFills(initializer))
        .that("the same seed gives the same weights", () -> checkSeed(initializer))
        .thatEveryOptionCounts(other -> behaviour((Initializer) other));
  }

  /**
   * What the weights of an initializer have to look like.
   *
   * @param fanIn the number of inputs
   * @param fanOut the number of units
   * @param low no weight may be below; may be infinite
   * @param high no weight may be above; may be infinite
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

  /** The test that many drawn weights have the moments they should have. */
  public static DynamicNode distribution(Initializer initializer, Moments expected) {
    String name =
        "%s [%s, %s]".formatted(Claims.nameOf(initializer), expected.fanIn(), expected.fanOut());
    return Nodes.of(name, () -> checkMoments(initializer, expected));
  }

  /** Some weights; none for a shape that is refused. */
  private static double[] behaviour(Initializer initializer) {
    float[] weights = new float[12];
    try {
      initializer.fill(weights, 3, 4, new SplittableRandom(Samples.SEED));
    } catch (IllegalArgumentException e) {
      return new double[0];
    }
    double[] wide = new double[weights.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = weights[i];
    }
    return wide;
  }

  private static void checkMoments(Initializer initializer, Moments expected) {
    int size = expected.fanIn() * expected.fanOut();
    SplittableRandom random = new SplittableRandom(Samples.SEED);
    long n = 0;
    double sum = 0;
    double squares = 0;
    while (n < DRAWS) {
      float[] weights = new float[size];
      initializer.fill(weights, expected.fanIn(), expected.fanOut(), random.split());
      for (float weight : weights) {
        if (weight < (float) expected.low() || weight > (float) expected.high()) {
          throw Claims.failure(initializer, "gives " + weight + ", outside of its ends");
        }
        sum += weight;
        squares += (weight - expected.mean()) * (weight - expected.mean());
      }
      n += size;
    }
    double meanError = STANDARD_ERRORS * Math.sqrt(expected.variance() / n);
    double varianceError = STANDARD_ERRORS * Math.sqrt((expected.kurtosis() - 1) / n);
    if (Math.abs(sum / n - expected.mean()) > meanError) {
      throw Claims.failure(
          initializer, "the mean of " + n + " weights is " + sum / n + ", not " + expected.mean());
    }
    if (Math.abs(squares / n / expected.variance() - 1) > varianceError) {
      throw Claims.failure(
          initializer,
          "the variance of " + n + " weights is " + squares / n + ", not " + expected.variance());
    }
  }

  private static void checkFills(Initializer initializer) {
    float[] weights = new float[12];
    Arrays.fill(weights, Float.NaN);
    try {
      initializer.fill(weights, 3, 4, new SplittableRandom(Samples.SEED));
    } catch (IllegalArgumentException e) {
      if (String.valueOf(e.getMessage()).length() < 20) {
        throw new AssertionError(
            Claims.nameOf(initializer) + " refuses a shape without a sentence", e);
      }
      return;
    }
    for (float weight : weights) {
      if (!Float.isFinite(weight)) {
        throw Claims.failure(initializer, "leaves a weight at " + weight);
      }
    }
  }

  private static void checkSeed(Initializer initializer) {
    try {
      float[] first = new float[12];
      float[] second = new float[12];
      initializer.fill(first, 3, 4, new SplittableRandom(Samples.SEED));
      initializer.fill(second, 3, 4, new SplittableRandom(Samples.SEED));
      if (!Arrays.equals(first, second)) {
        throw Claims.failure(initializer, "the same seed gives other weights");
      }
    } catch (IllegalArgumentException e) {
      // It refuses the shape, which is another claim's matter.
    }
  }
}
