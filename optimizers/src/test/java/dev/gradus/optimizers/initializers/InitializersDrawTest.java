package dev.gradus.optimizers.initializers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.spi.Initializer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Weights have the distribution of their initializer over the whole range, not only its mean and
 * variance, by the Kolmogorov-Smirnov test: the distance of a sample of n exceeds 2.2/sqrt(n) once
 * in ten thousand times.
 */
class InitializersDrawTest {

  private static final int FAN_IN = 120;
  private static final int FAN_OUT = 100;
  private static final int DRAWS = FAN_IN * FAN_OUT;
  private static final double FARTHEST = 2.2 / Math.sqrt(DRAWS);

  private record Distribution(Initializer initializer, DoubleUnaryOperator below) {}

  private static DoubleUnaryOperator uniform(double low, double high) {
    return x -> Math.max(0, Math.min(1, (x - low) / (high - low)));
  }

  private static DoubleUnaryOperator uniform(double limit) {
    return uniform(-limit, limit);
  }

  private static DoubleUnaryOperator normal(double mean, double deviation) {
    return x -> phi((x - mean) / deviation);
  }

  private static DoubleUnaryOperator truncated(
      double mean, double deviation, double low, double high) {
    double under = phi((low - mean) / deviation);
    double over = phi((high - mean) / deviation);
    return x -> Math.max(0, Math.min(1, (phi((x - mean) / deviation) - under) / (over - under)));
  }

  /** The probability of a normal number below z: the density summed up by Simpson's rule. */
  private static double phi(double z) {
    int parts = 400;
    double end = Math.min(Math.abs(z), 8);
    double sum = 0;
    for (int i = 0; i <= parts; i++) {
      double x = end * i / parts;
      double weight = i == 0 || i == parts ? 1 : i % 2 == 1 ? 4 : 2;
      sum += weight * Math.exp(-x * x / 2);
    }
    double half = sum * end / parts / 3 / Math.sqrt(2 * Math.PI);
    return z < 0 ? 0.5 - half : 0.5 + half;
  }

  private static TruncatedNormal cut(double mean, double deviation, double low, double high) {
    return new TruncatedNormal(mean, deviation, Optional.of(low), Optional.of(high));
  }

  @TestFactory
  Stream<DynamicTest> areDistributedAsTheySay() {
    double fans = FAN_IN + FAN_OUT;
    return Stream.of(
            new Distribution(new Uniform(), uniform(0.05)),
            new Distribution(new Uniform(-1, 3), uniform(-1, 3)),
            new Distribution(new Uniform(2, 3), uniform(2, 3)),
            new Distribution(new GlorotUniform(), uniform(Math.sqrt(6 / fans))),
            new Distribution(new HeUniform(), uniform(Math.sqrt(6.0 / FAN_IN))),
            new Distribution(new LecunUniform(), uniform(Math.sqrt(3.0 / FAN_IN))),
            new Distribution(new FanInUniform(), uniform(1 / Math.sqrt(FAN_IN))),
            new Distribution(new Normal(), normal(0, 0.05)),
            new Distribution(new Normal(-1, 2), normal(-1, 2)),
            new Distribution(new GlorotNormal(), normal(0, Math.sqrt(2 / fans))),
            new Distribution(new HeNormal(), normal(0, Math.sqrt(2.0 / FAN_IN))),
            new Distribution(new LecunNormal(), normal(0, Math.sqrt(1.0 / FAN_IN))),
            new Distribution(new TruncatedNormal(), truncated(0, 0.05, -0.1, 0.1)),
            new Distribution(cut(1, 2, -1, 4), truncated(1, 2, -1, 4)),
            new Distribution(cut(0, 1, 1.5, 4), truncated(0, 1, 1.5, 4)),
            new Distribution(cut(0, 1, -5, -2), truncated(0, 1, -5, -2)),
            new Distribution(cut(0, 1, -0.3, 0.9), truncated(0, 1, -0.3, 0.9)),
            new Distribution(cut(5, 1, 0, 4), truncated(5, 1, 0, 4)))
        .map(row -> DynamicTest.dynamicTest(row.initializer().toString(), () -> check(row)));
  }

  private static void check(Distribution row) {
    float[] weights = draw(row.initializer(), 17);
    Arrays.sort(weights);
    double farthest = 0;
    for (int i = 0; i < DRAWS; i++) {
      double below = row.below().applyAsDouble(weights[i]);
      farthest = Math.max(farthest, Math.abs(below - (i + 0.5) / DRAWS));
    }
    assertTrue(farthest < FARTHEST, "the distance is " + farthest);
  }

