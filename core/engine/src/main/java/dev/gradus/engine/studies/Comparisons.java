package dev.gradus.engine.studies;

import dev.gradus.engine.config.MetricNames;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.ComparisonListener;
import dev.gradus.engine.study.ComparisonPlan;
import dev.gradus.engine.study.ControlRun;
import dev.gradus.engine.study.LearningCurve;
import dev.gradus.engine.study.Study;
import dev.gradus.engine.study.Variant;
import dev.gradus.engine.training.Adaptation;
import dev.gradus.engine.training.ConfiguredData;
import dev.gradus.engine.training.Starts;
import dev.gradus.engine.training.Trainer;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.AuxiliaryColumn;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Compares: trains the same network in several ways, from the same weights and on the same batches,
 * and evaluates each with the losses and metrics of all.
 */
public final class Comparisons {

  private final Adaptation adaptation;
  private final Trainer trainer;
  private final Studies studies;

  /** Creates it from the parts of an engine. */
  public Comparisons(Adaptation adaptation, Trainer trainer, Studies studies) {
    this.adaptation = adaptation;
    this.trainer = trainer;
    this.studies = studies;
  }

  /** The same for runs with other initial models. */
  public Comparisons beginning(Starts starts) {
    return new Comparisons(adaptation.beginning(starts), trainer, studies);
  }

  /** The same with fewer threads for each run; the results are the same. */
  public Comparisons withThreads(int most) {
    return new Comparisons(adaptation, trainer.withThreads(most), studies.withThreads(most));
  }

  /**
   * Trains and evaluates all variants.
   *
   * <p>A variant that cannot be trained, or fails on the way, is left out with the reason; the
   * others continue.
   *
   * @param elsewhere does the runs; empty if they are done here
   * @throws TrainingException if no variant could be trained
   */
  public Comparison compare(
      ComparisonPlan plan,
      ConfiguredData data,
      Optional<VariantRuns> elsewhere,
      ComparisonListener progress) {
    Scoring scoring = new Scoring(plan);
    VariantRuns runs = elsewhere.orElseGet(() -> here(plan, data, progress));
    List<Runner> runners =
        plan.variants().stream()
            .map(each -> new Runner(each.name(), scoring.lossOf(each.configurations().get(0))))
            .toList();
    boolean whole =
        runs.each(
            variant -> runners.get(variant).refusal.isEmpty(),
            (run, variant) -> runners.get(variant).add(run));
    return compared(plan, runners, runs, () -> !whole || isOver(progress));
  }

  private static Comparison compared(
      ComparisonPlan plan, List<Runner> runners, VariantRuns runs, BooleanSupplier stopped) {
    List<Variant> variants =
        runners.stream().map(runner -> runner.variant(stopped.getAsBoolean())).toList();
    if (variants.stream().noneMatch(Variant::tookPart)) {
      throw new TrainingException(
          "nothing could be compared: "
              + variants.get(0).refusal().map(Throwable::getMessage).orElse(""));
    }
    InitialGradientsProbe start = new InitialGradientsProbe();
    runners.forEach(runner -> runner.start.ifPresent(begun -> start.add(runner.name, begun)));
    int whole = whole(variants);
    return new Comparison(
        plan.path(),
        variants.stream().map(variant -> variant.withSeeds(whole)).toList(),
        start.point(variants),
        start.part(),
        plan.seeds().subList(0, whole),
        stopped.getAsBoolean() ? Optional.empty() : controlRun(variants, runs),
        !stopped.getAsBoolean()
            && IntStream.range(0, runners.size())
                .filter(variant -> runners.get(variant).study.isPresent())
                .allMatch(runs::seedsAgree));
  }

  /**
   * One run of a comparison, for another process.
   *
   * @param variant its index
   * @param seed the index of its seed
   * @throws CancelledException if the thread is interrupted
   */
  public VariantRun run(ComparisonPlan plan, ConfiguredData data, int variant, int seed) {
    VariantRun run = here(plan, data, ComparisonListener.NONE).run(variant, seed);
    CancelledException.check("a variant was trained");
    return run;
  }

  /** The checks of a comparison, for another process. */
  public VariantRuns checks(ComparisonPlan plan, ConfiguredData data) {
    return here(plan, data, ComparisonListener.NONE);
  }

  private RunsHere here(ComparisonPlan plan, ConfiguredData data, ComparisonListener progress) {
    List<AuxiliaryColumn> columns =
        plan.variants().stream()
            .flatMap(variant -> variant.configurations().stream())
            .flatMap(configuration -> configuration.auxiliaryColumns().stream())
            .distinct()
            .toList();
    return new RunsHere(
        adaptation.warningOnce().withAuxiliary(columns),
        trainer,
        studies,
        plan,
        new Scoring(plan),
        data,
        progress);
  }

  /** Whether a comparison is to end. */
  static boolean isOver(ComparisonListener progress) {
    return progress.wantsToStop() || CancelledException.isWanted();
  }

  /** The number of seeds that all trained variants have run with. */
  private static int whole(List<Variant> variants) {
    return variants.stream()
        .filter(Variant::tookPart)
        .mapToInt(variant -> variant.scores().size())
        .min()
        .orElse(0);
  }

  /** Trains the first variant once more without additional metrics; empty if there were none. */
  private static Optional<ControlRun> controlRun(List<Variant> variants, VariantRuns runs) {
    int first = 0;
    while (!variants.get(first).tookPart()) {
      first++;
    }
    Variant variant = variants.get(first);
    Study study = variant.study().orElseThrow();
    // Metrics that make no sense for its outputs were not printed, whatever the other variants are
    // trained on.
    List<String> printed =
        study.configuration().metrics().stream()
            .map(MetricNames.of(study.configuration())::nameOf)
            .filter(name -> !name.equals(variant.loss()))
            .toList();
    if (printed.isEmpty()) {
      return Optional.empty();
    }
    return runs.control(first)
        .map(alone -> new ControlRun(variant.name(), printed, alone, study.finalWeights()));
  }

  /** A variant in progress. */
  private static final class Runner {

    private final String name;
    private final String loss;
    private final List<Map<String, Double>> scores = new ArrayList<>();
    private final List<Map<String, Double>> coverage = new ArrayList<>();
    private final List<LearningCurve> curves = new ArrayList<>();
    private final Set<Warning> warnings = new LinkedHashSet<>();
    private List<String> notes = List.of();
    private Optional<VariantRun.Start> start = Optional.empty();
    private Optional<Study> study = Optional.empty();
    private Optional<GradusException> refusal = Optional.empty();

    Runner(String name, String loss) {
      this.name = name;
      this.loss = loss;
    }

    void add(VariantRun run) {
      if (notes.isEmpty()) {
        notes = run.notes();
      }
      start = start.or(run::start);
      study = study.or(run::study);
      run.results()
          .ifPresent(
              measured -> {
                curves.add(measured.curve());
                scores.add(measured.scores());
                coverage.add(measured.coverage());
              });
      warnings.addAll(run.warnings());
      refusal = run.refusal();
    }

    Variant variant(boolean stopped) {
      Optional<GradusException> why =
          refusal.isEmpty() && scores.isEmpty() && stopped
              ? Optional.of(new TrainingException("it was stopped before its run was over"))
              : refusal;
      return new Variant(
          name,
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
