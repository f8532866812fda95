package dev.gradus.engine.training;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.data.AuxiliaryColumns;
import dev.gradus.engine.data.SeenRanges;
import dev.gradus.engine.event.DivergedException;
import dev.gradus.engine.event.LearnerReport;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.examples.Batch;
import dev.gradus.engine.examples.Batches;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.Verifier;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.training.update.GradientDescent;
import dev.gradus.engine.training.update.SteppedSchedules;
import dev.gradus.engine.training.update.UpdateOptions;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.runtime.problem.Warnings;
import dev.gradus.spi.AuxiliaryColumn;
import dev.gradus.spi.BatchLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Trains on one table after the other with the same optimizer state.
 *
 * <p>Each table is used once. A table that fails changes nothing: the learner keeps the state that
 * it had before. For one thread at a time.
 */
public final class OnlineLearner {

  private final ExperimentBuilder experiments;
  private final Experiment experiment;
  private final Configuration configuration;
  private final Network network;
  private final Team team;
  private final GradientDescent descent;
  private final int batchSize;

  /** The number of members of an ensemble that have batches of their own; 1 if there are none. */
  private final int members;

  private final Batch batch;
  private long tables;
  private SeenRanges ranges;

  /**
   * Creates a learner that has seen no table.
   *
   * @param experiments the builder of the experiment, which prepares further tables
   * @param experiment without examples; its network is modified
   * @throws TrainingException if the configuration needs all examples at once, or the end of a run
   */
  public OnlineLearner(ExperimentBuilder experiments, Experiment experiment) {
    this.experiments = experiments;
    this.experiment = experiment;
    this.configuration = experiment.configuration();
    this.network = experiment.network();
    this.ranges = experiment.seen();
    check();
    TrainingSpec spec = configuration.training();
    batchSize = spec.batchSize().orElse(TrainingSpec.DEFAULT_BATCH_SIZE);
    team = new Team(MemoryPlan.threads(spec));
    descent =
        new GradientDescent(
            network,
            Trainer.objective(experiment),
            configuration.optimizer(),
            Trainer.openEnded(configuration),
            configuration.regularizers(),
            UpdateOptions.of(spec)
                .withWeightDecaySchedule(
                    spec.weightDecaySchedule()
                        .map(
                            each ->
                                SteppedSchedules.openEnded(SteppedSchedules.OF_DECAY, each, spec))),
            batchSize,
            Long.MAX_VALUE,
            team);
    members = BatchPlan.membersWithOwnBatches(configuration);
    int rows = Math.multiplyExact(batchSize, members);
    batch =
        new Batch(
            Matrix.zeros(rows, experiment.training().inputs().columns()),
            Matrix.zeros(rows, experiment.training().targets().columns()),
            Optional.of(Matrix.zeros(rows, 1)),
            AuxiliaryColumns.NONE);
  }

  private void check() {
    TrainingChecks.checkWithoutExamples(experiment);
    experiment.loss().objections().stream().map(Warning::of).forEach(experiment.warnings());
    TrainingSpec spec = configuration.training();
    if (configuration.optimizer().isFullBatch()) {
      throw refusal(
          "%s needs all examples in every step; use another optimizer"
              .formatted(PluginType.nameOf(configuration.optimizer())));
    }
    if (configuration.loss() instanceof BatchLoss
        && configuration.loss().columns().stream()
            .anyMatch(column -> column.meaning() == AuxiliaryColumn.Meaning.GROUP)) {
      throw refusal(
          "%s compares the examples of a group, which may not fit into a batch; train a model on all of them instead"
              .formatted(PluginType.nameOf(configuration.loss())));
    }
    if (spec.classWeights().isBalanced()) {
      throw refusal(
          "class-weights: balanced counts the rows of each class, but the tables of a learner arrive one by one; give each class a weight by name");
    }
    if (Statistics.areOthers(configuration, network)) {
      throw refusal(
          "the statistics of a layer such as batch-norm would have to be recomputed over all examples for the averaged weights; remove ema-decay, use an optimizer that predicts with the trained weights, or use layer-norm");
    }
    List<String> ofRuns = new ArrayList<>();
    spec.epochs().ifPresent(unused -> ofRuns.add("training.epochs"));
    spec.maxMinutes().ifPresent(unused -> ofRuns.add("training.max-minutes"));
    spec.earlyStopping().ifPresent(unused -> ofRuns.add("training.early-stopping"));
    spec.keepBest().ifPresent(unused -> ofRuns.add("training.keep-best"));
    spec.checkpoint().ifPresent(unused -> ofRuns.add("training.checkpoint"));
    spec.calibrate().ifPresent(unused -> ofRuns.add("training.calibrate"));
    spec.conformal().ifPresent(unused -> ofRuns.add("training.conformal"));
    configuration
        .data()
        .filter(data -> data.split().holdsBack() || data.validation().isPresent())
        .ifPresent(unused -> ofRuns.add("a validation split"));
    configuration
        .data()
        .filter(data -> data.split().calibrationShare() > 0)
        .ifPresent(unused -> ofRuns.add("a calibration split"));
    configuration
        .data()
        .filter(data -> data.split().testShare() > 0 || data.test().isPresent())
        .ifPresent(unused -> ofRuns.add("a test split"));
    if (!ofRuns.isEmpty()) {
      experiment
          .warnings()
          .accept(
              new Warning(
                  "a learner trains for one epoch on all rows of each table: %s %s no effect"
                      .formatted(String.join(", ", ofRuns), ofRuns.size() == 1 ? "has" : "have"),
                  ofRuns.size()));
    }
  }

