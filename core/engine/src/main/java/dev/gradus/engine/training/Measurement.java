package dev.gradus.engine.training;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.LossAsMetric;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.data.Preparation;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.loss.FittedLoss;
import dev.gradus.engine.loss.LossFit;
import dev.gradus.engine.loss.LossGuard;
import dev.gradus.engine.loss.Objective;
import dev.gradus.engine.loss.Refusal;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Pass;
import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.plugin.Verifier;
import dev.gradus.engine.problem.CancelledException;
import dev.gradus.engine.problem.DataException;
import dev.gradus.engine.problem.GradusException;
import dev.gradus.engine.problem.Warning;
import dev.gradus.spi.BatchLoss;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Metric;
import dev.gradus.spi.Target;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * A network on some examples: what it predicts for them, and how good that is by one measure after
 * the other.
 */
final class Measurement {

  private static final String DOING = "the network was measured";

  private final Network network;
  private final Configuration configuration;
  private final Preparation preparation;
  private final Target target;
  private final LossGuard guard;
  private final Examples examples;
  private final Team team;
  private final UnaryOperator<Matrix> seen;
  private Optional<double[][]> predictions = Optional.empty();
  private Optional<double[][]> targets = Optional.empty();

  /**
   * Measures nothing yet.
   *
   * @param guard fits losses to that network
   * @param team shares the work; used by the thread that owns it
   */
  Measurement(
      Network network,
      Configuration configuration,
      Preparation preparation,
      LossGuard guard,
      Examples examples,
      Team team) {
    this(network, configuration, preparation, guard, examples, team, UnaryOperator.identity());
  }

  /**
   * The same of a network that sees the inputs in another form.
   *
   * @param seen makes it of some rows
   */
  Measurement(
      Network network,
      Configuration configuration,
      Preparation preparation,
      LossGuard guard,
      Examples examples,
      Team team,
      UnaryOperator<Matrix> seen) {
    this.seen = seen;
    this.network = network;
    this.configuration = configuration;
    this.preparation = preparation;
    this.target = preparation.target();
    this.guard = guard;
    this.examples = examples;
    this.team = team;
  }

  /** Predicts in the unit of the data. */
  private void predict(IntFunction<String> placeOf) {
    Matrix outputs = Matrix.zeros(examples.rows(), network.outputs());
    int chunk = Math.min(network.rowsAtOnce(), examples.rows());
    Pass pass = network.newPass(chunk, team);
    for (int from = 0; from < examples.rows(); from += chunk) {
      CancelledException.check(DOING);
      int to = Math.min(from + chunk, examples.rows());
      Matrix part = pass.outputs(inputs(from, to));
      System.arraycopy(part.values(), 0, outputs.values(), from * outputs.columns(), part.size());
    }
    double[][] restored = restored(outputs);
    for (int row = 0; row < restored.length; row++) {
      Evaluator.checkFinite(restored[row], outputs, row, preparation, placeOf);
    }
    use(restored);
  }

  private Matrix inputs(int from, int to) {
    return seen.apply(examples.inputs().copyOfRows(from, to));
  }

  /**
   * Takes what was predicted elsewhere.
   *
   * @param predicted for each example, in the unit of the data
   */
  void use(double[][] predicted) {
    predictions = Optional.of(predicted);
    targets = Optional.of(restored(examples.targets()));
  }

  private double[][] restored(Matrix outputs) {
    double[][] rows = new double[outputs.rows()][preparation.targets().width()];
    for (int i = 0; i < rows.length; i++) {
      preparation.targets().restore(outputs.values(), i * outputs.columns(), rows[i]);
    }
    return rows;
  }

  /**
   * The loss and the metrics, by name.
   *
   * @param learned the loss that the network learns by, if it is to be as it is learned: with the
   *     weights of classes and examples
   * @param placeOf an example, for the message if its prediction is not finite
   * @param refused is told of a metric that makes no sense for the target or the outputs
   * @param warnings is told of a metric that fails; its number is NaN then
   * @throws DataException naming the first example whose prediction is not finite
   */
  Map<String, Double> all(
      Optional<FittedLoss> learned,
      IntFunction<String> placeOf,
      Consumer<Refusal> refused,
      Consumer<Warning> warnings) {
    return Verifier.naming(
        configuration,
        "while " + DOING,
        () -> {
          if (predictions.isEmpty()) {
            predict(placeOf);
          }
          Map<String, Double> results = new LinkedHashMap<>();
          results.put(
              EpochReport.LOSS,
              learned.map(loss -> mean(loss.learned(), examples.weights())).orElseGet(this::loss));
          for (Metric metric : configuration.metrics()) {
            results.put(Evaluator.nameOf(metric), metric(metric, refused, warnings));
          }
          return results;
        });
  }

