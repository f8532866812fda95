package dev.gradus.engine.studies;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.learned.Models;
import dev.gradus.engine.study.ComparisonListener;
import dev.gradus.engine.study.ComparisonPlan;
import dev.gradus.engine.study.LearningCurve;
import dev.gradus.engine.study.Study;
import dev.gradus.engine.training.Adaptation;
import dev.gradus.engine.training.Baseline;
import dev.gradus.engine.training.CheckpointStore;
import dev.gradus.engine.training.ConfiguredData;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.HeldOutFit;
import dev.gradus.engine.training.Trained;
import dev.gradus.engine.training.Trainer;
import dev.gradus.engine.training.update.MonitoredMetrics;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.Metric;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.ObjIntConsumer;

/**
 * The runs of a comparison in this process.
 *
 * @param data of the configurations
 * @param progress is told of each run
 */
record RunsHere(
    Adaptation adaptation,
    Trainer trainer,
    Studies studies,
    ComparisonPlan plan,
    Scoring scoring,
    ConfiguredData data,
    ComparisonListener progress)
    implements VariantRuns {

  /** The number of steps after which runs on other batches differ. */
  private static final int STEPS_TO_DIFFER = 100;

  @Override
  public boolean each(IntPredicate wanted, ObjIntConsumer<VariantRun> done) {
    for (int seed = 0; seed < plan.seeds().size(); seed++) {
      for (int variant = 0; variant < plan.variants().size() && !isOver(); variant++) {
        if (wanted.test(variant)) {
          done.accept(run(variant, seed), variant);
        }
      }
    }
    return !isOver();
  }

  private boolean isOver() {
    return Comparisons.isOver(progress);
  }

  /**
   * Does a run.
   *
   * @param variant its index
   * @param seed the index of the seed
   */
  VariantRun run(int variant, int seed) {
    ComparisonPlan.Entry entry = plan.variants().get(variant);
    TrainingListener listener = progress.watch(entry.name(), plan.seeds().get(seed));
    RunInProgress run = new RunInProgress();
    try {
      Adaptation.Adapted adapted = adapted(entry.configurations().get(seed));
      run.notes = adapted.notes();
      Experiment experiment = scoring.printedIn(adapted.experiment());
      if (seed == 0) {
        run.start = Optional.of(InitialGradientsProbe.start(experiment));
      }
      LearningCurve curve =
          seed == 0 ? studied(experiment, listener, run) : learned(experiment, listener);
      if (!isOver()) {
        Examples measured = experiment.validation().orElse(experiment.training());
        Experiment fitted = HeldOutFit.of(experiment);
        run.measured =
            Optional.of(
                new VariantRun.Results(
                    curve, scoring.measure(fitted, measured), Models.coverage(fitted, measured)));
      }
      run.warnings = experiment.warnings().list();
    } catch (CancelledException e) {
      // Finished runs are compared; a variant without a finished run counts as stopped.
      return run.result();
    } catch (GradusException e) {
      run.refusal = Optional.of(e);
    }
    return run.result();
  }

  private LearningCurve studied(
      Experiment experiment, TrainingListener listener, RunInProgress run) {
    Study study = studies.of(experiment, listener, CheckpointStore.NONE, unused -> Baseline.NONE);
    run.study = Optional.of(study);
    return LearningCurve.of(study.training().history(), study.snapshots());
  }

  private LearningCurve learned(Experiment experiment, TrainingListener listener) {
    CurveRecorder recorder = new CurveRecorder(listener);
    Trained trained = trainer.trainOrKeepBest(experiment, recorder, CheckpointStore.NONE);
    return new LearningCurve(trained.history(), recorder.training());
  }

  @Override
  public Optional<String> control(int variant) {
    try {
      Experiment alone = adapted(configuration(variant)).experiment();
      trainer.trainOrKeepBest(alone, TrainingListener.NONE, CheckpointStore.NONE);
      return CancelledException.isWanted()
          ? Optional.empty()
          : Optional.of(Fingerprint.of(alone.network()));
    } catch (CancelledException e) {
      return Optional.empty();
    }
  }

  private Configuration configuration(int variant) {
    return plan.variants().get(variant).configurations().get(0);
  }

  @Override
  public boolean seedsAgree(int variant) {
    Configuration configuration = configuration(variant);
    long seed = configuration.training().seed();
    try {
      Experiment one = oneEpoch(configuration, seed);
      Experiment other = oneEpoch(configuration, seed + 1);
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
  private Experiment oneEpoch(Configuration configuration, long seed) {
    TrainingSpec spec = configuration.training().seed(seed);
    TrainingSpec brief =
        spec.steps().isPresent()
            ? spec.steps(Math.min(spec.steps().get(), STEPS_TO_DIFFER))
            : spec.epochs(1);
    return adapted(adaptation.silent(), configuration.withTraining(brief)).experiment();
  }

  /** The metrics of a configuration that are monitored in training. */
  private static List<Metric> monitored(Configuration configuration) {
    return MonitoredMetrics.monitorsMetrics(configuration) ? configuration.metrics() : List.of();
  }

  private Adaptation.Adapted adapted(Configuration configuration) {
    return adapted(adaptation, configuration);
  }

  private Adaptation.Adapted adapted(Adaptation to, Configuration configuration) {
    ConfiguredData.Tables tables = data.of(configuration);
    return to.adapt(
        configuration.withMetrics(monitored(configuration)), tables.table(), tables.validation());
  }

  /** What is known of a run that may yet fail. */
  private static final class RunInProgress {

    private List<String> notes = List.of();
    private Optional<VariantRun.Start> start = Optional.empty();
    private Optional<Study> study = Optional.empty();
    private Optional<VariantRun.Results> measured = Optional.empty();
    private List<Warning> warnings = List.of();
    private Optional<GradusException> refusal = Optional.empty();

    VariantRun result() {
      return new VariantRun(notes, start, study, measured, warnings, refusal);
    }
  }
}
