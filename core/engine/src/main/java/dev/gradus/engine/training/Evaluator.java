package dev.gradus.engine.training;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.LossAsMetric;
import dev.gradus.engine.data.Examples;
import dev.gradus.engine.data.Preparation;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Pass;
import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.Verifier;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Metric;
import dev.gradus.spi.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures a network on examples.
 *
 * <p>The loss is that of the numbers that the network sees. Metrics are in the unit of the data:
 * where a numeric target was standardised, predictions and targets are put back first.
 */
public final class Evaluator {

  /** The header of an array, and the reference to it. */
  private static final int ROW_HEADER = 20;

  private final Catalogue catalogue;

  /**
   * Makes an evaluator.
   *
   * @param catalogue what its advice about losses and activations is drawn from
   */
  public Evaluator(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * The loss and the metrics of a part of the data.
   *
   * @param configuration the loss and the metrics
   * @param preparation how the examples were prepared
   * @param examples at least one
   * @return by name, the loss first
   * @throws TrainingException if a loss or metric makes no sense for the target
   */
  public Map<String, Double> evaluate(
      Network network, Configuration configuration, Preparation preparation, Examples examples) {
    return evaluate(network, configuration, preparation, examples, Team.alone());
  }

  private Map<String, Double> evaluate(
      Network network,
      Configuration configuration,
      Preparation preparation,
      Examples examples,
      Team team) {
    return Verifier.naming(
        configuration,
        "while the network was measured",
        () -> measure(network, configuration, preparation, examples, team));
  }

  private Map<String, Double> measure(
      Network network,
      Configuration configuration,
      Preparation preparation,
      Examples examples,
      Team team) {
    Target target = preparation.target();
    LossGuard guard = LossGuard.of(catalogue, configuration.training(), said -> {});
    Map<String, Double> results = new LinkedHashMap<>();
    results.put(
        EpochReport.LOSS, loss(configuration.loss(), guard, network, target, examples, team));
    double[][] predictions = predictions(network, preparation, examples, team);
    double[][] targets = restored(preparation, examples.targets());
    for (Metric metric : configuration.metrics()) {
      results.put(
          nameOf(metric),
          metric instanceof LossAsMetric reported && target.kind() != Target.Kind.NUMERIC
              ? loss(reported.loss(), guard, network, target, examples, team)
              : forTarget(metric, target).evaluate(predictions, targets));
    }
    return results;
  }

  /** The loss alone. */
  public double loss(Experiment experiment, Examples examples) {
    Configuration configuration = experiment.configuration();
    return loss(
        configuration.loss(),
        LossGuard.of(catalogue, configuration.training(), said -> {}),
        experiment.network(),
        experiment.preparation().target(),
        examples,
        Team.alone());
  }

  /**
   * A single metric.
   *
   * @return empty if it makes no sense for the target, or for the outputs of the network
   */
  public Optional<Double> measure(Experiment experiment, Examples examples, Metric metric) {
    try {
      Map<String, Double> measured =
          evaluate(
              experiment.network(),
              experiment.configuration().withMetrics(List.of(metric)),
              experiment.preparation(),
              examples);
      return Optional.ofNullable(measured.get(nameOf(metric)));
    } catch (TrainingException e) {
      // Who wants to know why asks for it in a configuration.
      return Optional.empty();
    }
  }

  /** The loss and the metrics of a part of the data of an experiment. */
  public Map<String, Double> evaluate(Experiment experiment, Examples examples) {
    return evaluate(experiment, examples, Team.alone());
  }

  /**
   * The loss and the metrics of a part of the data of an experiment.
   *
   * @param team shares the work; used by the thread that owns it
   */
  Map<String, Double> evaluate(Experiment experiment, Examples examples, Team team) {
    return evaluate(
        experiment.network(), experiment.configuration(), experiment.preparation(), examples, team);
  }

  /** About how many bytes it takes to measure so many examples. */
  static long bytes(int examples, int width) {
    long inFloat = (long) Float.BYTES * examples * width;
    // Predictions and targets, restored, in an array for each row, which has a header.
    long restored = 2L * examples * (ROW_HEADER + Double.BYTES * width);
    return inFloat + restored;
  }

  /** The name under which a metric, or a loss as one, is reported. */
  public static String nameOf(Metric metric) {
    return metric instanceof LossAsMetric reported
        ? PluginType.nameOf(reported.loss())
        : PluginType.nameOf(metric);
  }

  private static Metric forTarget(Metric metric, Target target) {
    try {
      return metric.forTarget(target);
    } catch (IllegalArgumentException e) {
      throw new TrainingException("metrics: " + e.getMessage(), e);
    }
  }

  private static double loss(
      Loss loss, LossGuard guard, Network network, Target target, Examples examples, Team team) {
    Objective objective = guard.objective(loss, network, target);
    int chunk =
        objective.needsWholeBatch()
            ? examples.rows()
            : Math.min(network.rowsAtOnce(), examples.rows());
    Pass pass = network.newPass(chunk, team);
    Matrix unused = Matrix.zeros(chunk, network.outputs());
    double sum = 0;
    for (int from = 0; from < examples.rows(); from += chunk) {
      int to = Math.min(from + chunk, examples.rows());
      Matrix logits = pass.logits(examples.inputs().copyOfRows(from, to));
      Matrix given = objective.onLogits() ? logits : pass.outputs();
      Matrix targets = examples.targets().copyOfRows(from, to);
      sum += objective.evaluate(given, targets, unused.firstRows(to - from)) * (to - from);
    }
    return sum / examples.rows();
  }

  private static double[][] predictions(
      Network network, Preparation preparation, Examples examples, Team team) {
    Matrix outputs = Matrix.zeros(examples.rows(), network.outputs());
    network.predict(examples.inputs(), outputs, team);
    return restored(preparation, outputs);
  }

  private static double[][] restored(Preparation preparation, Matrix outputs) {
    double[][] rows = new double[outputs.rows()][preparation.targets().width()];
    for (int i = 0; i < rows.length; i++) {
      preparation.targets().restore(outputs.values(), i * outputs.columns(), rows[i]);
    }
    return rows;
  }
}
