package dev.gradus.engine.training;

import dev.gradus.engine.baseline.LinearModel;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.LossAsMetric;
import dev.gradus.engine.config.MetricNames;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.loss.LossGuard;
import dev.gradus.engine.loss.Refusal;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.table.RowOrigins;
import dev.gradus.runtime.column.Decoding;
import dev.gradus.runtime.column.FinitePredictions;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Metric;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Evaluates a network on examples.
 *
 * <p>The loss is the training loss: for a scaled numeric target, in the unit of the scaled target,
 * so that a squared error is in squared standard deviations; only losses on the original values,
 * such as a percentage, are in the unit of the data. Metrics, and losses that are reported as
 * metrics, are in the unit of the data: predictions and targets are converted back first.
 *
 * <p>Weights of examples and classes only count in training, and in {@link #evaluateAsLearned},
 * which reports the progress of a run.
 *
 * <p>An interrupted thread throws a {@link dev.gradus.runtime.problem.CancelledException}.
 */
public final class Evaluator {

  /** The size of an array header and of the reference to the array. */
  static final int ROW_HEADER = 20;

  /** The size of the reference to an array that several rows share. */
  private static final int REFERENCE = 4;

  /** What sorting or grouping takes for each example, with objects, in bytes. */
  private static final int OF_ORDERED = 32;

  private Evaluator() {}

  /**
   * The loss and the metrics of examples that a network has already predicted.
   *
   * @param configuration the loss and the metrics
   * @param preparation of the examples
   * @param guard of that network
   * @param decoding turns its outputs into predictions
   * @param examples at least one
   * @param predictions for each example, in the unit of the data; all finite
   * @param quantiles of each example, as {@link Decoding#quantiles()} names them, for one number of
   *     the target after the other; empty if none are predicted
   * @param warnings receives warnings about a metric that fails; its value is NaN then
   * @return by name, the loss first
   * @throws TrainingException if a loss or metric makes no sense for the target
   */
  public static Map<String, Double> evaluate(
      Network network,
      Configuration configuration,
      Preparation preparation,
      LossGuard guard,
      Decoding decoding,
      Examples examples,
      double[][] predictions,
      double[][] quantiles,
      Consumer<Warning> warnings) {
    try (Team team = team(configuration)) {
      Measurement measurement =
          new Measurement(network, configuration, preparation, guard, decoding, examples, team);
      measurement.use(predictions, quantiles);
      measurement.constantPrediction().ifPresent(warnings);
      return measurement.all(Optional.empty(), row -> "", Refusal::orThrow, warnings);
    }
  }

  /**
   * One measure of examples that a network has already predicted.
   *
   * @param configuration the loss, and the metric that is measured, alone
   * @param preparation of the examples
   * @param guard of that network
   * @param decoding turns its outputs into predictions
   * @param examples at least one
   * @param predictions for each example, in the unit of the data; all finite
   * @param quantiles as in {@link #evaluate(Network, Configuration, Preparation, LossGuard,
   *     Decoding, Examples, double[][], double[][], Consumer)}
   * @param name of the measure: the loss, the metric or one of its values
   * @param warnings receives warnings about a metric that fails
   * @return NaN if the metric fails, or is not defined for these examples
   * @throws TrainingException if the loss or the metric makes no sense for the target, or has no
   *     such value
   */
  public static double measure(
      Network network,
      Configuration configuration,
      Preparation preparation,
      LossGuard guard,
      Decoding decoding,
      Examples examples,
      double[][] predictions,
      double[][] quantiles,
      String name,
      Consumer<Warning> warnings) {
    Measurement measurement =
        new Measurement(
            network, configuration, preparation, guard, decoding, examples, Team.alone());
    if (name.equals(EpochReport.LOSS)) {
      return measurement.loss();
    }
    measurement.use(predictions, quantiles);
    Map<String, Double> measured = measurement.metrics(warnings);
    Double value = measured.get(name);
    if (value == null) {
      throw new TrainingException(
          "metrics: there is no value '%s'; there are %s"
              .formatted(name, String.join(", ", measured.keySet())));
    }
    return value;
  }

  /**
   * Evaluates a linear model with the loss and metrics of a network.
   *
   * <p>The loss of classes and labels is only included if the network predicts probabilities, as
   * the linear model does, because it cannot compare probabilities with scores.
   *
   * @param network the network that it is a baseline for
   * @param configuration the loss and the metrics of that network
   * @param preparation of the examples
   * @param examples of that network; at least one
   * @return the metrics that make sense, by name; empty if the linear model cannot be evaluated
   */
  public static Map<String, Double> evaluate(
      LinearModel linear,
      Network network,
      Configuration configuration,
      Preparation preparation,
      Examples examples) {
    Optional<LinearModel.Computing> computing = linear.computing();
    if (computing.isEmpty()) {
      return Map.of();
    }
    Map<String, Double> measured;
    try (Team team = team(configuration)) {
      measured =
          new Measurement(
                  computing.get().network(),
                  configuration,
                  preparation,
                  computing.get().guard(),
                  Decoding.ofPredictions(preparation.targets()),
                  examples,
                  team,
                  rows -> linear.inputs(rows).inMemory())
              .sensible();
    } catch (CancelledException e) {
      throw e;
    } catch (GradusException e) {
      return Map.of();
    }
    boolean isNumeric = preparation.target().kind() == Target.Kind.NUMERIC;
    boolean comparable =
        isNumeric
            ? computing
                .get()
                .guard()
                .decoding(configuration.loss(), preparation.targets())
                .isPlain()
            : network
                .outputActivation()
                .filter(last -> Interval.UNIT.contains(last.outputs()))
                .isPresent();
    if (!comparable) {
      measured.remove(EpochReport.LOSS);
    }
    return measured;
  }

  /**
   * Checks that the prediction for a row is finite.
   *
   * @param prediction in the unit of the data
   * @param outputs of the network; some losses need more outputs than there are targets
   * @param row of the outputs
   * @param placeOf names a row in the message
   * @throws DataException if it is not
   */
  public static void checkFinite(
      double[] prediction,
      Matrix outputs,
      int row,
      Preparation preparation,
      IntFunction<String> placeOf) {
    FinitePredictions.check(prediction, preparation.targets(), placeOf, row);
    FinitePredictions.check(
        outputs.values(),
        row * outputs.columns(),
        outputs.columns(),
        preparation.targets(),
        placeOf,
        row);
  }

  private static Measurement measurement(Experiment experiment, Examples examples, Team team) {
    return new Measurement(
        experiment.network(),
        experiment.configuration(),
        experiment.preparation(),
        experiment.guard(),
        experiment.decoding(),
        examples,
        team);
  }

  private static Team team(Configuration configuration) {
    return team(configuration, Integer.MAX_VALUE);
  }

  /**
   * The threads of a training, of which none starts if there is too little to share. There are no
   * more than processors, of which the machine of a model may have had more.
   */
  private static Team team(Configuration configuration, int most) {
    int processors = Runtime.getRuntime().availableProcessors();
    return Team.ofPasses(
        Math.min(Math.min(most, processors), MemoryPlan.threads(configuration.training())));
  }

  static String place(Experiment experiment, Examples examples, int row) {
    if (examples.equals(experiment.training())) {
      return line(experiment.trainingLines(), row);
    }
    if (experiment.validation().filter(examples::equals).isPresent()) {
      return line(experiment.validationLines(), row);
    }
    if (experiment.test().filter(examples::equals).isPresent()) {
      return line(experiment.testLines(), row);
    }
    return "example " + (row + 1);
  }

  private static String line(RowOrigins lines, int row) {
    return "line " + lines.of(row);
  }

  /** The loss alone. */
  public static double loss(Experiment experiment, Examples examples) {
    return loss(experiment, examples, Integer.MAX_VALUE);
  }

  static double loss(Experiment experiment, Examples examples, int mostThreads) {
    try (Team team = team(experiment.configuration(), mostThreads)) {
      return measurement(experiment, examples, team).loss();
    }
  }

  /**
   * A single metric, and its values.
   *
   * @return by name; empty if the metric makes no sense for the target, or for the outputs of the
   *     network
   */
  public static Map<String, Double> measure(
      Experiment experiment, Examples examples, Metric metric) {
    return measure(experiment, examples, metric, experiment.warnings());
  }

  /** Whether a metric makes sense for the target, and for the outputs of the network. */
  public static boolean makesSense(Experiment experiment, Examples examples, Metric metric) {
    return !measure(experiment, examples, metric, unused -> {}).isEmpty();
  }

  private static Map<String, Double> measure(
      Experiment experiment, Examples examples, Metric metric, Consumer<Warning> warnings) {
    List<Refusal> refusals = new ArrayList<>();
    Map<String, Double> measured =
        measurement(experiment.withMetrics(List.of(metric)), examples, Team.alone())
            .all(
                Optional.empty(), row -> place(experiment, examples, row), refusals::add, warnings);
    MetricNames alone = MetricNames.of(List.of(metric));
    measured.keySet().removeIf(name -> !alone.isOf(metric, name));
    return refusals.isEmpty() ? measured : Map.of();
  }

  /**
   * The loss and the metrics of a split of an experiment, or of a fold. A classifier that always
   * gives the same answer is reported once: for the validation split, if there is one.
   */
  public static Map<String, Double> evaluate(Experiment experiment, Examples examples) {
    return evaluate(experiment, examples, Integer.MAX_VALUE);
  }

  static Map<String, Double> evaluate(Experiment experiment, Examples examples, int mostThreads) {
    try (Team team = team(experiment.configuration(), mostThreads)) {
      Measurement measurement = measurement(experiment, examples, team);
      Map<String, Double> results =
          measurement.all(
              Optional.empty(),
              row -> place(experiment, examples, row),
              Refusal::orThrow,
              experiment.warnings());
      boolean judgedElsewhere =
          experiment.validation().isPresent() && examples.equals(experiment.training());
      if (!judgedElsewhere && experiment.test().filter(examples::equals).isEmpty()) {
        measurement.constantPrediction().ifPresent(experiment.warnings());
      }
      return results;
    }
  }

  /**
   * The same with the weights of examples and classes in the loss, so that it can be compared with
   * the loss of training batches.
   *
   * @param team shares the work; used by the thread that owns it
   */
  static Map<String, Double> evaluateAsLearned(
      Experiment experiment, Examples examples, Team team) {
    return measurement(experiment, examples, team)
        .all(
            Optional.of(experiment.loss()),
            row -> place(experiment, examples, row),
            Refusal::orThrow,
            experiment.warnings());
  }

  /**
   * Checks the loss and metrics on a few examples.
   *
   * @return by name, as {@link #evaluate} will; the values mean nothing for so few examples
   * @throws TrainingException if a loss or metric makes no sense for the target
   */
  static Map<String, Double> tryOut(Experiment experiment, Examples few) {
    // A metric that fails may need more examples.
    return measurement(experiment, few, Team.alone())
        .all(
            Optional.empty(),
            row -> "training example " + (row + 1),
            Refusal::orThrow,
            unused -> {});
  }

  /**
   * Whether a metric, or one of its values, can be a number for some examples: it must be one for
   * predictions that equal the targets.
   *
   * @param name of the metric or the value
   * @throws TrainingException if it makes no sense for the target
   */
  static boolean canMeasure(Experiment experiment, Examples examples, Metric metric, String name) {
    return Double.isFinite(
        measurement(experiment, examples, Team.alone())
            .ofPerfection(metric)
            .getOrDefault(name, Double.NaN));
  }

  /**
   * The approximate memory in bytes to evaluate a number of examples with the loss and the metrics
   * of a configuration. A loss is evaluated on the outputs of a few examples at a time, and so is a
   * loss of classes or labels that is reported as a metric.
   */
  static long bytes(Configuration configuration, int examples, Target target) {
    return metrics(configuration, target).isEmpty()
        ? 0
        : examples
            * (bytesOfPredictions(configuration, target) + bytesOfMetrics(configuration, target));
  }

  /**
   * The same for each example whose prediction is kept in any case, because what is said about
   * classes, labels and intervals needs it too.
   *
   * @param intervals whether an interval is predicted for each number
   */
  static long bytesOfEvaluated(Configuration configuration, Target target, boolean intervals) {
    int targets = target.outputs().size();
    long answers =
        switch (target.kind()) {
          case NUMERIC -> 0;
          // The true class and the predicted one.
          case BINARY, CLASSES -> 2 * Integer.BYTES;
          // Whether each label applies, and is predicted.
          case LABELS -> row(targets) + ROW_HEADER + targets;
        };
    return bytesOfPredictions(configuration, target)
        + (intervals ? row(2L * targets) : 0)
        + Math.max(answers, bytesOfMetrics(configuration, target));
  }

  /** The metrics that need the predictions of all examples. */
  private static List<Metric> metrics(Configuration configuration, Target target) {
    return configuration.metrics().stream()
        .filter(metric -> target.kind() == Target.Kind.NUMERIC || !(metric instanceof LossAsMetric))
        .toList();
  }

  /**
   * What the prediction of an example takes, with its quantiles. For each row there is an array,
   * which has a header.
   */
  private static long bytesOfPredictions(Configuration configuration, Target target) {
    int targets = target.outputs().size();
    int levels = configuration.loss().quantiles().size();
    return row(targets) + (levels == 0 ? 0 : row((long) levels * targets));
  }

  /** What the target of an example takes, and one metric: only one is computed at a time. */
  private static long bytesOfMetrics(Configuration configuration, Target target) {
    int targets = target.outputs().size();
    long most = 0;
    for (Metric metric : metrics(configuration, target)) {
      long asked = metric.quantiles().size();
      long columns = metric.columns().size();
      // A copy for a metric that sees further columns.
      long widened =
          (asked == 0 ? 0 : row((1 + asked) * targets))
              + (columns == 0 ? 0 : row(targets + columns));
      most = Math.max(most, widened + bytesOf(metric, target));
    }
    return most + (DecodedTargets.areShared(target) ? REFERENCE : row(targets));
  }

  /** What a metric takes for each example while it computes, in bytes. */
  private static long bytesOf(Metric metric, Target target) {
    if (!metric.columns().isEmpty()) {
      // Concordance sorts the examples, and ranking divides them into groups.
      return OF_ORDERED;
    }
    return switch (target.kind()) {
      // The errors and the targets of one output.
      case NUMERIC -> 2 * Double.BYTES;
      // The scores of one output, sorted.
      case BINARY, CLASSES -> Double.BYTES;
      // The same of a label, or its predictions and targets as those of a target of its own.
      case LABELS -> 2 * row(1);
    };
  }

  /** The size of a row of numbers in bytes. */
  private static long row(long numbers) {
    return ROW_HEADER + Double.BYTES * numbers;
  }
}
