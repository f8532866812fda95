package dev.gradus.check;

import dev.gradus.spi.Metric;
import dev.gradus.spi.Target;
import java.util.Arrays;
import java.util.List;

/** What a {@link Metric} has to pass. */
final class MetricClaims {

  private MetricClaims() {}

  static void addTo(Claims claims, Metric metric) {
    claims
        .thatTrainingNeeds(
            "some target suits it, and it refuses the others with a sentence", () -> suited(metric))
        .thatTrainingNeeds("predictions and targets are not modified", () -> checkInputs(metric))
        .that("perfect predictions are better than wrong ones", () -> checkOrder(metric));
  }

  /** A target, with rows that could be its values. */
  @SuppressWarnings("ArrayRecordComponent") // examples are never compared
  private record Example(Target target, double[][] values, double[][] wrong) {
    double[][] copy(double[][] rows) {
      return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
    }
  }

  private static final List<Example> EXAMPLES =
      List.of(
          new Example(
              new Target(Target.Kind.NUMERIC, List.of("price")),
              new double[][] {{1}, {2}, {4}},
              new double[][] {{4}, {1}, {2}}),
          new Example(
              new Target(Target.Kind.NUMERIC, List.of("width", "height")),
              new double[][] {{1, -2}, {2, 5}, {4, 1}},
              new double[][] {{4, 1}, {1, -2}, {2, 5}}),
          new Example(
              new Target(Target.Kind.NUMERIC, List.of("x", "y", "z")),
              new double[][] {{1, -2, 7}, {2, 5, 1}, {4, 1, 3}},
              new double[][] {{4, 1, 3}, {1, -2, 7}, {2, 5, 1}}),
          new Example(
              new Target(Target.Kind.BINARY, List.of("yes")),
              new double[][] {{0}, {1}, {1}},
              new double[][] {{0.9}, {0.1}, {0.2}}),
          new Example(
              new Target(Target.Kind.CLASSES, List.of("red", "green")),
              new double[][] {{1, 0}, {0, 1}, {0, 1}},
              new double[][] {{0.1, 0.9}, {0.9, 0.1}, {0.8, 0.2}}),
          new Example(
              new Target(Target.Kind.CLASSES, List.of("red", "green", "blue")),
              new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
              new double[][] {{0.1, 0.8, 0.1}, {0.1, 0.1, 0.8}, {0.8, 0.1, 0.1}}),
          new Example(
              new Target(Target.Kind.LABELS, List.of("tall", "old")),
              new double[][] {{1, 0}, {0, 1}, {1, 1}},
              new double[][] {{0.1, 0.9}, {0.9, 0.1}, {0.1, 0.1}}));

  /** The examples that it takes; at least one. */
  private static List<Example> suited(Metric metric) {
    List<Example> suited =
        EXAMPLES.stream().filter(example -> accepts(metric, example.target())).toList();
    if (suited.isEmpty()) {
      throw new BrokenClaim(metric, "it refuses every kind of target");
    }
    return suited;
  }

  private static boolean accepts(Metric metric, Target target) {
    try {
      Claims.answer(metric, "forTarget", metric.forTarget(target));
      return true;
    } catch (IllegalArgumentException e) {
      Claims.checkRefusal(metric, "a " + target.kind() + " target", e);
      return false;
    }
  }

  /**
   * Some cannot tell the two apart for every target, but none may have them the wrong way round.
   */
  private static void checkOrder(Metric metric) {
    int better = 0;
    for (Example example : suited(metric)) {
      Metric suited = metric.forTarget(example.target());
      double perfect =
          suited.evaluate(example.copy(example.values()), example.copy(example.values()));
      double wrong = suited.evaluate(example.copy(example.wrong()), example.copy(example.values()));
      boolean worse = suited.higherIsBetter() ? perfect < wrong : perfect > wrong;
      if (worse || !Double.isFinite(perfect + wrong)) {
        throw unordered(metric, example, perfect, wrong);
      }
      better += perfect != wrong ? 1 : 0;
    }
    if (better == 0) {
      throw new BrokenClaim(metric, "it is the same for perfect predictions and for wrong ones");
    }
  }

  private static BrokenClaim unordered(
      Metric metric, Example example, double perfect, double wrong) {
    return new BrokenClaim(
        metric,
        "for a %s target it is %s for perfect predictions and %s for wrong ones"
            .formatted(example.target().kind(), perfect, wrong));
  }

  private static void checkInputs(Metric metric) {
    for (Example example : suited(metric)) {
      double[][] predictions = example.copy(example.wrong());
      double[][] targets = example.copy(example.values());
      metric.forTarget(example.target()).evaluate(predictions, targets);
      if (!Arrays.deepEquals(predictions, example.wrong())
          || !Arrays.deepEquals(targets, example.values())) {
        throw new BrokenClaim(metric, "it modifies its inputs, the predictions or the targets");
      }
    }
  }
}
