package dev.gradus.engine.training;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.LossAsMetric;
import dev.gradus.engine.config.MetricNames;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.distributed.GradientSource;
import dev.gradus.engine.event.DivergedException;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.event.TrainingPlan;
import dev.gradus.engine.examples.Batches;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.MatrixRows;
import dev.gradus.engine.loss.FittedLoss;
import dev.gradus.engine.loss.LossGuard;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.Verifier;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.BatchLoss;
import dev.gradus.spi.JointOptimizer;
import dev.gradus.spi.Metric;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Trains a network: checks the configuration and the examples, then runs the training loop. */
public final class Trainer {

  /**
   * The mean of a single row is the row itself: layers that need two rows are those that
   * standardise.
   */
  private static final int ROWS_TO_STANDARDISE = 2;

  /** Computes the gradients, if this process does not. */
  private final Optional<GradientSource> source;

  private final int mostThreads;

  /** A trainer that computes gradients in this process. */
  public Trainer() {
    this(Optional.empty(), Integer.MAX_VALUE);
  }

  private Trainer(Optional<GradientSource> source, int mostThreads) {
    this.source = source;
    this.mostThreads = mostThreads;
  }

  /**
   * A trainer that uses fewer threads than the configuration allows, with the same bits.
   *
   * @param most the maximum number, at least 1
   */
  public Trainer withThreads(int most) {
    return new Trainer(source, most);
  }

  /**
   * A trainer that has the gradients of batches computed elsewhere, with the same bits.
   *
   * @param elsewhere has received the run already
   */
  public Trainer withGradients(GradientSource elsewhere) {
    return new Trainer(Optional.of(elsewhere), mostThreads);
  }

  /**
   * The reason why the gradients of a network can only be computed where it is trained; empty if
   * there is none.
   */
  public static Optional<String> tiesGradients(Experiment experiment) {
    return experiment.network().keepsStatistics()
        ? Optional.of(
            "a layer such as batch-norm follows the statistics of one batch after the other; use layer-norm, or freeze that layer")
        : Optional.empty();
  }

  /**
   * Does everything that training does before its first step.
   *
   * @return a description of the run
   * @throws TrainingException if the loss or a metric does not fit the network or the target
   */
  public TrainingPlan plan(Experiment experiment) {
    return Verifier.naming(
        experiment.configuration(), "before the first step", () -> planOf(experiment));
  }

