package dev.gradus.engine.training;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.LossAsMetric;
import dev.gradus.engine.config.MetricNames;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.examples.Batches;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.MatrixRows;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.training.update.MonitoredMetric;
import dev.gradus.engine.training.update.MonitoredMetrics;
import dev.gradus.engine.training.update.ParameterGroups;
import dev.gradus.engine.training.update.SteppedSchedules;
import dev.gradus.engine.training.update.UpdateOptions;
import dev.gradus.engine.training.update.WeightDecay;
import dev.gradus.spi.BatchLoss;
import dev.gradus.spi.JointOptimizer;
import dev.gradus.spi.Metric;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Schedule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Checks before the first step that a configuration, a network and its examples fit together; each
 * throws a {@link TrainingException} that says what to change.
 */
final class TrainingChecks {

  /**
   * The mean of a single row is the row itself: layers that need two rows are those that
   * standardise.
   */
  private static final int ROWS_TO_STANDARDISE = 2;

  private TrainingChecks() {}

  /** Checks what does not depend on the examples. */
  static void checkWithoutExamples(Experiment experiment) {
    Configuration configuration = experiment.configuration();
    TrainingSpec training = configuration.training();
    Optimizer optimizer = configuration.optimizer();
    checkAverage(training, optimizer);
    checkOwnBatches(experiment);
    if (!training.decayBiases()) {
      WeightDecay.check(optimizer, "training.decay-biases", "for biases");
    }
    training.weightDecaySchedule().ifPresent(schedule -> checkDecay(optimizer, schedule));
    ParameterGroups.check(configuration, experiment.network());
  }

  /** Checks that the members of an ensemble can have batches of their own, if they should. */
  private static void checkOwnBatches(Experiment experiment) {
    Configuration configuration = experiment.configuration();
    if (!experiment.network().hasOwnBatches()) {
      return;
    }
    if (configuration.optimizer().isFullBatch()) {
      throw new TrainingException(
          "network: %s uses all examples in every step, so the members of the ensemble cannot have batches of their own; remove own-batches, or use another optimizer"
              .formatted(PluginType.nameOf(configuration.optimizer())));
    }
    if (configuration.loss() instanceof BatchLoss) {
      throw new TrainingException(
          "network: %s relates the examples of a batch to each other, so all members of the ensemble need the same batches; remove own-batches, or use another loss"
              .formatted(PluginType.nameOf(configuration.loss())));
    }
  }

  private static void checkAverage(TrainingSpec training, Optimizer optimizer) {
    if (training.emaDecay().isPresent() && optimizer.predictsWithOtherWeights()) {
      throw new TrainingException(
          "training.ema-decay: %s already predicts with averaged weights; remove ema-decay"
              .formatted(PluginType.nameOf(optimizer)));
    }
  }

  private static void checkDecay(Optimizer optimizer, Schedule schedule) {
    WeightDecay.checkThere(optimizer, SteppedSchedules.OF_DECAY, "follow a schedule");
    SteppedSchedules.checkCounts(SteppedSchedules.OF_DECAY, schedule);
    if (WeightDecay.of(optimizer).stream().allMatch(decay -> decay == 0)
        && SteppedSchedules.keepsZero(schedule)) {
      throw new TrainingException(
          "%s: weight-decay is 0, so there is nothing to schedule; set the weight-decay of %s, or remove weight-decay-schedule"
              .formatted(SteppedSchedules.OF_DECAY, PluginType.nameOf(optimizer)));
    }
  }

  /** Checks that an optimizer that sees all examples at once can. */
  static void checkFullBatch(Experiment experiment) {
    Optimizer optimizer = experiment.configuration().optimizer();
    if (!optimizer.isFullBatch()) {
      return;
    }
    String name = PluginType.nameOf(optimizer);
    if (optimizer instanceof JointOptimizer) {
      throw new TrainingException(
          "optimizer: %s is full-batch, so it sees all tensors as one vector, and a JointOptimizer, which updates one after the other; it can be only one of them"
              .formatted(name));
    }
    UpdateOptions rules = UpdateOptions.of(experiment.configuration().training());
    if (experiment.configuration().training().batchSize().isPresent() || !rules.isNone()) {
      throw new TrainingException(
          "training: %s uses all examples in every step and searches along a line; remove batch-size, accumulate-batches, max-norm, ema-decay and all kinds of clip"
              .formatted(name));
    }
    if (experiment.network().isRandom()) {
      throw new TrainingException(
          "network: %s compares the loss before and after a step, which layers such as dropout change at random; remove those layers, or use another optimizer"
              .formatted(name));
    }
  }

