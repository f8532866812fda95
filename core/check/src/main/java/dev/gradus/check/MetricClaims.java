package dev.gradus.check;

import dev.gradus.spi.AuxiliaryColumn;
import dev.gradus.spi.Metric;
import dev.gradus.spi.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The claims about a {@link Metric}. */
final class MetricClaims {

  private MetricClaims() {}

  static void addTo(Claims claims, Metric metric) {
    claims
        .thatTrainingNeeds(
            "it accepts some kind of target, and refuses the others with a sentence",
            () -> suited(metric))
        .thatTrainingNeeds("predictions and targets are not modified", () -> checkInputs(metric))
        .thatTrainingNeeds("its auxiliary columns have an effect", () -> checkColumns(metric))
        .thatTrainingNeeds(
            "each of its further values has a name, and a number", () -> checkValues(metric))
        .that("perfect predictions are better than wrong ones", () -> checkOrder(metric));
  }

  /** A target, with rows that could be its values. */
  @SuppressWarnings("ArrayRecordComponent") // examples are never compared
  private record Example(Target target, double[][] values, double[][] wrong) {
    /** The targets, as a metric sees them. */
    double[][] targets(Metric metric) {
      return Beside.appendSame(values, metric.columns());
    }

    /** Predictions, as a metric sees them: with narrow quantiles around them. */
    static double[][] predictions(Metric metric, double[][] rows, double width) {
      List<Double> levels = metric.quantiles();
      return Arrays.stream(rows)
          .map(
              row ->
                  IntStream.range(0, row.length * (1 + levels.size()))
                      .mapToDouble(
                          k ->
                              k < row.length
                                  ? row[k]
                                  : row[k % row.length]
                                      + width * (levels.get(k / row.length - 1) - 0.5))
                      .toArray())
          .toArray(double[][]::new);
    }

    double[][] perfect(Metric metric) {
      return predictions(metric, values, 0);
    }

    double[][] wrong(Metric metric) {
      return predictions(metric, wrong, NARROW);
    }
  }

  /** The width of the wrong quantiles from 0 to 1, chosen so that they miss the targets. */
  private static final double NARROW = 0.5;

  /** The number of random columns that are tried. */
  private static final int TRIES = 20;

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

  /** The examples that it accepts; at least one. */
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
   * Some metrics cannot distinguish the two for every target, but none may rank them the wrong way.
   */
  private static void checkOrder(Metric metric) {
    int better = 0;
    for (Example example : suited(metric)) {
      Metric suited = metric.forTarget(example.target());
      double perfect = suited.evaluate(example.perfect(metric), example.targets(metric));
      double wrong = suited.evaluate(example.wrong(metric), example.targets(metric));
      boolean worse = suited.higherIsBetter() ? perfect < wrong : perfect > wrong;
      if (worse || !Double.isFinite(perfect + wrong)) {
        throw unordered(metric, example, perfect, wrong);
      }
      better += perfect != wrong ? 1 : 0;
      checkOrderOfValues(metric, suited, example);
    }
    if (better == 0) {
      throw new BrokenClaim(metric, "it is the same for perfect predictions and for wrong ones");
    }
  }

  /** A value that is NaN for these examples proves nothing. */
  private static void checkOrderOfValues(Metric metric, Metric suited, Example example) {
    List<String> names = suited.values(example.target());
    if (names.isEmpty()) {
      return;
    }
    double[] perfect = suited.evaluateValues(example.perfect(metric), example.targets(metric));
    double[] wrong = suited.evaluateValues(example.wrong(metric), example.targets(metric));
    // Their number is another claim.
    int count = Math.min(names.size(), Math.min(perfect.length, wrong.length));
    for (int k = 0; k < count; k++) {
      boolean worse =
          metric.higherIsBetter(names.get(k)) ? perfect[k] < wrong[k] : perfect[k] > wrong[k];
      if (worse) {
        throw new BrokenClaim(
            metric,
            "for a %s target its value '%s' is %s for perfect predictions and %s for wrong ones"
                .formatted(example.target().kind(), names.get(k), perfect[k], wrong[k]));
      }
    }
  }

  private static void checkValues(Metric metric) {
    for (Example example : suited(metric)) {
      String kind = example.target().kind().toString();
      List<String> names = Claims.answer(metric, "values", metric.values(example.target()));
      Metric suited = metric.forTarget(example.target());
      if (names.stream().anyMatch(String::isBlank) || Set.copyOf(names).size() < names.size()) {
        throw new BrokenClaim(
            metric,
            "for a %s target its values have the names %s, but each must have one of its own"
                .formatted(kind, names));
      }
      if (!suited.values(example.target()).equals(names)) {
        throw new BrokenClaim(
            metric,
            "its form for a %s target names other values than the metric itself".formatted(kind));
      }
      double[] numbers =
          Claims.answer(
              metric,
              "evaluateValues",
              suited.evaluateValues(example.perfect(metric), example.targets(metric)));
      if (numbers.length != names.size()) {
        throw new BrokenClaim(
            metric,
            "for a %s target it names %s values, but gives %s numbers"
                .formatted(kind, names.size(), numbers.length));
      }
      for (String name : names) {
        if (suited.higherIsBetter(name) != metric.higherIsBetter(name)) {
          throw new BrokenClaim(
              metric,
              "its form for a %s target disagrees with the metric itself on whether more of '%s' is better"
                  .formatted(kind, name));
        }
      }
    }
  }

  private static BrokenClaim unordered(
      Metric metric, Example example, double perfect, double wrong) {
    return new BrokenClaim(
        metric,
        "for a %s target it is %s for perfect predictions and %s for wrong ones"
            .formatted(example.target().kind(), perfect, wrong));
  }

  /** Each column must make a difference for some example. */
  private static void checkColumns(Metric metric) {
    List<AuxiliaryColumn> columns = Beside.check(metric, metric.columns());
    for (int k = 0; k < columns.size(); k++) {
      if (!counts(metric, k, columns.get(k))) {
        throw new BrokenClaim(
            metric,
            "it names the column '%s', but the values of that column do not change it"
                .formatted(columns.get(k).name()));
      }
    }
  }

  private static boolean counts(Metric metric, int column, AuxiliaryColumn declared) {
    Samples samples = new Samples();
    for (Example example : suited(metric)) {
      Metric suited = metric.forTarget(example.target());
      if (!suited.columns().equals(metric.columns())) {
        throw new BrokenClaim(
            metric,
            "its form for a %s target names other columns than the metric itself"
                .formatted(example.target().kind()));
      }
      double before = suited.evaluate(example.wrong(metric), example.targets(metric));
      for (int i = 0; i < TRIES; i++) {
        double[][] targets = example.targets(metric);
        for (int row = 0; row < targets.length; row++) {
          if (samples.below(2) == 0) {
            int at = example.target().width() + column;
            targets[row] = Beside.changed(targets[row], at, declared, samples);
          }
        }
        if (suited.evaluate(example.wrong(metric), targets) != before) {
          return true;
        }
      }
    }
    return false;
  }

  private static void checkInputs(Metric metric) {
    for (Example example : suited(metric)) {
      double[][] predictions = example.wrong(metric);
      double[][] targets = example.targets(metric);
      Metric suited = metric.forTarget(example.target());
      suited.evaluate(predictions, targets);
      suited.evaluateValues(predictions, targets);
      if (!Arrays.deepEquals(predictions, example.wrong(metric))
          || !Arrays.deepEquals(targets, example.targets(metric))) {
        throw new BrokenClaim(metric, "it modifies its inputs, the predictions or the targets");
      }
    }
  }
}
