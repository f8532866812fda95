package dev.gradus.engine;

import static java.util.Objects.requireNonNull;

import dev.gradus.engine.binding.Variations;
import dev.gradus.engine.config.Checkpoint;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.event.TrainingPlan;
import dev.gradus.engine.explain.Explainer;
import dev.gradus.engine.explaining.NetworkExplainer;
import dev.gradus.engine.file.FolderLock;
import dev.gradus.engine.learned.Models;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.model.ModelFiles;
import dev.gradus.engine.model.Resumption;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.search.Tuner;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.ComparisonPlan;
import dev.gradus.engine.study.Study;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.training.Baseline;
import dev.gradus.engine.training.CheckpointStore;
import dev.gradus.engine.training.Evaluator;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.ExperimentBuilder;
import dev.gradus.engine.training.Fold;
import dev.gradus.engine.training.KeptRun;
import dev.gradus.engine.training.OnlineLearner;
import dev.gradus.engine.training.Starts;
import dev.gradus.engine.training.Trained;
import dev.gradus.engine.tuning.Tuning;
import dev.gradus.engine.tuning.TuningListener;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.runtime.problem.Warnings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Something to train, and how it is to be followed and kept.
 *
 * <pre>{@code
 * Training training =
 *     gradus.job(configuration).on(table).listener(listener).checkpoints(Checkpoints.in(folder)).train();
 * }</pre>
 *
 * <p>The first steps say on which data; each gives another job, and changes none, so a job can be
 * kept, used again, and shared by threads. The last step does the work, on the thread that calls it
 * ({@link #start} alone has a thread of its own). Every last step works for a file, a configuration
 * that was made in Java, and a table of the application.
 *
 * <p>Whatever is wrong with the configuration, the data or a plugin is reported as a {@link
 * dev.gradus.runtime.problem.GradusException}.
 *
 * <p>A thread that is interrupted, by {@link Thread#interrupt} or by {@code Future.cancel(true)},
 * ends within about a second what it does here: training stops and keeps what was learned until
 * then, as if a listener had asked for it, and the best of it if the configuration says so; what
 * takes long after training, the metrics of the finished model among it, is left out;
 * cross-validation, comparison and search return what was finished. Where there is nothing to
 * return, because a table was still being read, prepared or measured, a {@link CancelledException}
 * is thrown. The thread stays interrupted; a model can be saved all the same. A source that hangs
 * is not woken.
 */
public final class Job {

  private final Engine engine;
  private final Configuration configuration;

  /** The document that the configuration was read from; empty if it was made in Java. */
  private final Optional<Variations> document;

  private final JobData data;

  /** What training begins with; empty for what the configuration says. */
  private final Optional<Model> model;

  private final TrainingListener listener;
  private final Optional<Checkpoints> checkpoints;

  /** A configuration that was made in Java. */
  Job(Engine engine, Configuration configuration) {
    this(engine, configuration, Optional.empty());
  }

  /** A configuration that was read from a document. */
  Job(Engine engine, Variations document) {
    this(engine, document.base(), Optional.of(document));
  }

  private Job(Engine engine, Configuration configuration, Optional<Variations> document) {
    this.engine = engine;
    this.configuration = configuration;
    this.document = document;
    this.data = new JobData(engine.reader(), Optional.empty(), Optional.empty());
    this.model = Optional.empty();
    this.listener = TrainingListener.NONE;
    this.checkpoints = Optional.empty();
  }

  private Job(
      Job other,
      JobData data,
      Optional<Model> model,
      TrainingListener listener,
      Optional<Checkpoints> checkpoints) {
    this.engine = other.engine;
    this.configuration = other.configuration;
    this.document = other.document;
    this.data = data;
    this.model = model;
    this.listener = listener;
    this.checkpoints = checkpoints;
  }

  /** What is to be trained. */
  public Configuration configuration() {
    return configuration;
  }

  /**
   * Learns from a table of the application, and not from the data that the configuration names; its
   * section {@code data} still says which columns are the target, and what becomes of the others.
   *
   * @param table not modified
   */
  public Job on(Table table) {
    requireNonNull(table, "table must not be null");
    return with(new JobData(data.reader(), Optional.of(table), data.validation()));
  }

  /**
   * Judges the network by a table of the application while it is trained, and holds no rows of the
   * other table back; the configuration must not ask for that ({@code data.split}). Without this
   * step, the configuration says which rows or which file are the validation part.
   *
   * @param table with the columns of the other one, the target included; not modified
   */
  public Job validatedOn(Table table) {
    requireNonNull(table, "table must not be null");
    return with(new JobData(data.reader(), data.examples(), Optional.of(table)));
  }

  private Job with(JobData other) {
    return new Job(this, other, model, listener, checkpoints);
  }

  /**
   * Begins with the weights of a model, and not with fresh ones, in every last step; {@code
   * training.start} of a configuration does so with a file.
   *
   * <p>Inputs are prepared as the model has learned it, whatever the data: scales and categories
   * stay as they are; a category that it does not know is treated as unknown, with a warning, and a
   * class that it does not know is refused, unless {@code new-classes} says otherwise. The target
   * too is the model's own, unless the last layer begins afresh ({@link
   * dev.gradus.engine.config.TrainingSpec#afresh(String...)}): then it is prepared anew, and may be
   * another one. A layer whose shape differs from that of the model is refused by its place.
   *
   * @param model stays as it is
   */
  public Job from(Model model) {
    requireNonNull(model, "model must not be null");
    return new Job(this, data, Optional.of(model), listener, checkpoints);
  }

  /**
   * Shows every step of {@link #train}, {@link #study}, {@link #start}, and of each network of
   * {@link #crossValidate} in turn, to a listener, on the thread that trains; {@link #tune} and
   * {@link #compare} have listeners of their own.
   *
   * @param listener in place of the one before
   */
  public Job listener(TrainingListener listener) {
    requireNonNull(listener, "listener must not be null");
    return new Job(this, data, model, listener, checkpoints);
  }

  /**
   * Keeps the run in checkpoints, or goes on with one that was interrupted. They hold one run: that
   * of {@link #train}, {@link #study} or {@link #start}.
   */
  public Job checkpoints(Checkpoints checkpoints) {
    requireNonNull(checkpoints, "checkpoints must not be null");
    return new Job(this, data, model, listener, Optional.of(checkpoints));
  }

  /**
   * Trains.
   *
   * @throws dev.gradus.engine.event.TrainingException if training cannot begin or diverges, or
   *     there is no run to go on with, or its configuration or data were others; the message names
   *     what differs
   * @throws dev.gradus.runtime.problem.DataException if the data are wrong, another run has the
   *     folder of the checkpoints, or one cannot be written
   * @throws CancelledException if the thread is interrupted before the first step
   */
  public Training train() {
    return train(listener);
  }

  /**
   * Trains in a thread of its own, a daemon.
   *
   * @return at once; what is wrong with the data or the configuration is said by {@link
   *     Running#result}
   */
  public Running start() {
    return Running.start(this::train, listener);
  }

  private Training train(TrainingListener following) {
    return kept(store -> train(experiment(), following, store));
  }

  private Training train(Experiment experiment, TrainingListener following, CheckpointStore store) {
    engine.verify(experiment);
    long start = System.nanoTime();
    Trained trained = engine.parts().trainer().trainOrKeepBest(experiment, following, store);
    Duration duration = Duration.ofNanos(System.nanoTime() - start);
    Map<String, Map<String, Double>> metrics = engine.parts().studies().metrics(experiment);
    Baseline baseline = engine.fitsLinearModels() ? engine.baseline(experiment) : Baseline.NONE;
    return new Training(
        Models.of(experiment, engine.parts().outlet(), baseline.model(), metrics),
        trained.history(),
        trained.epoch(),
        metrics,
        duration,
        experiment.warnings().list(),
        trained.failure(),
        baseline.numbers());
  }

  /**
   * Trains and looks closely: what is learned is the same as with {@link #train}, and there is more
   * to be seen.
   */
  public Study study() {
    return kept(
        store -> {
          Experiment experiment = experiment();
          engine.verify(experiment);
          return engine.parts().studies().of(experiment, listener, store, engine::baseline);
        });
  }

  /** The table that was read is not in memory any more while the network is trained. */
  private Experiment experiment() {
    Starts starts =
        checkpoints
            .map(kept -> Models.starts(models(), keptRun(kept)))
            .orElseGet(() -> Models.starts(models()));
    return experiments(starts)
        .build(configuration, data.examples(configuration), data.validation(configuration));
  }

  private ModelFiles models() {
    return engine.parts().models();
  }

  /** What makes experiments that begin with the model of this job. */
  private ExperimentBuilder experiments() {
    return experiments(Models.starts(models()));
  }

  /**
   * The same.
   *
   * @param others finds the models that configurations name, if this job has none
   */
  private ExperimentBuilder experiments(Starts others) {
    return engine.parts().experiments().beginning(starts(others));
  }

  private Starts starts(Starts others) {
    return model.map(Models::startOf).map(Starts::with).orElse(others);
  }

  /**
   * A learner, which is given one table after the other, and gives a model at any time. It begins
   * with the model of this job or the start that the configuration names, and knows its columns
   * from there; or with fresh weights, and knows them from the data of this job, from which it
   * learns nothing yet. It has no listener, no validation part and no checkpoints.
   *
   * @throws dev.gradus.engine.event.TrainingException if the configuration asks for something that
   *     needs all examples at once, or the end of a run
   */
  public Learner learner() {
    boolean goesOn = model.isPresent() || configuration.training().start().isPresent();
    Optional<Table> first = goesOn ? data.examples() : Optional.of(data.examples(configuration));
    ExperimentBuilder experiments = experiments();
    Experiment experiment = experiments.withoutExamples(configuration, first);
    engine.verify(experiment);
    if (data.validation().isPresent()) {
      experiment
          .warnings()
          .accept(
              Warning.of(
                  "a learner has no validation part, so the table of validatedOn is not used"));
    }
    return new Learner(new OnlineLearner(experiments, experiment), engine.parts().outlet());
  }

  private KeptRun<Resumption> keptRun(Checkpoints kept) {
    return new KeptRun<>(
        kept.folder(),
        configuration.training().checkpoint().orElseGet(Checkpoint::new),
        kept.resumption());
  }

  /**
   * A run that has the folder of its checkpoints to itself, if there are to be some; it is taken
   * before any data are read, which may take long.
   */
  private <T> T kept(Function<CheckpointStore, T> run) {
    if (checkpoints.isEmpty()) {
      return run.apply(CheckpointStore.NONE);
    }
    Checkpoints kept = checkpoints.get();
    FolderLock lock = FolderLock.of(kept.folder());
    try {
      return run.apply(Models.store(models(), keptRun(kept)));
    } finally {
      lock.close();
    }
  }

  /**
   * Does everything that training does before its first step.
   *
   * @return what would be trained
   * @throws dev.gradus.runtime.problem.GradusException if training could not begin
   */
  public TrainingPlan check() {
    engine.verify(configuration);
    Experiment experiment = experiment();
    TrainingPlan plan = engine.parts().trainer().plan(experiment);
    plan.warnings().forEach(experiment.warnings());
    engine.checkFile(experiment);
    return plan;
  }

  /**
   * Makes sure that a model file could hold the configuration, and compares the gradients of its
   * plugins with their values, as {@link #check} and training do it; reads no data.
   *
   * @throws dev.gradus.runtime.problem.GradusException if one is wrong
   */
  public void verify() {
    engine.verify(configuration);
  }

  /**
   * Trains as many networks as there are folds, each on all rows but those of its fold, and
   * measures it on those. What the configuration sets apart for validation is taken from the rows
   * that are left, so that early stopping does not see the fold either. If the listener wants to
   * stop, the folds that were finished count.
   *
   * @param folds at least 2
   */
  public CrossValidation crossValidate(int folds) {
    engine.verify(configuration);
    List<Map<String, Double>> scores = new ArrayList<>();
    Set<String> units = new TreeSet<>();
    Warnings warnings = new Warnings(engine.parts().outlet());
    Table table = data.examples(configuration);
    Iterable<Fold> cut =
        experiments()
            .warning(warnings)
            .folds(configuration, table, data.validation(configuration), folds);
    try {
      measure(cut, scores, units);
    } catch (CancelledException e) {
      // The folds that were finished count.
      if (scores.isEmpty()) {
        throw e;
      }
    }
    if (scores.isEmpty()) {
      CancelledException.check("the first fold was learned");
    }
    return new CrossValidation(scores, warnings.list(), units.stream().findFirst());
  }

  private void measure(Iterable<Fold> folds, List<Map<String, Double>> scores, Set<String> units) {
    for (Fold fold : folds) {
      Experiment experiment = fold.experiment();
      engine.parts().trainer().trainOrKeepBest(experiment, listener, CheckpointStore.NONE);
      if (listener.wantsToStop() || CancelledException.isWanted()) {
        break;
      }
      scores.add(Evaluator.evaluate(experiment, fold.test()));
      experiment.loss().unit().ifPresent(units::add);
    }
  }

  /** Tries what the section {@code tune} says, as {@link #tune(TuningListener)} does. */
  public Tuning tune() {
    return tune(TuningListener.NONE);
  }

  /**
   * Tries what the section {@code tune} of the configuration says, by cross-validation as {@link
   * #crossValidate} does it, on the same folds for every trial.
   *
   * @param watching sees every trial, and can stop the search
   * @throws dev.gradus.runtime.problem.GradusException if there is no such section, something in it
   *     is wrong, or the data cannot be read; a trial that cannot be trained is no error
   */
  public Tuning tune(TuningListener watching) {
    requireNonNull(watching, "watching must not be null");
    return new Tuner(experiments(), engine.parts().trainer(), engine::verify)
        .tune(document(), data.configured(), watching);
  }

  /** Compares as {@link #compare(String, List, int, ComparisonPlan.ComparisonListener)} does. */
  public Comparison compare(String path, List<String> values, int seeds) {
    return compare(path, values, seeds, ComparisonPlan.ComparisonListener.NOBODY);
  }

  /**
   * Trains the network in several ways that differ in one value of the configuration, each with the
   * same seeds, so from the same weights and on the same batches.
   *
   * @param path what differs, such as {@code loss} or {@code optimizer.adam.learning-rate}
   * @param values the values of it, at least one, each as YAML
   * @param seeds how many runs each makes, at least 1: with the seed of the configuration and those
   *     that follow it
   * @param audience who watches
   * @throws dev.gradus.runtime.problem.GradusException if a value is not one that the configuration
   *     could have, or no variant could be trained; one that fails is left out, with the reason
   */
  public Comparison compare(
      String path, List<String> values, int seeds, ComparisonPlan.ComparisonListener audience) {
    requireNonNull(path, "path must not be null");
    requireNonNull(values, "values must not be null");
    requireNonNull(audience, "audience must not be null");
    ComparisonPlan contest = Variants.of(document(), path, values, seeds);
    contest.variants().forEach(variant -> variant.configurations().forEach(engine::verify));
    return engine
        .parts()
        .comparisons()
        .beginning(starts(Models.starts(models())))
        .hold(contest, data.configured(), audience);
  }

  private Variations document() {
    return document.orElseGet(() -> engine.parts().configurations().variations(configuration));
  }

  /**
   * What shows how the loss teaches the network, with the weights that it starts with. Trains
   * nothing, and does not verify plugins first: it shows what they do.
   */
  public Explainer explainer() {
    Table table = data.examples(configuration);
    return NetworkExplainer.of(
        engine.parts().catalogue(), experiments().build(configuration, table), table);
  }

  /** The same with the weights of a trained model, on the data of this job. */
  public Explainer explainer(Model model) {
    requireNonNull(model, "model must not be null");
    return NetworkExplainer.of(
        engine.parts().catalogue(),
        configuration,
        model,
        data.examples(configuration),
        engine.parts().outlet());
  }
}