  private static TrainingException refusal(String sentence) {
    return new TrainingException("a learner cannot be made: " + sentence);
  }

  /**
   * Trains on a table once.
   *
   * @throws TrainingException if a target is invalid for the loss, or a number is no longer finite
   * @throws dev.gradus.runtime.problem.DataException if the table does not fit the model
   * @throws CancelledException if the thread is interrupted
   */
  public LearnerReport fit(Table table) {
    Warnings warnings = new Warnings(experiments.outlet());
    Examples examples = experiments.more(experiment, table, warnings);
    Batches batches =
        new Batches(
            examples.rows(),
            batchSize,
            configuration.training().shuffle(),
            configuration.training().seed(),
            members);
    checkBatches(batches, table, warnings);
    batches.startEpoch(tables + 1);
    List<float[]> before = descent.arrays().stream().map(float[]::clone).toList();
    long steps = descent.steps();
    long seen = descent.batches();
    boolean done = false;
    try {
      double loss =
          Verifier.naming(
              configuration,
              "while the learner went through a table",
              () -> run(batches, examples, warnings));
      tables++;
      ranges =
          ranges.and(
              SeenRanges.of(
                  experiment.preparation(), table, IntStream.range(0, table.rows()).toArray()));
      done = true;
      return new LearnerReport(
          examples.rows(),
          descent.steps(),
          loss,
          descent.penalty(),
          descent.learningRate(),
          warnings.list());
    } finally {
      team.rest();
      if (!done) {
        descent.restore(before, steps, seen);
      }
    }
  }

  private void checkBatches(Batches batches, Table table, Warnings warnings) {
    int first = batches.size(0);
    int last = batches.size(batches.count() - 1);
    Optional<String> starved = network.starvedBy(first);
    if (starved.isPresent()) {
      throw new TrainingException(
          "%s: layer %s cannot learn from a batch of so few rows (%s); use larger tables"
              .formatted(table.origin(), starved.get(), first));
    }
    if (first == 1 && configuration.loss() instanceof BatchLoss) {
      throw new TrainingException(
          "%s: the loss %s relates the examples of a batch to each other, but there is 1; use larger tables"
              .formatted(table.origin(), PluginType.nameOf(configuration.loss())));
    }
    network
        .starvedBy(last)
        .ifPresent(
            layer ->
                warnings.accept(
                    Warning.of(
                        "%s: the last batch has %s rows, too few for layer %s to learn much"
                            .formatted(table.origin(), last, layer))));
  }

  private double run(Batches batches, Examples examples, Warnings warnings) {
    NothingCompared nothingCompared = new NothingCompared(configuration.loss(), warnings);
    double sum = 0;
    AuxiliaryColumns auxiliary = examples.auxiliary().room(batch.inputs().rows());
    for (int i = 0; i < batches.count(); i++) {
      CancelledException.check("the learner trained on a table, and discarded the result");
      int rows = batches.gather(i, examples.inputs(), batch.inputs());
      batches.gather(i, examples.targets(), batch.targets());
      Optional<Matrix> weights = examples.weights().flatMap(unused -> batch.weights());
      if (weights.isPresent()) {
        batches.gather(i, examples.weights().orElseThrow(), weights.get());
      }
      batches.gather(i, examples.auxiliary(), auxiliary);
      double loss =
          descent.step(
              batch.inputs().firstRows(rows), batch.targets().firstRows(rows), weights, auxiliary);
      if (!Double.isFinite(loss + descent.penalty())) {
        throw diverged("the loss of batch %s is %s".formatted(i + 1, loss));
      }
      nothingCompared.add(descent.compared());
      sum += loss * rows;
    }
    nothingCompared.tableDone(examples.rows());
    descent.finishEpoch();
    DivergenceCheck.notFinite(network, descent.memory())
        .ifPresent(
            name -> {
              throw diverged(name + " is not finite any more");
            });
    return sum / examples.rows() / members;
  }

  private DivergedException diverged(String what) {
    return new DivergedException(
        String.format(
            Locale.ROOT,
            "the learner is unchanged since its first %,d tables, because %s in the next one; use a smaller learning rate, or check the numbers of that table",
            tables,
            what));
  }

  /** The result so far, with its own copy of the network. */
  public Experiment learned() {
    descent.predict();
    try {
      return experiments.copy(experiment).seeing(ranges);
    } finally {
      descent.learnOn();
    }
  }
}