  /** Checks that do not depend on the examples. */
  static void checkWithoutExamples(Experiment experiment) {
    checkAverage(experiment.configuration());
    if (!experiment.configuration().training().decayBiases()) {
      WeightDecay.check(
          experiment.configuration().optimizer(), "training.decay-biases", "for biases");
    }
    experiment
        .configuration()
        .training()
        .weightDecaySchedule()
        .ifPresent(schedule -> checkDecay(experiment.configuration().optimizer(), schedule));
    ParameterGroups.check(experiment.configuration(), experiment.network());
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

  private TrainingPlan planOf(Experiment experiment) {
    List<Warning> warnings = new ArrayList<>(experiment.warnings().list());
    FittedLoss loss = experiment.loss();
    loss.objections().forEach(said -> warnings.add(Warning.of(said)));
    checkWithoutExamples(experiment);
    checkFullBatch(experiment);
    checkBatches(experiment, said -> warnings.add(Warning.of(said)));
    LossGuard.oddPull(loss, experiment.training().targets())
        .ifPresent(said -> warnings.add(Warning.of(said)));
    Map<String, Double> measured =
        Evaluator.tryOut(experiment, experiment.training().select(new int[] {0}));
    checkWatches(experiment, experiment.validation().isPresent() ? measured : Map.of());
    HeldOutFit.check(experiment, warnings::add);
    RunLength length = length(experiment);
    return new TrainingPlan(
        experiment.training().rows(),
        experiment.validation().map(Examples::rows).orElse(0),
        experiment.test().map(Examples::rows).orElse(0),
        experiment.calibration().map(Examples::rows).orElse(0),
        experiment.network().inputs(),
        experiment.network().outputs(),
        experiment.network().members(),
        experiment.network().size(),
        experiment.network().size() - experiment.network().learnedSize(),
        length.epochs(),
        length.stepsPerEpoch(),
        length.steps(),
        experiment.configuration().training().accumulateBatches(),
        memory(experiment).bytes(),
        warnings);
  }

  private static MemoryPlan memory(Experiment experiment) {
    return MemoryPlan.of(
        experiment.configuration(),
        experiment.network(),
        experiment.preparation().target(),
        experiment.training().rows(),
        experiment.heldOutRows(),
        Stream.of(experiment.validation(), experiment.test(), experiment.calibration())
            .flatMap(Optional::stream)
            .mapToInt(
                part ->
                    BatchPlan.largestMeasured(
                        experiment.configuration(), part.auxiliary(), part.rows()))
            .reduce(batches(experiment).largest(), Math::max),
        experiment.training().isStored());
  }

  /**
   * Whether training leaves enough memory in this process for something optional.
   *
   * @param bytes the memory that it needs
   */
  public static boolean leavesRoom(TrainingPlan plan, long bytes) {
    return plan.bytes() + bytes <= MemoryPlan.usable(Runtime.getRuntime().maxMemory());
  }

  /**
   * Trains as {@link #train(Experiment, TrainingListener, CheckpointStore)} does, without
   * checkpoints.
   */
  public List<EpochReport> train(Experiment experiment, TrainingListener listener) {
    return train(experiment, listener, CheckpointStore.NONE);
  }

  /**
   * Trains the network of an experiment, or resumes its training.
   *
   * <p>An interrupt stops training as a listener would: the current weights, or those of the best
   * epoch, are the result, and the interrupt status is kept.
   *
   * @param experiment its network is modified
   * @param listener sees every step
   * @param store saves the run, and may restore an earlier one
   * @return the report of each epoch, including those of the earlier run
   * @throws TrainingException if the loss or a metric does not fit the network or the target, or
   *     the earlier run is another one
   * @throws DivergedException if a number is no longer finite; if the best epoch was recorded, the
   *     network has its weights
   * @throws CancelledException if the thread was interrupted before the first step
   */
  public List<EpochReport> train(
      Experiment experiment, TrainingListener listener, CheckpointStore store) {
    return trained(experiment, listener, store).history();
  }

  private Trained trained(Experiment experiment, TrainingListener listener, CheckpointStore store) {
    TrainingPlan plan = plan(experiment);
    plan.warnings().forEach(experiment.warnings());
    store.checkResumable();
    listener.started(plan);
    TrainingSpec spec = experiment.configuration().training();
    try (Team team = new Team(Math.min(mostThreads, MemoryPlan.threads(spec)))) {
      return Verifier.naming(
          experiment.configuration(),
          "while the network was trained",
          () -> train(experiment, listener, store, team));
    }
  }

  /**
   * Trains the network of an experiment, or resumes its training; if a run diverges and the weights
   * of its best epoch are kept, it ends early with a warning.
   *
   * @throws TrainingException as {@link #train(Experiment, TrainingListener, CheckpointStore)}
   *     does; if a run diverges, only if no weights were kept
   */
  public Trained trainOrKeepBest(
      Experiment experiment, TrainingListener listener, CheckpointStore store) {
    try {
      return trained(experiment, listener, store);
    } catch (DivergedException e) {
      if (!e.keepsBest()) {
        throw e;
      }
      experiment.warnings().accept(Warning.of(String.valueOf(e.getMessage())));
      return new Trained(e.history(), e.bestEpoch(), Optional.of(e));
    }
  }

  private Trained train(
      Experiment experiment, TrainingListener listener, CheckpointStore store, Team team) {
    Observer observer = new Observer(experiment, listener);
    return new TrainingLoop(
            experiment,
            length(experiment),
            learning(experiment, listener, observer, team),
            () ->
                experiment
                    .validation()
                    .map(part -> Evaluator.evaluateAsLearned(experiment, part, team))
                    .orElse(Map.of()),
            watches(experiment.configuration()),
            listener,
            observer,
            store)
        .train();
  }

  /** A metric that a schedule or early stopping monitors must be evaluated after every epoch. */
  private void checkWatches(Experiment experiment, Map<String, Double> measured) {
    Configuration configuration = experiment.configuration();
    EpochReport sample = new EpochReport(1, 1, 0, 0, 0, measured);
    List<MonitoredMetric> watches = watches(configuration);
    watches.forEach(watch -> watch.of(sample));
    watches.forEach(watch -> checkNumber(experiment, watch));
  }

  /** A monitored metric must be computable. */
  private void checkNumber(Experiment experiment, MonitoredMetric watch) {
    Optional<Examples> part = experiment.validation();
    MetricNames measures = MetricNames.of(experiment.configuration());
    for (Metric metric : experiment.configuration().metrics()) {
      if (part.isPresent()
          && !(metric instanceof LossAsMetric)
          && measures.isOf(metric, watch.monitor())
          && !Evaluator.canMeasure(experiment, part.get(), metric, watch.monitor())) {
        throw new TrainingException(
            "%s: it monitors '%s', which cannot be computed on the validation split: %s; make that split larger (data.split), or monitor 'loss'"
                .formatted(watch.place(), watch.monitor(), describe(part.get())));
      }
    }
  }

  private static String describe(Examples part) {
    MatrixRows targets = part.targets();
    boolean same = true;
    for (int row = 1; same && row < targets.rows(); row++) {
      for (int column = 0; column < targets.columns(); column++) {
        same &= targets.at(row, column) == targets.at(0, column);
      }
    }
    return (same ? "all of its %s examples have the same target" : "its %s examples are too few")
        .formatted(part.rows());
  }

  /** Some layers and some losses cannot learn from a batch that is too small. */
  static void checkBatches(Experiment experiment, Consumer<String> warnings) {
    Batches batches = batches(experiment);
    Network network = experiment.network();
    int first = batches.largest();
    int last = batches.size(batches.count() - 1);
    Optional<String> starved = network.starvedBy(first);
    if (starved.isPresent()) {
      int least = leastRows(network, starved.get(), first);
      throw new TrainingException(
          least == ROWS_TO_STANDARDISE
              ? "network: layer %s standardises over the rows of a batch, but a batch has %s, so every output is the same and nothing is learned; use a batch-size of 2 or more (accumulate-batches does not help), or layer-norm"
                  .formatted(starved.get(), first)
              : "network: layer %s needs a batch of at least %s rows to learn, but a batch has %s; %s"
                  .formatted(
                      starved.get(),
                      least,
                      first,
                      experiment.training().rows() < least
                          ? "train on %s rows or more".formatted(least)
                          : "use a batch-size of %s or more (accumulate-batches does not help)"
                              .formatted(least)));
    }
    if (first == 1 && experiment.configuration().loss() instanceof BatchLoss) {
      throw new TrainingException(
          "loss: %s relates the examples of a batch to each other, but a batch has 1; use a batch-size of 2 or more"
              .formatted(PluginType.nameOf(experiment.configuration().loss())));
    }
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

  /** Whether early stopping or a schedule monitors more than the loss. */
  public static boolean looksAtMetrics(Configuration configuration) {
    return watches(configuration).stream()
        .anyMatch(watch -> !watch.monitor().equals(EpochReport.LOSS));
  }

  /** Whether early stopping or a schedule monitors a metric, by its name in reports. */
  static boolean looksAt(Configuration configuration, String name) {
    return watches(configuration).stream().anyMatch(watch -> watch.monitor().equals(name));
  }

  private static List<MonitoredMetric> watches(Configuration configuration) {
    List<MonitoredMetric> watches =
        new ArrayList<>(watches(configuration.schedule(), configuration));
    configuration
        .training()
        .choiceOfEpoch()
        .map(early -> BestEpoch.watch(early, configuration))
        .ifPresent(watches::add);
    return watches;
  }

  /** The metrics that a schedule monitors, by their names in reports. */
  private static List<MonitoredMetric> watches(
      Optional<Schedule> schedule, Configuration configuration) {
    return LearningRate.watches(schedule.map(each -> renamed(each, configuration)));
  }

  private static Schedule renamed(Schedule schedule, Configuration configuration) {
    return NestedSchedules.replace(schedule, each -> Renamed.of(each, configuration));
  }

  /** The schedule for a run; monitored metrics know whether higher is better. */
  private static Schedule forRun(Schedule schedule, Configuration configuration, RunLength length) {
    return NestedSchedules.replace(
            renamed(NestedSchedules.forEpochs(schedule, length.stepsPerEpoch()), configuration),
            each ->
                each.forMetric(
                    new MonitoredMetric("schedule", each.monitor()).higherIsBetter(configuration)))
        .forRun(length.steps());
  }

  /**
   * The schedule of a learner, which has no end: it counts steps.
   *
   * @throws TrainingException if it monitors a metric, or depends on the length of the run, which
   *     is not known
   */
  static Optional<Schedule> openEnded(Configuration configuration) {
    return configuration
        .schedule()
        .map(each -> SteppedSchedules.openEnded("schedule", each, configuration.training()));
  }

  private Learning learning(
      Experiment experiment, TrainingListener listener, Observer observer, Team team) {
    Configuration configuration = experiment.configuration();
    if (configuration.optimizer().isFullBatch()) {
      return wholeLearning(experiment, listener, observer, team, source);
    }
    Batches batches = batches(experiment);
    Optional<Statistics> statistics =
        Statistics.areOthers(configuration, experiment.network())
            ? Optional.of(new Statistics(experiment, team))
            : Optional.empty();
    return new BatchLearning(
        experiment,
        batches,
        descent(experiment, batches, team),
        length(experiment).steps(),
        statistics,
        listener,
        observer,
        source);
  }

  /**
   * A run whose steps see all examples, before the first one.
   *
   * @param source computes the gradients; empty if this process does
   */
  static FullBatchLearning wholeLearning(
      Experiment experiment,
      TrainingListener listener,
      Observer observer,
      Team team,
      Optional<GradientSource> source) {
    return new FullBatchLearning(
        experiment,
        experiment.loss().learned(),
        schedule(experiment.configuration(), length(experiment)),
        listener,
        observer,
        team,
        source);
  }

  /** The steps of a run in batches, before the first one. */
  static GradientDescent descent(Experiment experiment, Batches batches, Team team) {
    Configuration configuration = experiment.configuration();
    TrainingSpec spec = configuration.training();
    RunLength length = RunLength.of(spec, batches.count());
    return new GradientDescent(
        experiment.network(),
        experiment.loss().learned(),
        configuration.optimizer(),
        schedule(configuration, length),
        configuration.regularizers(),
        UpdateOptions.of(spec)
            .withWeightDecaySchedule(
                spec.weightDecaySchedule()
                    .map(each -> SteppedSchedules.forRun(SteppedSchedules.OF_DECAY, each, length))),
        batches.largest(),
        length.rows(experiment.training().rows()),
        team);
  }

  private static Optional<Schedule> schedule(Configuration configuration, RunLength length) {
    return configuration.schedule().map(each -> forRun(each, configuration, length));
  }

  private static void checkAverage(Configuration configuration) {
    if (configuration.training().emaDecay().isPresent()
        && configuration.optimizer().predictsWithOtherWeights()) {
      throw new TrainingException(
          "training.ema-decay: %s already predicts with averaged weights; remove ema-decay"
              .formatted(PluginType.nameOf(configuration.optimizer())));
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

  private static RunLength length(Experiment experiment) {
    return RunLength.of(experiment.configuration().training(), batches(experiment).count());
  }

  /** The batches of a run, in the order of the examples until an epoch is started. */
  static Batches batches(Experiment experiment) {
    return BatchPlan.ofTraining(experiment.configuration(), experiment.training());
  }
}
