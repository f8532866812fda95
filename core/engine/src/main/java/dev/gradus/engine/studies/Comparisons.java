package dev.gradus.engine.studies;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.Measures;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.learned.Models;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.ComparisonPlan;
import dev.gradus.engine.study.ControlRun;
import dev.gradus.engine.study.LearningCurve;
import dev.gradus.engine.study.Study;
import dev.gradus.engine.study.Variant;
import dev.gradus.engine.training.Adaptation;
import dev.gradus.engine.training.Baseline;
import dev.gradus.engine.training.CheckpointStore;
import dev.gradus.engine.training.ConfiguredData;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.HeldOutFit;
import dev.gradus.engine.training.Starts;
import dev.gradus.engine.training.Trained;
import dev.gradus.engine.training.Trainer;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.AuxiliaryColumn;
import dev.gradus.spi.Metric;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compares: trains the same network in several ways, from the same weights and on the same batches,
 * and evaluates each with the losses and metrics of all.
 */
public final class Comparisons {

  /** After so many steps, runs on other batches differ. */
  private static final int STEPS_TO_DIFFER = 100;

  private final Adaptation adaptation;
  private final Trainer trainer;
  private final Studies studies;

  /** Creates it from the parts of an engine. */
  public Comparisons(Adaptation adaptation, Trainer trainer, Studies studies) {
    this.adaptation = adaptation;
    this.trainer = trainer;
    this.studies = studies;
  }

  /** The same for runs with other start models. */
  public Comparisons beginning(Starts starts) {
    return new Comparisons(adaptation.beginning(starts), trainer, studies);
  }

  /**
   * Trains and evaluates all variants.
   *
   * <p>A variant that cannot be trained, or fails on the way, is left out with the reason; the
   * others continue.
   *
   * @throws TrainingException if no variant could be trained
   */
  public Comparison hold(
      ComparisonPlan contest, ConfiguredData data, ComparisonPlan.ComparisonListener audience) {
    List<AuxiliaryColumn> columns =
        contest.variants().stream()
            .flatMap(variant -> variant.configurations().stream())
            .flatMap(configuration -> configuration.auxiliaryColumns().stream())
            .distinct()
            .toList();
    return new Comparisons(adaptation.warningOnce().beside(columns), trainer, studies)
        .held(contest, data, audience);
  }

  private Comparison held(
      ComparisonPlan contest, ConfiguredData data, ComparisonPlan.ComparisonListener audience) {
    Scoring yardsticks = new Scoring(contest);
    List<Runner> runners = new ArrayList<>();
    for (ComparisonPlan.Entry variant : contest.variants()) {
      runners.add(new Runner(variant, yardsticks.lossOf(variant.configurations().get(0))));
    }
    int seeds = 0;
    InitialGradientsProbe start = new InitialGradientsProbe();
    while (seeds < contest.seeds().size() && !isOver(audience)) {
      for (Runner runner : runners) {
        run(runner, contest, seeds, yardsticks, data, audience, start);
      }
      seeds++;
    }
    List<Variant> variants =
        runners.stream().map(runner -> runner.variant(isOver(audience))).toList();
    if (variants.stream().noneMatch(Variant::tookPart)) {
      throw new TrainingException(
          "nothing could be compared: "
              + variants.get(0).refusal().map(Throwable::getMessage).orElse(""));
    }
    int whole = whole(variants);
    return new Comparison(
        contest.path(),
        variants.stream().map(variant -> variant.withSeeds(whole)).toList(),
        start.point(variants),
        start.part(),
        contest.seeds().subList(0, whole),
        isOver(audience) ? Optional.empty() : controlRunUnlessInterrupted(variants, runners, data),
        !isOver(audience) && seedsAgree(runners, data));
  }

  /**
   * Whether another seed would give the same run of every variant. It would not if initial weights
   * are random; if they are given, an epoch is trained with each of two seeds to find out.
   */
  private boolean seedsAgree(List<Runner> runners, ConfiguredData data) {
    return runners.stream()
        .filter(runner -> runner.study.isPresent())
        .allMatch(runner -> seedsAgree(runner.variant.configurations().get(0), data));
  }

  private boolean seedsAgree(Configuration configuration, ConfiguredData data) {
    long seed = configuration.training().seed();
    try {
      Experiment one = oneEpoch(configuration, seed, data);
      Experiment other = oneEpoch(configuration, seed + 1, data);
      if (!Fingerprint.of(one.network()).equals(Fingerprint.of(other.network()))) {
        return false;
      }
      trainer.trainOrKeepBest(one, TrainingListener.NONE, CheckpointStore.NONE);
      trainer.trainOrKeepBest(other, TrainingListener.NONE, CheckpointStore.NONE);
      return Fingerprint.of(one.network()).equals(Fingerprint.of(other.network()));
    } catch (GradusException e) {
      return false;
    }
  }

  /** An experiment of an epoch, or of some steps if the length is set in steps. */
  private Experiment oneEpoch(Configuration configuration, long seed, ConfiguredData data) {
    TrainingSpec spec = configuration.training().seed(seed);
    TrainingSpec brief =
        spec.steps().isPresent()
            ? spec.steps(Math.min(spec.steps().get(), STEPS_TO_DIFFER))
            : spec.epochs(1);
    return new Comparisons(adaptation.silent(), trainer, studies)
        .adapted(configuration.withTraining(brief), data)
        .experiment();
  }

