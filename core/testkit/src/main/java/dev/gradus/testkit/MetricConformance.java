package dev.gradus.testkit;

import dev.gradus.spi.Metric;
import dev.gradus.spi.Target;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;

/** What a {@link Metric} has to pass. */
public final class MetricConformance {

  private MetricConformance() {}

  /** The tests of some metrics: a container each. */
  public static Stream<DynamicNode> of(Metric... metrics) {
    return of(Arrays.stream(metrics));
  }

  /** The tests of some metrics: a container each. */
  public static Stream<DynamicNode> of(Stream<? extends Metric> metrics) {
    return metrics.map(metric -> Nodes.of(claims(metric)));
  }

  static Claims claims(Metric metric) {
    return new Claims(metric)
        .that(
            "some target suits it, and it refuses the others with a sentence",
            () -> checkTargets(metric))
        .that("perfect predictions are better than wrong ones", () -> checkOrder(metric))
        .that("predictions and targets are not modified", () -> checkInputs(metric));
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
              new Target(Target.Kind.BINARY, List.of("yes")),
              new double[][] {{0}, {1}, {1}},
              new double[][] {{0.9}, {0.1}, {0.2}}),
          new Example(
              new Target(Target.Kind.CLASSES, List.of("red", "green", "blue")),
              new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
              new double[][] {{0.1, 0.8, 0.1}, {0.1, 0.1, 0.8}, {0.8, 0.1, 0.1}}),
          new Example(
              new Target(Target.Kind.LABELS, List.of("tall", "old")),
              new double[][] {{1, 0}, {0, 1}, {1, 1}},
              new double[][] {{0.1, 0.9}, {0.9, 0.1}, {0.1, 0.1}}));

  private static void checkTargets(Metric metric) {
    if (suited(metric).isEmpty()) {
      throw Claims.failure(metric, "refuses every kind of target");
    }
  }

  private static List<Example> suited(Metric metric) {
    return EXAMPLES.stream().filter(example -> accepts(metric, example.target())).toList();
  }

  private static boolean accepts(Metric metric, Target target) {
    try {
      metric.forTarget(target);
      return true;
    } catch (IllegalArgumentException e) {
      if (String.valueOf(e.getMessage()).length() < 20) {
        throw new AssertionError(Claims.nameOf(metric) + " refuses a target without a sentence", e);
      }
      return false;
    }
  }

  private static void checkOrder(Metric metric) {
    for (Example example : suited(metric)) {
      Metric suited = metric.forTarget(example.target());
      double perfect = suited.evaluate(example.values(), example.values());
      double wrong = suited.evaluate(example.wrong(), example.values());
      boolean better = suited.higherIsBetter() ? perfect > wrong : perfect < wrong;
      if (!better || !Double.isFinite(perfect + wrong)) {
        throw Claims.failure(
            metric,
            "for a %s target it is %s for perfect predictions and %s for wrong ones"
                .formatted(example.target().kind(), perfect, wrong));
      }
    }
  }

  private static void checkInputs(Metric metric) {
    for (Example example : suited(metric)) {
      double[][] predictions = example.copy(example.wrong());
      double[][] targets = example.copy(example.values());
      metric.forTarget(example.target()).evaluate(predictions, targets);
      if (!Arrays.deepEquals(predictions, example.wrong())
          || !Arrays.deepEquals(targets, example.values())) {
        throw Claims.failure(metric, "modifies the predictions or the targets");
      }
    }
  }
}
