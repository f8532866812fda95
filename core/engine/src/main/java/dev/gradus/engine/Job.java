package dev.gradus.engine;

import static java.util.Objects.requireNonNull;

import dev.gradus.engine.binding.Variations;
import dev.gradus.engine.config.Checkpoint;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.distributed.GradientSource;
import dev.gradus.engine.distributed.TrialRequest;
import dev.gradus.engine.distributed.TrialResult;
import dev.gradus.engine.distributed.TrialSource;
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
import dev.gradus.engine.remote.RemoteTrials;
import dev.gradus.engine.search.Tuner;
import dev.gradus.engine.studies.Comparisons;
import dev.gradus.engine.studies.VariantRuns;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.ComparisonListener;
import dev.gradus.engine.study.ComparisonPlan;
import dev.gradus.engine.study.Study;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.training.Baseline;
import dev.gradus.engine.training.CheckpointStore;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.ExperimentBuilder;
import dev.gradus.engine.training.HeldOutFit;
import dev.gradus.engine.training.JointLayers;
import dev.gradus.engine.training.KeptRun;
import dev.gradus.engine.training.OnlineLearner;
import dev.gradus.engine.training.Starts;
import dev.gradus.engine.training.Trained;
import dev.gradus.engine.training.Trainer;
import dev.gradus.engine.tuning.Tuning;
import dev.gradus.engine.tuning.TuningListener;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.EnsembleLayer;
import dev.gradus.spi.Layer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A training job: what to train, on which data, with which listener and checkpoints.
 *
 * <pre>{@code
 * Training training =
 *     gradus.job(configuration).on(table).listener(listener).checkpoints(Checkpoints.in(folder)).train();
 * }</pre>
 *
 * <p>The first steps set the data; each returns a new job and changes none, so a job can be reused
 * and shared by threads. The last step does the work on the calling thread (only {@link #start} has
 * its own thread). Every last step works for a file, a configuration that was built in Java, and a
 * table of the application.
 *
 * <p>An error in the configuration, the data or a plugin is reported as a {@link
 * dev.gradus.runtime.problem.GradusException}.
 *
 * <p>A thread that is interrupted, by {@link Thread#interrupt} or by {@code Future.cancel(true)},
 * stops within about a second. Training returns the current weights, as if a listener had stopped
 * it, or those of the best epoch if the configuration says so; slow work after training, including
 * the metrics of the finished model, is skipped. Cross-validation, comparison and search return the
 * finished parts. If there is nothing to return, because a table was still being read, prepared or
 * evaluated, a {@link CancelledException} is thrown. The interrupt status is kept; a model can
 * still be saved. A data source that hangs is not interrupted.
 */
public final class Job {

  /** The most folds that can be kept as one model; an ensemble has no more members. */
  private static final int MOST_KEPT = 1024;

  private final Engine engine;
  private final Configuration configuration;

  /** The document that the configuration was read from; empty if it was built in Java. */
  private final Optional<Variations> document;

  private final JobData data;

  /** The start of training; empty for the one in the configuration. */
  private final Optional<Model> model;

  private final TrainingListener listener;
  private final Optional<Checkpoints> checkpoints;

  /** Computes the gradients of {@link #train}; empty if this process does. */
  private final Optional<GradientSource> gradients;

  /** Does the trials of {@link #tune} and {@link #compare}; empty if this process does. */
  private final Optional<RemoteTrials> trials;

  /** Creates a job for a configuration that was built in Java. */
  Job(Engine engine, Configuration configuration) {
    this(engine, configuration, Optional.empty());
  }

  /** Creates a job for a configuration that was read from a document. */
  Job(Engine engine, Variations document) {
    this(engine, document.base(), Optional.of(document));
  }

  private Job(Engine engine, Configuration configuration, Optional<Variations> document) {
    this.engine = engine;
    this.configuration = configuration;
    this.document = document;
    this.data = new JobData(engine.reader(), Optional.empty(), Optional.empty(), Optional.empty());
    this.model = Optional.empty();
    this.listener = TrainingListener.NONE;
    this.checkpoints = Optional.empty();
    this.gradients = Optional.empty();
    this.trials = Optional.empty();
  }

  private Job(
      Job other,
      JobData data,
      Optional<Model> model,
      TrainingListener listener,
      Optional<Checkpoints> checkpoints,
      Optional<GradientSource> gradients,
      Optional<RemoteTrials> trials) {
    this.engine = other.engine;
    this.configuration = other.configuration;
    this.document = other.document;
    this.data = data;
    this.model = model;
    this.listener = listener;
    this.checkpoints = checkpoints;
    this.gradients = gradients;
    this.trials = trials;
  }

  /** The configuration to train. */
  public Configuration configuration() {
    return configuration;
  }

  /**
   * Trains on a table of the application instead of the data that the configuration names; its
   * section {@code data} still names the target columns, and the treatment of the others.
   *
   * @param table not modified
   */
  public Job on(Table table) {
    requireNonNull(table, "table must not be null");
    return with(new JobData(data.reader(), Optional.of(table), data.validation(), data.test()));
  }

  /**
   * Uses a table of the application for validation, instead of held-out rows of the training table;
   * the configuration must not contain {@code data.split}. Without this step, the configuration
   * sets the rows or the file for validation.
   *
   * @param table with the same columns, including the target; not modified
   */
  public Job validatedOn(Table table) {
    requireNonNull(table, "table must not be null");
    return with(new JobData(data.reader(), data.examples(), Optional.of(table), data.test()));
  }

  /**
   * Evaluates the finished network on a table of the application, instead of held-out rows of the
   * training table; the configuration must not contain {@code data.split.test}. The table
   * influences nothing: training, early stopping, {@link #crossValidate}, {@link #tune} and {@link
   * #compare} do not see it.
   *
   * @param table with the same columns, including the target; not modified
   */
  public Job testedOn(Table table) {
    requireNonNull(table, "table must not be null");
    return with(new JobData(data.reader(), data.examples(), data.validation(), Optional.of(table)));
  }

  private Job with(JobData other) {
    return new Job(this, other, model, listener, checkpoints, gradients, trials);
  }

  /**
   * Starts from the weights of a model instead of fresh ones, in every last step; {@code
   * training.start} of a configuration does the same with a file.
   *
   * <p>Inputs are prepared by the model, whatever the data: scales and categories do not change; an
   * unknown category is treated as unknown, with a warning, and an unknown class is refused, unless
   * {@code new-classes} allows it. The target is the model's too, unless the last layer is reset
   * ({@link dev.gradus.engine.config.TrainingSpec#reset(String...)}): then its preparation is
   * fitted again, and it may be another target. A layer whose shape differs from that of the model
   * is refused, with its place.
   *
   * @param model not modified
   */
  public Job from(Model model) {
    requireNonNull(model, "model must not be null");
    return new Job(this, data, Optional.of(model), listener, checkpoints, gradients, trials);
  }

  /**
   * Sets the listener of {@link #train}, {@link #study}, {@link #start}, and of each network of
   * {@link #crossValidate} in turn, called on the training thread; {@link #tune} and {@link
   * #compare} have separate listeners.
   *
   * @param listener replaces the previous one
   */
  public Job listener(TrainingListener listener) {
    requireNonNull(listener, "listener must not be null");
    return new Job(this, data, model, listener, checkpoints, gradients, trials);
  }

  /**
   * Saves the run in checkpoints, or resumes one that was interrupted. They contain one run: that
   * of {@link #train}, {@link #study} or {@link #start}.
   */
  public Job checkpoints(Checkpoints checkpoints) {
    requireNonNull(checkpoints, "checkpoints must not be null");
    return new Job(this, data, model, listener, Optional.of(checkpoints), gradients, trials);
  }

  /**
   * Has the gradients of {@link #train} and {@link #start} computed by other processes, with the
   * same result to the last bit. A step with {@code accumulate-batches} has that many batches that
   * can be computed at the same time, and a full-batch optimizer has all portions of the data.
   * Everything else remains in this process: preparation, the steps, validation. A network with
   * running statistics, such as those of batch-norm, is trained in this process, with a warning.
   *
   * @param source receives the run, and computes the gradients
   */
  public Job gradients(GradientSource source) {
    requireNonNull(source, "source must not be null");
    return new Job(this, data, model, listener, checkpoints, Optional.of(source), trials);
  }

  /**
   * Has the trials of {@link #tune} and the runs of {@link #compare} done by other processes, with
   * the same results. Each needs the memory that a training run needs. A search has the trials of a
   * round done at the same time, and its listener sees each as it arrives. A comparison has all its
   * runs done at the same time; its listener is only asked whether to stop.
   *
   * @param source has them done by jobs with the configuration and the data of this one, see {@link
   *     #trial}
   */
  public Job trials(TrialSource source) {
    requireNonNull(source, "source must not be null");
    return new Job(
        this,
        data,
        model,
        listener,
        checkpoints,
        gradients,
        Optional.of(new RemoteTrials(source, models())));
  }

  /**
   * Does a piece of a search or a comparison of another process, whose job has the same
   * configuration and data.
   *
   * @param request as a {@link TrialSource} has received it
   * @param threads the maximum number of threads of training and evaluation, at least 1; the result
   *     is the same with any. The preparation of the data may use all processors
   * @throws CancelledException if the thread is interrupted
   * @throws dev.gradus.runtime.problem.GradusException if there is no such piece, because the
   *     configuration or the data differ, or if {@code threads} is less than 1
   */
  public TrialResult trial(TrialRequest request, int threads) {
    requireNonNull(request, "request must not be null");
    if (threads < 1) {
      throw new GradusException(
          Problem.of("a trial cannot be done with %s threads; use at least 1".formatted(threads)));
    }
    if (request instanceof TrialRequest.OfSearch search) {
      return RemoteTrials.result(
          tuner(engine.parts().trainer().withThreads(threads))
              .trial(document(), data.configured(), search.number(), search.round()),
          models());
    }
    TrialRequest.OfComparison piece = (TrialRequest.OfComparison) request;
    return RemoteTrials.result(
        piece,
        comparisons().withThreads(threads),
        Variants.of(document(), piece.path(), piece.values(), piece.seeds()),
        data.configured(),
        models());
  }

  /**
   * Trains.
   *
   * @throws dev.gradus.engine.event.TrainingException if training cannot begin or diverges, or
   *     there is no run to resume, or its configuration or data differ; the message names the
   *     differences
   * @throws dev.gradus.runtime.problem.DataException if the data are invalid, another run uses the
   *     folder of the checkpoints, or one cannot be written
   * @throws CancelledException if the thread is interrupted before the first step
   */
  public Training train() {
    return train(listener);
  }

  /**
   * Trains in a new daemon thread.
   *
   * @return immediately; errors in the data or the configuration are thrown by {@link
   *     Running#result}
   */
  public Running start() {
    return Running.start(this::train, listener);
  }

  private Training train(TrainingListener following) {
    return kept(store -> train(experiment(), following, store));
  }

  private Training train(Experiment untrained, TrainingListener following, CheckpointStore store) {
    engine.verify(untrained);
    long start = System.nanoTime();
    Trained trained = trainer(untrained).trainOrKeepBest(untrained, following, store);
    Duration duration = Duration.ofNanos(System.nanoTime() - start);
    Experiment experiment = HeldOutFit.of(untrained);
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

  private Trainer trainer(Experiment untrained) {
    Trainer here = engine.parts().trainer();
    if (gradients.isEmpty()) {
      return here;
    }
    Optional<String> tie = Trainer.tiesGradients(untrained);
    if (tie.isPresent()) {
      untrained
          .warnings()
          .accept(
              Warning.of(
                  "network: all gradients are computed in one process, because " + tie.get()));
      return here;
    }
    GradientSource source = gradients.get();
    source.begin(GradientWorker.shared(engine, untrained, source.mostBytesOfRows()));
    return here.withGradients(source);
  }

  /** Trains like {@link #train}, with the same result, and records details of the training. */
  public Study study() {
    return kept(
        store -> {
          Experiment experiment = experiment();
          engine.verify(experiment);
          return engine.parts().studies().of(experiment, listener, store, engine::baseline);
        });
  }

  /** The table that was read is released before the network is trained. */
  private Experiment experiment() {
    Starts starts =
        checkpoints
            .map(kept -> Models.starts(models(), keptRun(kept)))
            .orElseGet(() -> Models.starts(models()));
    return experiments(starts)
        .build(
            configuration,
            data.examplesAlone(configuration),
            data.validation(configuration),
            data.test(configuration));
  }

  /**
   * The rows that a trained model of this job is validated on: those that {@code data.split} holds
   * out, or a table or file of their own; without any, the rows that it is trained on.
   *
   * @param model that this job has trained
   * @throws dev.gradus.runtime.problem.DataException if the data cannot be read, or have changed
   *     since training
   */
  public Table validationRows(Model model) {
    requireNonNull(model, "model must not be null");
    Optional<Table> apart = data.validation(configuration);
    if (apart.isPresent()) {
      return apart.get();
    }
    Table all = data.examples(configuration);
    return model.part(
        all,
        model.about().validationRows().isPresent()
            ? Training.VALIDATION_PART
            : Training.TRAINING_PART);
  }

  private ModelFiles models() {
    return engine.parts().models();
  }

  /** A builder of experiments that start from the model of this job. */
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
   * An incremental learner: it is trained on one table after the other, and returns a model at any
   * time. It starts from the model of this job or of the configuration, and takes the columns from
   * there; or from fresh weights, and takes the columns from the data of this job, without training
   * on them. It has no listener, no validation and no checkpoints.
   *
   * @throws dev.gradus.engine.event.TrainingException if the configuration uses something that
   *     needs all examples, or the length of a run
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
              Warning.of("a learner has no validation, so the table of validatedOn is not used"));
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
   * A run with exclusive use of its checkpoint folder, if it has one; the folder is locked before
   * any data are read, which may take long.
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
   * @return the plan of the training
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
   * Checks that the configuration can be stored in a model file, and checks the gradients of its
   * plugins, like {@link #check} and training; reads no data.
   *
   * @throws dev.gradus.runtime.problem.GradusException if a check fails
   */
  public void verify() {
    engine.verify(configuration);
  }

  /**
   * Cross-validates: trains one network for each fold on all other rows, or, with a split by time,
   * on the rows before it, and evaluates it on the fold. Validation rows of the configuration are
   * taken from the training rows, so that early stopping does not see the fold either. If the
   * listener stops training, the finished folds count.
   *
   * @param folds at least 2
   */
  public CrossValidation crossValidate(int folds) {
    return crossValidate(folds, (fold, scores) -> {});
  }

  /**
   * The same, but reports each fold when it has been evaluated.
   *
   * @param folds at least 2
   * @param scored receives the number of each fold, from 1, and its loss and metrics by name
   */
  public CrossValidation crossValidate(int folds, BiConsumer<Integer, Map<String, Double>> scored) {
    return crossValidate(folds, scored, Optional.empty());
  }

  /**
   * The same, and keeps the networks of the folds as one model, an ensemble whose prediction is the
   * mean of theirs. Each was trained on other rows, so the mean is usually better than a single
   * network that was trained on all of them. The scores are those of the single networks.
   *
   * <p>The model is an ordinary one, with a layer {@code ensemble} of the kind {@code packed}. Its
   * columns are prepared alike for all members, as all rows suggest, and the weights of each member
   * make up for the preparation that it was trained with; only missing cells and words that no row
   * has are encoded alike for all. If the networks begin with an {@code embedding}, that of the
   * model holds the vectors of all of them. It is not calibrated, and makes no sets or intervals.
   *
   * <p>If it turns out after training that the networks cannot be one model, for example because
   * the training rows of a fold lack a class, the result says so in {@link
   * CrossValidation#refusal}, and has the scores all the same.
   *
   * @param folds from 2 to {@value #MOST_KEPT}
   * @param scored as in {@link #crossValidate(int, BiConsumer)}
   * @throws dev.gradus.runtime.problem.GradusException before training, if there are too few or too
   *     many folds, if the networks have parameters in layers that are neither dense nor a first
   *     {@code embedding}, or if a column is scaled by {@code quantile}, {@code robust-clipped} or
   *     {@code whiten}
   */
  public CrossValidation crossValidateAndKeep(
      int folds, BiConsumer<Integer, Map<String, Double>> scored) {
    requireNonNull(scored, "scored must not be null");
    if (folds < 2 || folds > MOST_KEPT) {
      throw new GradusException(
          Problem.of(
              "the networks of %s folds cannot be kept as one model; use from 2 to %s folds"
                  .formatted(folds, MOST_KEPT)));
    }
    JointLayers layers =
        new JointLayers(
            (EnsembleLayer) layer("ensemble: {of: %s, kind: packed}".formatted(folds)),
            (dimensions, minCategories) ->
                layer(
                    "embedding: {dimensions: %s, min-categories: %s}"
                        .formatted(dimensions, minCategories)));
    return crossValidate(folds, scored, Optional.of(layers));
  }

  private Layer layer(String yaml) {
    return engine.parts().configurations().parsePlugin(Layer.class, yaml, "network");
  }

  private CrossValidation crossValidate(
      int folds, BiConsumer<Integer, Map<String, Double>> scored, Optional<JointLayers> layers) {
    requireNonNull(scored, "scored must not be null");
    engine.verify(configuration);
    Table table = data.examples(configuration);
    return new FoldRuns(engine, configuration, experiments(), listener, layers)
        .run(table, data.validation(configuration), folds, scored);
  }

  /** Tunes as {@link #tune(TuningListener)} does, without a listener. */
  public Tuning tune() {
    return tune(TuningListener.NONE);
  }

  /**
   * Tries the values of the section {@code tune} of the configuration, by cross-validation as in
   * {@link #crossValidate}, on the same folds for every trial.
   *
   * @param watching sees every trial, and can stop the search
   * @throws dev.gradus.runtime.problem.GradusException if the section is missing or wrong, or the
   *     data cannot be read; a trial that cannot be trained is not an error
   */
  public Tuning tune(TuningListener watching) {
    requireNonNull(watching, "watching must not be null");
    return tuner(engine.parts().trainer())
        .tune(document(), data.configured(), trials.map(RemoteTrials::search), watching);
  }

  private Tuner tuner(Trainer trainer) {
    return new Tuner(
        experiments(),
        trainer,
        engine::verify,
        (experiment, examples) -> Models.measure(trainer, experiment, examples));
  }

  /** Compares as {@link #compare(String, List, int, ComparisonListener)} does. */
  public Comparison compare(String path, List<String> values, int seeds) {
    return compare(path, values, seeds, ComparisonListener.NONE);
  }

  /**
   * Trains variants of the network that differ in one value of the configuration, all with the same
   * seeds, so from the same weights and on the same batches.
   *
   * @param path the path of that value, such as {@code loss} or {@code
   *     optimizer.adam.learning-rate}
   * @param values its values, at least one, each as YAML
   * @param seeds the number of runs of each variant, at least 1: with the seed of the configuration
   *     and the following ones
   * @param progress is told of each run
   * @throws dev.gradus.runtime.problem.GradusException if a value is invalid in the configuration,
   *     or no variant could be trained; a variant that fails is skipped and its reason reported
   */
  public Comparison compare(
      String path, List<String> values, int seeds, ComparisonListener progress) {
    requireNonNull(path, "path must not be null");
    requireNonNull(values, "values must not be null");
    requireNonNull(progress, "progress must not be null");
    ComparisonPlan plan = Variants.of(document(), path, values, seeds);
    plan.variants().forEach(variant -> variant.configurations().forEach(engine::verify));
    Optional<VariantRuns> elsewhere =
        trials.map(
            remote ->
                remote.comparison(
                    path,
                    values,
                    seeds,
                    () -> progress.wantsToStop() || CancelledException.isWanted()));
    return comparisons().compare(plan, data.configured(), elsewhere, progress);
  }

  private Comparisons comparisons() {
    return engine.parts().comparisons().beginning(starts(Models.starts(models())));
  }

  private Variations document() {
    return document.orElseGet(() -> engine.parts().configurations().variations(configuration));
  }

  /**
   * An explainer of the gradients of the loss, with the initial weights. It does not train, and
   * does not verify plugins first: it shows what they do.
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