  private static float[] draw(Initializer initializer, long seed) {
    float[] weights = new float[DRAWS];
    initializer.fill(weights, FAN_IN, FAN_OUT, new SplittableRandom(seed));
    return weights;
  }

  @Test
  void anotherSeedGivesOtherWeights() {
    for (Initializer initializer :
        List.of(
            new Uniform(),
            new HeNormal(),
            new TruncatedNormal(),
            cut(0, 1, 2, 3),
            new Orthogonal())) {
      assertFalse(
          Arrays.equals(draw(initializer, 1), draw(initializer, 2)), initializer.toString());
    }
  }

  /** Every entry of an orthogonal matrix is as often above 0 as below. */
  @Test
  void orthogonalMatricesPointEverywhere() {
    int draws = 400;
    int[] positive = new int[6];
    SplittableRandom random = new SplittableRandom(5);
    for (int draw = 0; draw < draws; draw++) {
      float[] weights = new float[6];
      new Orthogonal().fill(weights, 3, 2, random.split());
      for (int i = 0; i < weights.length; i++) {
        positive[i] += weights[i] > 0 ? 1 : 0;
      }
    }
    for (int count : positive) {
      assertEquals(draws / 2.0, count, 5 * Math.sqrt(draws) / 2);
    }
  }

  private static float[] filled(Initializer initializer, int fanIn, int fanOut) {
    float[] weights = new float[fanIn * fanOut];
    Arrays.fill(weights, 7);
    initializer.fill(weights, fanIn, fanOut, new SplittableRandom(3));
    return weights;
  }

  @Test
  void identityPassesOnTheInputOfTheSameNumber() {
    assertArrayEquals(new float[] {2, 0, 0, 0, 2, 0}, filled(new Identity(2), 2, 3));
    assertArrayEquals(new float[] {2, 0, 0, 2, 0, 0}, filled(new Identity(2), 3, 2));
  }

  @Test
  void givenWeightsMustHaveTheShapeOfTheLayer() {
    Given given = new Given(List.of(List.of(1.0, 2.0), List.of(3.0, 4.0)));
    assertArrayEquals(new float[] {1, 2, 3, 4}, filled(given, 2, 2));
    refuses("the given values must be 4 rows of 2, but are 2 rows of 2", given, 4, 2);
    refuses("the given values must be 2 rows of 1, but are 2 rows of 2", given, 2, 1);
    Given ragged = new Given(List.of(List.of(1.0, 2.0), List.of(3.0)));
    refuses(
        "the given values must be 2 rows of 2, but are 2 rows of different lengths", ragged, 2, 2);
    assertThrows(
        IllegalArgumentException.class, () -> new Given(List.of(List.of(1.0, Double.NaN))));
  }

  private static void refuses(String sentence, Initializer initializer, int fanIn, int fanOut) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> filled(initializer, fanIn, fanOut));
    assertEquals(sentence, refusal.getMessage());
  }

  @Test
  void endsMustBeInOrder() {
    assertArrayEquals(new float[] {0.5f, 0.5f}, filled(new Uniform(0.5, 0.5), 1, 2));
    assertThrows(IllegalArgumentException.class, () -> new Uniform(0.5, 0.4));
    assertThrows(IllegalArgumentException.class, () -> cut(0, 1, 0.5, 0.5));
    // Two standard deviations above or below the mean, if only the other end is given.
    assertThrows(IllegalArgumentException.class, () -> oneEnd(Optional.of(5.0), Optional.empty()));
    assertThrows(IllegalArgumentException.class, () -> oneEnd(Optional.empty(), Optional.of(1.0)));
    for (float weight : filled(oneEnd(Optional.of(4.5), Optional.empty()), 10, 10)) {
      assertTrue(weight >= 4.5 && weight <= 5, () -> "" + weight);
    }
    for (float weight : filled(oneEnd(Optional.empty(), Optional.of(1.5)), 10, 10)) {
      assertTrue(weight >= 1 && weight <= 1.5, () -> "" + weight);
    }
  }

  private static TruncatedNormal oneEnd(Optional<Double> low, Optional<Double> high) {
    return new TruncatedNormal(3, 1, low, high);
  }
}