  /**
   * The loss and the metrics that make sense for the network and are finite, by name. A metric that
   * fails is left out.
   *
   * @throws DataException if a prediction is not finite
   */
  Map<String, Double> sensible() {
    return Verifier.naming(
        configuration,
        "while " + DOING,
        () -> {
          predict(row -> "");
          Map<String, Double> results = new LinkedHashMap<>();
          results.put(EpochReport.LOSS, loss(configuration.loss(), refusal -> {}));
          for (Metric metric : configuration.metrics()) {
            results.put(Evaluator.nameOf(metric), metric(metric, refusal -> {}, warning -> {}));
          }
          results.values().removeIf(value -> !Double.isFinite(value));
          return results;
        });
  }

  /** The mean of the loss over the examples, in which all count alike. */
  double loss() {
    return loss(configuration.loss(), Refusal::orThrow);
  }

  private double loss(Loss loss, Consumer<Refusal> refused) {
    LossFit fit = guard.fit(loss);
    if (fit instanceof Refusal refusal) {
      refused.accept(refusal);
      return Double.NaN;
    }
    return mean(fit.orThrow().reported(), Optional.empty());
  }

  private double mean(Objective objective, Optional<Matrix> weights) {
    int chunk =
        objective.needsWholeBatch() ? batch() : Math.min(network.rowsAtOnce(), examples.rows());
    Pass pass = network.newPass(chunk, team);
    Matrix unused = Matrix.zeros(chunk, network.outputs());
    double sum = 0;
    for (int from = 0; from < examples.rows(); from += chunk) {
      CancelledException.check(DOING);
      int first = from;
      int to = Math.min(from + chunk, examples.rows());
      Matrix logits = pass.logits(inputs(from, to));
      Matrix given = objective.onLogits() ? logits : pass.outputs();
      sum +=
          objective.evaluate(
                  given,
                  examples.targets().copyOfRows(from, to),
                  weights.map(all -> all.copyOfRows(first, to)),
                  unused.firstRows(to - from))
              * (to - from);
    }
    return sum / examples.rows();
  }

  /** How many examples a loss over whole batches sees at once, here as in training. */
  private int batch() {
    TrainingSpec spec = configuration.training();
    int size =
        configuration.optimizer().isFullBatch()
            ? examples.rows()
            : spec.batchSize().orElse(TrainingSpec.DEFAULT_BATCH_SIZE);
    return Math.min(size, examples.rows());
  }

  private double metric(Metric metric, Consumer<Refusal> refused, Consumer<Warning> warnings) {
    CancelledException.check(DOING);
    boolean isLoss = metric instanceof LossAsMetric && target.kind() != Target.Kind.NUMERIC;
    Optional<Metric> suited = isLoss ? Optional.of(metric) : suited(metric, refused);
    if (suited.isEmpty()) {
      return Double.NaN;
    }
    try {
      return isLoss && metric instanceof LossAsMetric reported
          ? loss(reported.loss(), refused)
          : value(suited.get(), predictions.orElseThrow());
    } catch (GradusException e) {
      throw e;
    } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
      String failure =
          Verifier.faultIn(e, metric, "while " + DOING)
              .map(fault -> String.valueOf(fault.getMessage()))
              .orElseGet(() -> "%s failed (%s)".formatted(Evaluator.nameOf(metric), e));
      warnings.accept(
          Warning.of(
              "metrics: %s; its value is missing, and no other result is affected"
                  .formatted(failure)));
      return Double.NaN;
    }
  }

  /** A metric of predictions that are the targets. */
  double ofPerfection(Metric metric) {
    return value(suited(metric, Refusal::orThrow).orElseThrow(), restored(examples.targets()));
  }

  private Optional<Metric> suited(Metric metric, Consumer<Refusal> refused) {
    try {
      return Optional.of(metric.forTarget(target.inUnitOfData()));
    } catch (IllegalArgumentException e) {
      refused.accept(new Refusal("metrics: " + e.getMessage(), Optional.of(e)));
      return Optional.empty();
    }
  }

  private double value(Metric metric, double[][] predicted) {
    double[][] wanted = targets.orElseGet(() -> restored(examples.targets()));
    if (!(metric instanceof LossAsMetric reported && reported.loss() instanceof BatchLoss)) {
      return metric.evaluate(predicted, wanted);
    }
    int chunk = batch();
    double sum = 0;
    for (int from = 0; from < predicted.length; from += chunk) {
      int to = Math.min(from + chunk, predicted.length);
      sum +=
          metric.evaluate(
                  Arrays.copyOfRange(predicted, from, to), Arrays.copyOfRange(wanted, from, to))
              * (to - from);
    }
    return sum / predicted.length;
  }
}
