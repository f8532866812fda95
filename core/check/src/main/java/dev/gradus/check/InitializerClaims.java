package dev.gradus.check;

import dev.gradus.spi.Initializer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** What an {@link Initializer} has to pass. */
final class InitializerClaims {

  /** Fan-in and fan-out; an initializer may refuse some of them. */
  private static final int[][] SHAPES = {{3, 4}, {4, 3}, {4, 4}, {1, 5}, {9, 2}};

  private InitializerClaims() {}

  static void addTo(Claims claims, Initializer initializer) {
    claims
        .thatTrainingNeeds(
            "it fills every weight, or refuses the shape with a sentence",
            () -> checkFills(initializer, claims.effort()))
        .thatTrainingNeeds("the same seed gives the same weights", () -> checkSeed(initializer))
        .thatEveryOptionCounts(other -> behaviour((Initializer) other));
  }

  /** One that is made for a single shape is tried on that when the network is built. */
  private static void checkFills(Initializer initializer, Effort effort) {
    if (filled(initializer).isEmpty() && effort == Effort.THOROUGH) {
      throw new BrokenClaim(
          initializer,
          "it refuses every shape that it was tried with; try it with options for one of %s"
              .formatted(Arrays.deepToString(SHAPES)));
    }
  }

  /** The weights of every shape that it does not refuse. */
  private static List<float[]> filled(Initializer initializer) {
    List<float[]> filled = new ArrayList<>();
    for (int[] shape : SHAPES) {
      float[] weights = new float[shape[0] * shape[1]];
      Arrays.fill(weights, Float.NaN);
      try {
        initializer.fill(weights, shape[0], shape[1], new SplittableRandom(Samples.SEED));
        filled.add(weights);
      } catch (IllegalArgumentException e) {
        Claims.checkRefusal(initializer, "the shape " + Arrays.toString(shape), e);
      }
      for (float weight : filled.isEmpty() ? new float[0] : filled.get(filled.size() - 1)) {
        if (!Float.isFinite(weight)) {
          throw new BrokenClaim(
              initializer,
              "it leaves a weight of the shape %s at %s".formatted(Arrays.toString(shape), weight));
        }
      }
    }
    return filled;
  }

  private static double[] behaviour(Initializer initializer) {
    return filled(initializer).stream()
        .flatMapToDouble(weights -> IntStream.range(0, weights.length).mapToDouble(i -> weights[i]))
        .toArray();
  }

  private static void checkSeed(Initializer initializer) {
    if (!Arrays.equals(behaviour(initializer), behaviour(initializer))) {
      throw new BrokenClaim(initializer, "the same seed gives other weights");
    }
  }
}