  private Optional<ControlRun> controlRunUnlessInterrupted(
      List<Variant> variants, List<Runner> runners, ConfiguredData data) {
    try {
      return controlRun(variants, runners, data);
    } catch (CancelledException e) {
      return Optional.empty();
    }
  }

  private static boolean isOver(ComparisonPlan.ComparisonListener audience) {
    return audience.wantsToStop() || CancelledException.isWanted();
  }

  /** The number of seeds that all trained variants have run with. */
  private static int whole(List<Variant> variants) {
    return variants.stream()
        .filter(Variant::tookPart)
        .mapToInt(variant -> variant.scores().size())
        .min()
        .orElse(0);
  }

  private void run(
      Runner runner,
      ComparisonPlan contest,
      int seed,
      Scoring yardsticks,
      ConfiguredData data,
      ComparisonPlan.ComparisonListener audience,
      InitialGradientsProbe start) {
    if (runner.refusal.isPresent() || isOver(audience)) {
      return;
    }
    Configuration configuration = runner.variant.configurations().get(seed);
    TrainingListener listener = audience.watch(runner.variant.name(), contest.seeds().get(seed));
    try {
      Experiment experiment = experiment(runner, configuration, yardsticks, data);
      LearningCurve curve;
      if (seed == 0) {
        start.add(runner.variant.name(), experiment);
        Study study =
            studies.of(experiment, listener, CheckpointStore.NONE, unused -> Baseline.NONE);
        runner.study = Optional.of(study);
        curve = LearningCurve.of(study.training().history(), study.snapshots());
      } else {
        CurveRecorder recorder = new CurveRecorder(listener);
        Trained trained = trainer.trainOrKeepBest(experiment, recorder, CheckpointStore.NONE);
        curve = new LearningCurve(trained.history(), recorder.training());
      }
      if (!isOver(audience)) {
        runner.curves.add(curve);
        Examples measured = experiment.validation().orElse(experiment.training());
        Experiment fitted = HeldOutFit.of(experiment);
        runner.scores.add(yardsticks.measure(fitted, measured));
        runner.coverage.add(Models.coverage(fitted, measured));
      }
      runner.warnings.addAll(experiment.warnings().list());
    } catch (CancelledException e) {
      // Finished runs are compared; a variant without a finished run counts as stopped.
      return;
    } catch (GradusException e) {
      runner.refusal = Optional.of(e);
    }
  }

  private Experiment experiment(
      Runner runner, Configuration configuration, Scoring yardsticks, ConfiguredData data) {
    Adaptation.Adapted adapted = adapted(configuration, data);
    if (runner.notes.isEmpty()) {
      runner.notes.addAll(adapted.notes());
    }
    return yardsticks.printedIn(adapted.experiment());
  }

  /** The metrics of a configuration that are monitored in training. */
  private static List<Metric> watched(Configuration configuration) {
    return Trainer.looksAtMetrics(configuration) ? configuration.metrics() : List.of();
  }

  /** Trains the first variant once more without additional metrics; empty if there were none. */
  private Optional<ControlRun> controlRun(
      List<Variant> variants, List<Runner> runners, ConfiguredData data) {
    int first = 0;
    while (!variants.get(first).tookPart()) {
      first++;
    }
    Variant variant = variants.get(first);
    Study beside = variant.study().orElseThrow();
    // Metrics that make no sense for its outputs were not printed, whatever the other variants are
    // trained on.
    List<String> printed =
        beside.configuration().metrics().stream()
            .map(Measures.of(beside.configuration())::nameOf)
            .filter(name -> !name.equals(variant.loss()))
            .toList();
    if (printed.isEmpty()) {
      return Optional.empty();
    }
    Configuration configuration = runners.get(first).variant.configurations().get(0);
    Experiment alone = adapted(configuration, data).experiment();
    trainer.trainOrKeepBest(alone, TrainingListener.NONE, CheckpointStore.NONE);
    return CancelledException.isWanted()
        ? Optional.empty()
        : Optional.of(
            new ControlRun(
                variant.name(), printed, Fingerprint.of(alone.network()), beside.finalWeights()));
  }

  private Adaptation.Adapted adapted(Configuration configuration, ConfiguredData data) {
    ConfiguredData.Tables tables = data.of(configuration);
    return adaptation.adapt(
        configuration.withMetrics(watched(configuration)), tables.table(), tables.validation());
  }

  /** A variant in progress. */
  private static final class Runner {

    private final ComparisonPlan.Entry variant;
    private final String loss;
    private final List<Map<String, Double>> scores = new ArrayList<>();
    private final List<Map<String, Double>> coverage = new ArrayList<>();
    private final List<LearningCurve> curves = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Set<Warning> warnings = new LinkedHashSet<>();
    private Optional<Study> study = Optional.empty();
    private Optional<GradusException> refusal = Optional.empty();

    Runner(ComparisonPlan.Entry variant, String loss) {
      this.variant = variant;
      this.loss = loss;
    }

    Variant variant(boolean stopped) {
      Optional<GradusException> why =
          refusal.isEmpty() && scores.isEmpty() && stopped
              ? Optional.of(new TrainingException("it was stopped before its run was over"))
              : refusal;
      return new Variant(
          variant.name(),
          loss,
          notes,
          why,
          why.isPresent() ? Optional.empty() : study,
          why.isPresent() ? List.of() : scores,
          why.isPresent() ? List.of() : coverage,
          List.copyOf(warnings),
          why.isPresent() ? List.of() : curves);
    }
  }
}