  /**
   * Checks that the layers and the loss can learn from the batches.
   *
   * @param warnings receives a warning if they can from all but the last batch of an epoch
   */
  static void checkBatches(Experiment experiment, Batches batches, Consumer<String> warnings) {
    Network network = experiment.network();
    int first = batches.largest();
    Optional<String> starved = network.starvedBy(first);
    if (starved.isPresent()) {
      throw new TrainingException(
          tooSmall(network, starved.get(), first, experiment.training().rows()));
    }
    if (first == 1 && experiment.configuration().loss() instanceof BatchLoss) {
      throw new TrainingException(
          "loss: %s relates the examples of a batch to each other, but a batch has 1; use a batch-size of 2 or more"
              .formatted(PluginType.nameOf(experiment.configuration().loss())));
    }
    warnOfOwnBatches(experiment, batches, warnings);
    int last = batches.size(batches.count() - 1);
    network
        .starvedBy(last)
        .ifPresent(
            layer -> {
              int least = leastRows(network, layer, last);
              String need =
                  least == ROWS_TO_STANDARDISE
                      ? "standardises over the rows of a batch"
                      : "needs a batch of at least %s rows to learn".formatted(least);
              warnings.accept(
                  "network: layer %s %s, but the last of the %s batches of an epoch has %s, so almost nothing is learned from it; change the batch-size to avoid that"
                      .formatted(layer, need, batches.count(), last));
            });
  }

  private static void warnOfOwnBatches(
      Experiment experiment, Batches batches, Consumer<String> warnings) {
    if (experiment.network().hasOwnBatches() && batches.count() == 1) {
      warnings.accept(
          "network: own-batches changes nothing, because each batch has all %s rows; use a batch-size below that, or remove it"
              .formatted(batches.size(0)));
    }
  }

  /** The message about a layer that cannot learn from the batches. */
  private static String tooSmall(Network network, String layer, int batch, int examples) {
    int least = leastRows(network, layer, batch);
    if (least == ROWS_TO_STANDARDISE) {
      return "network: layer %s standardises over the rows of a batch, but a batch has %s, so every output is the same and nothing is learned; use a batch-size of 2 or more (accumulate-batches does not help), or layer-norm"
          .formatted(layer, batch);
    }
    return "network: layer %s needs a batch of at least %s rows to learn, but a batch has %s; %s"
        .formatted(
            layer,
            least,
            batch,
            examples < least
                ? "train on %s rows or more".formatted(least)
                : "use a batch-size of %s or more (accumulate-batches does not help)"
                    .formatted(least));
  }

  /**
   * The minimum batch size of the layers.
   *
   * @param layer the first layer that cannot learn from so few rows
   * @param few that number of rows
   */
  private static int leastRows(Network network, String layer, int few) {
    int starving = few;
    int enough = Integer.MAX_VALUE;
    while (enough - starving > 1) {
      int between = starving + (enough - starving) / 2;
      if (network.starvedBy(between).equals(Optional.of(layer))) {
        starving = between;
      } else {
        enough = between;
      }
    }
    return enough;
  }

  /**
   * Checks that what a schedule or the choice of the epoch monitors is evaluated after every epoch,
   * and is a number.
   *
   * @param sample the loss and the metrics of a validation example, by name; empty without a
   *     validation split
   */
  static void checkMonitored(Experiment experiment, Map<String, Double> sample) {
    EpochReport report = new EpochReport(1, 1, 0, 0, 0, sample);
    List<MonitoredMetric> monitored = MonitoredMetrics.of(experiment.configuration());
    monitored.forEach(each -> each.of(report));
    experiment
        .validation()
        .ifPresent(part -> monitored.forEach(each -> checkNumber(experiment, part, each)));
  }

  private static void checkNumber(
      Experiment experiment, Examples validation, MonitoredMetric monitored) {
    MetricNames names = MetricNames.of(experiment.configuration());
    for (Metric metric : experiment.configuration().metrics()) {
      if (!(metric instanceof LossAsMetric)
          && names.isOf(metric, monitored.monitor())
          && !Evaluator.canMeasure(experiment, validation, metric, monitored.monitor())) {
        throw new TrainingException(
            "%s: it monitors '%s', which cannot be computed on the validation split: %s; make that split larger (data.split), or monitor 'loss'"
                .formatted(monitored.place(), monitored.monitor(), describe(validation)));
      }
    }
  }

  private static String describe(Examples validation) {
    return (haveOneTarget(validation.targets())
            ? "all of its %s examples have the same target"
            : "its %s examples are too few")
        .formatted(validation.rows());
  }

  private static boolean haveOneTarget(MatrixRows targets) {
    for (int row = 1; row < targets.rows(); row++) {
      for (int column = 0; column < targets.columns(); column++) {
        if (targets.at(row, column) != targets.at(0, column)) {
          return false;
        }
      }
    }
    return true;
  }
}
