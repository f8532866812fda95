package dev.gradus.check;

import dev.gradus.spi.Initializer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** The claims about an {@link Initializer}. */
final class InitializerClaims {

  /**
   * Dense layers of several shapes, then convolutions, whose units see each input several times; an
   * initializer may refuse some of them.
   */
  private static final List<Shape> SHAPES =
      List.of(
          new Shape(3, 4, 4),
          new Shape(4, 3, 3),
          new Shape(4, 4, 4),
          new Shape(1, 5, 5),
          new Shape(9, 2, 2),
          new Shape(9, 2, 18),
          new Shape(12, 3, 12),
          new Shape(4, 4, 16));

  private record Shape(int fanIn, int units, int fanOut) {

    private boolean isDense() {
      return fanOut == units;
    }

    @Override
    public String toString() {
      return "[%s, %s]%s".formatted(fanIn, units, isDense() ? "" : " with a fan-out of " + fanOut);
    }
  }

  /** One of the two methods of an initializer. */
  private interface Fill {
    void into(float[] weights, RandomGenerator random);
  }

  private final Initializer initializer;

  private InitializerClaims(Initializer initializer) {
    this.initializer = initializer;
  }

  static void addTo(Claims claims, Initializer initializer) {
    InitializerClaims own = new InitializerClaims(initializer);
    claims
        .thatTrainingNeeds(
            "it fills every weight, or refuses the shape with a sentence",
            () -> own.checkFills(claims.effort()))
        .thatTrainingNeeds("the same seed gives the same weights", own::checkSeed)
        .thatTrainingNeeds(
            "for a dense layer both fill methods give the same weights", own::checkMethods)
        .thatEveryOptionCounts(
            other -> numbers(new InitializerClaims((Initializer) other).filled()));
  }

  /** An initializer for a single shape is tried with that shape when the network is built. */
  private void checkFills(Effort effort) {
    if (filled().isEmpty() && effort == Effort.THOROUGH) {
      throw new BrokenClaim(
          initializer,
          "it refuses every shape that it was tried with; try it with options for one of "
              + SHAPES);
    }
  }

  /** Initial weights for every shape that the initializer accepts. */
  private List<float[]> filled() {
    List<float[]> filled = new ArrayList<>();
    for (Shape shape : SHAPES) {
      fill(shape).ifPresent(filled::add);
    }
    return filled;
  }

  /** The method that the engine calls. */
  private Optional<float[]> fill(Shape shape) {
    return fill(
        shape,
        (weights, random) ->
            initializer.fill(weights, shape.fanIn(), shape.units(), shape.fanOut(), random));
  }

  /** The weights; empty if it refuses the shape. */
  private Optional<float[]> fill(Shape shape, Fill fill) {
    float[] weights = new float[shape.fanIn() * shape.units()];
    Arrays.fill(weights, Float.NaN);
    try {
      fill.into(weights, new SplittableRandom(Samples.SEED));
    } catch (IllegalArgumentException e) {
      Claims.checkRefusal(initializer, "the shape " + shape, e);
      return Optional.empty();
    }
    for (float weight : weights) {
      if (!Float.isFinite(weight)) {
        throw new BrokenClaim(
            initializer,
            "a weight of the shape %s is %s; fill must set every weight to a finite number"
                .formatted(shape, weight));
      }
    }
    return Optional.of(weights);
  }

  private static double[] numbers(List<float[]> filled) {
    return filled.stream()
        .flatMapToDouble(weights -> IntStream.range(0, weights.length).mapToDouble(i -> weights[i]))
        .toArray();
  }

  private void checkSeed() {
    if (!Arrays.equals(numbers(filled()), numbers(filled()))) {
      throw new BrokenClaim(initializer, "the same seed gives other weights");
    }
  }

  private void checkMethods() {
    for (Shape shape : SHAPES) {
      if (shape.isDense()) {
        Optional<float[]> told = fill(shape);
        Optional<float[]> plain =
            fill(
                shape,
                (weights, random) ->
                    initializer.fill(weights, shape.fanIn(), shape.units(), random));
        if (!Arrays.equals(told.orElse(new float[0]), plain.orElse(new float[0]))) {
          throw new BrokenClaim(
              initializer,
              "for the shape %s its two fill methods give different weights, though the fan-out is the number of units"
                  .formatted(shape));
        }
      }
    }
  }
}
