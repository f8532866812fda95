package dev.gradus.engine.training;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.distributed.GradientSource;
import dev.gradus.engine.event.DivergedException;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.event.TrainingPlan;
import dev.gradus.engine.examples.Batches;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.loss.FittedLoss;
import dev.gradus.engine.loss.LossGuard;
import dev.gradus.engine.loss.Objective;
import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.plugin.Verifier;
import dev.gradus.engine.training.update.GradientDescent;
import dev.gradus.engine.training.update.MonitoredMetric;
import dev.gradus.engine.training.update.MonitoredMetrics;
import dev.gradus.engine.training.update.NestedSchedules;
import dev.gradus.engine.training.update.RunLength;
import dev.gradus.engine.training.update.SteppedSchedules;
import dev.gradus.engine.training.update.UpdateOptions;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Trains a network: plans the run and checks it, then runs the training loop. */
public final class Trainer {

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
   * A trainer that trains and evaluates with fewer threads than the configuration allows, with the
   * same bits.
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
    if (experiment.network().hasOwnBatches()) {
      return Optional.of(
          "each member of the ensemble has its own batches (own-batches), which are only gathered in the process that trains; set own-batches: false");
    }
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

  private TrainingPlan planOf(Experiment experiment) {
    List<Warning> warnings = new ArrayList<>(experiment.warnings().list());
    FittedLoss loss = experiment.loss();
    loss.objections().forEach(said -> warnings.add(Warning.of(said)));
    TrainingChecks.checkWithoutExamples(experiment);
    TrainingChecks.checkFullBatch(experiment);
    TrainingChecks.checkBatches(
        experiment, batches(experiment), said -> warnings.add(Warning.of(said)));
    LossGuard.oddPull(loss, experiment.training().targets())
        .ifPresent(said -> warnings.add(Warning.of(said)));
    Map<String, Double> ofOneExample =
        Evaluator.tryOut(experiment, experiment.training().select(new int[] {0}));
    TrainingChecks.checkMonitored(
        experiment, experiment.validation().isPresent() ? ofOneExample : Map.of());
    HeldOutChecks.check(experiment, warnings::add);
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
            .mapToInt(part -> BatchPlan.largestMeasured(experiment.configuration(), part))
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
            MonitoredMetrics.of(experiment.configuration()),
            listener,
            observer,
            store)
        .train();
  }

  /** As {@link Evaluator#evaluate(Experiment, Examples)}, with the threads of this trainer. */
  public Map<String, Double> evaluate(Experiment experiment, Examples examples) {
    return Evaluator.evaluate(experiment, examples, mostThreads);
  }

  /** As {@link Evaluator#loss}, with the threads of this trainer. */
  public double loss(Experiment experiment, Examples examples) {
    return Evaluator.loss(experiment, examples, mostThreads);
  }

  /** The schedule for a run; monitored metrics know whether higher is better. */
  private static Schedule forRun(Schedule schedule, Configuration configuration, RunLength length) {
    return NestedSchedules.replace(
            MonitoredMetrics.renamed(
                NestedSchedules.forEpochs(schedule, length.stepsPerEpoch()), configuration),
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
        objective(experiment),
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

  /** What is trained on batches. */
  static Objective objective(Experiment experiment) {
    return experiment.network().hasOwnBatches()
        ? experiment.loss().learnedWithOwnBatches()
        : experiment.loss().learned();
  }

  private static Optional<Schedule> schedule(Configuration configuration, RunLength length) {
    return configuration.schedule().map(each -> forRun(each, configuration, length));
  }

  private static RunLength length(Experiment experiment) {
    return RunLength.of(experiment.configuration().training(), batches(experiment).count());
  }

  /** The batches of a run, in the order of the examples until an epoch is started. */
  static Batches batches(Experiment experiment) {
    return BatchPlan.ofTraining(experiment.configuration(), experiment.training());
  }
}
