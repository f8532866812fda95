package dev.gradus.engine.training;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.data.LostDigits;
import dev.gradus.engine.data.PreparationThreads;
import dev.gradus.engine.data.SeenRanges;
import dev.gradus.engine.data.Split;
import dev.gradus.engine.data.TablePreparation;
import dev.gradus.engine.distributed.SharedRun;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.loss.FittedLoss;
import dev.gradus.engine.loss.LossGuard;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.plugin.Verifier;
import dev.gradus.engine.table.RowOrigins;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.training.update.SteppedSchedules;
import dev.gradus.runtime.column.ClassTarget;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.runtime.problem.Warnings;
import dev.gradus.spi.AuxiliaryColumn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Creates experiments: splits the table, fits its preparation, and builds the network. */
public final class ExperimentBuilder {

  private static final String DOING = "the data were prepared";
  private static final String BUILDING = "while the network was built";

  private final ExperimentNetworks networks;
  private final Starts starts;
  private final Consumer<Warning> outlet;

  /** The auxiliary columns of the losses and metrics of other experiments. */
  private final List<AuxiliaryColumn> ofOthers;

  /** Holds examples that do not fit into memory; empty if those are refused. */
  private final Optional<Path> folder;

  /**
   * Creates a builder.
   *
   * @param networks builds the networks
   * @param starts finds initial models
   * @param outlet receives the warnings of each experiment, while it is built and trained
   */
  public ExperimentBuilder(NetworkBuilder networks, Starts starts, Consumer<Warning> outlet) {
    this(
        new ExperimentNetworks(networks, Runtime.getRuntime().maxMemory()),
        starts,
        outlet,
        List.of(),
        Optional.empty());
  }

  /**
   * Creates a builder for a process with the given memory.
   *
   * @param heapBytes experiments that would take more are refused before they allocate any
   */
  ExperimentBuilder(NetworkBuilder networks, Consumer<Warning> outlet, long heapBytes) {
    this(
        new ExperimentNetworks(networks, heapBytes),
        configuration -> Optional.empty(),
        outlet,
        List.of(),
        Optional.empty());
  }

  private ExperimentBuilder(
      ExperimentNetworks networks,
      Starts starts,
      Consumer<Warning> outlet,
      List<AuxiliaryColumn> ofOthers,
      Optional<Path> folder) {
    this.folder = folder;
    this.ofOthers = List.copyOf(ofOthers);
    this.networks = networks;
    this.starts = starts;
    this.outlet = outlet;
  }

  /** Creates a builder without initial models, which leaves warnings in the experiments. */
  public ExperimentBuilder(NetworkBuilder networks) {
    this(networks, warning -> {});
  }

  /** Creates a builder without initial models. */
  public ExperimentBuilder(NetworkBuilder networks, Consumer<Warning> outlet) {
    this(networks, outlet, Runtime.getRuntime().maxMemory());
  }

  /** Receives the warnings. */
  public Consumer<Warning> outlet() {
    return outlet;
  }

  /**
   * The same builder with another outlet, for several experiments of one comparison, which read
   * their initial model once.
   */
  public ExperimentBuilder warning(Consumer<Warning> other) {
    return new ExperimentBuilder(networks, starts.remembered(), other, ofOthers, folder);
  }

  /** The same builder with other initial models. */
  public ExperimentBuilder beginning(Starts others) {
    return new ExperimentBuilder(networks, others, outlet, ofOthers, folder);
  }

  /** The same builder, which keeps examples that do not fit into memory in files of a folder. */
  public ExperimentBuilder storingIn(Path other) {
    return new ExperimentBuilder(networks, starts, outlet, ofOthers, Optional.of(other));
  }

  /**
   * The same builder for one of several compared experiments: an auxiliary column of the loss or a
   * metric of one of them is not an input of any, and all are evaluated with it.
   *
   * @param columns the auxiliary columns of all experiments
   */
  public ExperimentBuilder withAuxiliary(List<AuxiliaryColumn> columns) {
    return new ExperimentBuilder(networks, starts, outlet, columns, folder);
  }

  private List<AuxiliaryColumn> auxiliaryOf(Configuration configuration) {
    return Stream.concat(configuration.auxiliaryColumns().stream(), ofOthers.stream())
        .distinct()
        .toList();
  }

  /**
   * Creates an experiment.
   *
   * @param configuration with a data section, which names the target
   * @param table the data; not modified
   * @throws dev.gradus.runtime.problem.GradusException if the table does not fit the configuration,
   *     the layers do not fit the target, or there is not enough memory for training
   */
  public Experiment build(Configuration configuration, Table table) {
    return build(configuration, table, Optional.empty());
  }

  /**
   * Creates an experiment with a separate validation table.
   *
   * @param validation not modified; empty if rows of the other table are held out, or none
   */
  public Experiment build(Configuration configuration, Table all, Optional<Table> validation) {
    return build(configuration, all, validation, Optional.empty());
  }

  /**
   * Creates an experiment with separate validation and test tables.
   *
   * @param validation not modified; empty if rows of the first table are held out, or none
   * @param test not modified; empty if rows of the first table are held out, or none
   */
  public Experiment build(
      Configuration configuration, Table all, Optional<Table> validation, Optional<Table> test) {
    return build(configuration, all, validation, test, true);
  }

  /**
   * Creates an experiment.
   *
   * @param whole whether the table has all rows, not only those of a fold; only then are rows held
   *     out for the test, and warnings issued about its cells
   */
  private Experiment build(
      Configuration configuration,
      Table all,
      Optional<Table> validation,
      Optional<Table> test,
      boolean whole) {
    return Verifier.naming(
        configuration,
        BUILDING,
        () -> {
          try (PreparationThreads threads = threads(configuration)) {
            return experiment(configuration, all, validation, test, whole, threads);
          }
        });
  }

  private PreparationThreads threads(Configuration configuration) {
    return new PreparationThreads(
        MemoryPlan.threads(configuration.training()), networks.heapBytes());
  }

  private Experiment experiment(
      Configuration configuration,
      Table all,
      Optional<Table> validation,
      Optional<Table> test,
      boolean whole,
      PreparationThreads threads) {
    CancelledException.check(DOING);
    Warnings warnings = new Warnings(outlet);
    ConfiguredTable table = configured(configuration, all, warnings);
    Optional<Start> start = start(configuration);
    SplitMemory.check(table, whole, start.isEmpty(), networks.heapBytes());
    Split split = table.split(whole);
    Preparation preparation = preparation(table, split.training(), start, threads, warnings);
    if (whole) {
      warnOfCutGroups(table, split, warnings);
    }
    CancelledException.check(DOING);
    HeldOutRows validated = HeldOutRows.of(table, split.validation(), validation, warnings);
    HeldOutRows tested = HeldOutRows.of(table, split.test(), test, warnings);
    if (whole) {
      warnOfCells(preparation, table, validated.ownTable(), warnings);
      tested
          .ownTable()
          .ifPresent(
              given -> TablePreparation.of(preparation).warnOfFilled(given.table(), warnings));
    }
    RunRows rows = rows(table, split, validated, tested);
    // In a file, if they do not fit besides the table in memory.
    Optional<Path> kept =
        table
            .table()
            .folder()
            .or(() -> folder.filter(unused -> !networks.fits(configuration, preparation, rows)));
    Network network =
        networks.initial(
            configuration,
            preparation,
            start,
            rows.stored(kept.isPresent()),
            SteppedSchedules.ofRun(
                configuration.training(),
                BatchPlan.count(configuration, table.table(), split.training())),
            warnings);
    RowOrigins trainingLines = RowOrigins.of(table.table(), split.training());
    RowOrigins validationLines = validated.origins();
    RowOrigins testLines = tested.origins();
    SeenRanges seen = seen(start).and(SeenRanges.of(preparation, table.table(), split.training()));
    LostDigits.warn(preparation, seen, table.table(), warnings);
    // From here on, an expendable table has lost its inputs.
    List<Optional<Examples>> ofTable =
        table.examples(
            List.of(
                split.training(),
                validated.inTrainingTable(),
                tested.inTrainingTable(),
                split.calibration()),
            preparation,
            warnings,
            threads,
            kept);
    Examples training = ofTable.get(0).orElseThrow();
    ExperimentNetworks.initialize(network, configuration, start, training.inputs());
    Optional<Examples> forValidation =
        ofTable.get(1).or(() -> validated.ownExamples(preparation, warnings, threads, kept));
    Optional<Examples> forTest =
        ofTable.get(2).or(() -> tested.ownExamples(preparation, warnings, threads, kept));
    return new Experiment(
        configuration,
        preparation,
        network,
        training,
        forValidation,
        forTest,
        ofTable.get(3),
        trainingLines,
        validationLines,
        testLines,
        networks.loss(configuration, network, preparation, training, forValidation),
        warnings,
        start.map(Start::identity),
        Trust.NONE,
        seen);
  }

  /** The numbers of rows, as far as they determine the memory of the run. */
  private static RunRows rows(
      ConfiguredTable table, Split split, HeldOutRows validated, HeldOutRows tested) {
    Configuration configuration = table.configuration();
    int[] training = split.training();
    int batch =
        Math.max(
            BatchPlan.largest(configuration, table.table(), training),
            Math.max(validated.largestBatch(configuration), tested.largestBatch(configuration)));
    int measured = validated.count() + tested.count() + split.calibration().length;
    return new RunRows(training.length, measured, batch, false);
  }

  private static void warnOfCutGroups(
      ConfiguredTable table, Split split, Consumer<Warning> warnings) {
    Map<String, int[]> heldOut = new LinkedHashMap<>();
    heldOut.put("validation", split.validation());
    heldOut.put("calibration", split.calibration());
    heldOut.put("test", split.test());
    heldOut.values().removeIf(rows -> rows.length == 0);
    if (!heldOut.isEmpty()) {
      List<String> names = new ArrayList<>(heldOut.keySet());
      String last = names.remove(names.size() - 1);
      names.add(0, "training");
      table.warnOfCutGroups(
          List.copyOf(heldOut.values()),
          "the %s and the %s split".formatted(String.join(", the ", names), last),
          warnings);
    }
  }

  private ConfiguredTable configured(
      Configuration configuration, Table all, Consumer<Warning> warnings) {
    return ConfiguredTable.of(configuration, all, auxiliaryOf(configuration), warnings);
  }

  private static Preparation preparation(
      ConfiguredTable table,
      int[] trainingRows,
      Optional<Start> start,
      PreparationThreads threads,
      Consumer<Warning> warnings) {
    return start.isPresent()
        ? StartedPreparation.of(
            start.get(),
            table.configuration(),
            table.data(),
            table.table(),
            trainingRows,
            table.plan(),
            warnings)
        : TablePreparation.learn(table.table(), trainingRows, table.plan(), threads);
  }

  /** The initial model, if there is one. */
  private Optional<Start> start(Configuration configuration) {
    Optional<Start> start = starts.of(configuration);
    TrainingSpec training = configuration.training();
    if (start.isEmpty() && !training.reset().isEmpty()) {
      throw new TrainingException(
          "training.reset: there is no initial model, so all layers start from fresh weights; set training.start, or remove reset");
    }
    if (start.isEmpty() && training.newClasses() == TrainingSpec.NewClasses.ADD) {
      throw new TrainingException(
          "training.new-classes: there is no initial model whose classes could be extended; set training.start, or remove new-classes");
    }
    return start;
  }

  /**
   * Creates an experiment without examples, for a learner that receives them later.
   *
   * @param first the table whose rows the preparation is fitted on; empty if the initial model has
   *     a preparation
   * @throws dev.gradus.runtime.problem.GradusException as {@link #build}
   */
  public Experiment withoutExamples(Configuration configuration, Optional<Table> first) {
    return Verifier.naming(
        configuration,
        BUILDING,
        () -> {
          try (PreparationThreads threads = threads(configuration)) {
            return empty(configuration, first, threads);
          }
        });
  }

  private Experiment empty(
      Configuration configuration, Optional<Table> first, PreparationThreads threads) {
    Warnings warnings = new Warnings(outlet);
    Optional<Start> start = start(configuration);
    Preparation preparation;
    if (first.isPresent()) {
      ConfiguredTable table = configured(configuration, first.get(), warnings);
      preparation = preparation(table, table.allRows(), start, threads, warnings);
    } else {
      preparation = StartedPreparation.alone(start, configuration);
    }
    int rows = configuration.training().batchSize().orElse(TrainingSpec.DEFAULT_BATCH_SIZE);
    Network network =
        networks.initial(
            configuration,
            preparation,
            start,
            new RunRows(rows, 0, rows, false),
            SteppedSchedules.ofLearner(configuration.training()),
            warnings);
    if (network.initializesFromData(ExperimentNetworks.kept(configuration, start))) {
      Table rowsToSee =
          first.orElseThrow(
              () ->
                  new TrainingException(
                      "training.reset: the initial values of a layer that is reset depend on training rows; pass the learner a first table"));
      ConfiguredTable table = configured(configuration, rowsToSee, unused -> {});
      Examples examples =
          table.examples(table.allRows(), preparation, unused -> {}, threads, Optional.empty());
      ExperimentNetworks.initialize(network, configuration, start, examples.inputs());
    }
    Examples none =
        new Examples(
            Matrix.zeros(0, network.inputs()),
            Matrix.zeros(0, preparation.targets().width()),
            Optional.empty());
    return Experiment.withoutHeldOut(
        configuration,
        preparation,
        network,
        none,
        networks.loss(configuration, network, preparation, none, Optional.empty()),
        warnings,
        start.map(Start::identity),
        seen(start));
  }

  private static SeenRanges seen(Optional<Start> start) {
    return start.map(Start::seen).orElse(SeenRanges.NONE);
  }

  /**
   * Prepares more examples for an experiment.
   *
   * @param warnings receives warnings about unknown categories, about dropped rows, and about
   *     targets that the loss does not suit
   * @throws dev.gradus.runtime.problem.GradusException if the table does not fit the preparation,
   *     or its targets the loss
   */
  Examples more(Experiment experiment, Table all, Consumer<Warning> warnings) {
    CancelledException.check(DOING);
    ConfiguredTable table = configured(experiment.configuration(), all, warnings);
    if (table.table().rows() == 0) {
      throw new DataException(table.table().origin(), "there are no training rows");
    }
    Examples examples;
    try (PreparationThreads threads = threads(experiment.configuration())) {
      examples =
          table.examples(
              table.allRows(), experiment.preparation(), warnings, threads, Optional.empty());
    }
    TablePreparation.of(experiment.preparation()).warnOfFilled(table.table(), warnings);
    FittedLoss loss = experiment.loss();
    experiment
        .guard()
        .check(loss, examples.targets(), Optional.empty())
        .orThrow()
        .objections()
        .stream()
        .filter(said -> !loss.objections().contains(said))
        .map(Warning::of)
        .forEach(warnings);
    LossGuard.oddPull(loss, examples.targets()).map(Warning::of).ifPresent(warnings);
    return examples;
  }

  /**
   * The experiment of a run that is trained elsewhere, with a network of its own.
   *
   * @param configuration of the run
   * @param trained the network of the run; not modified
   * @param training the training examples of the run; none if those of each batch are sent with it
   * @param run the run
   */
  public Experiment replica(
      Configuration configuration,
      Preparation preparation,
      Network trained,
      Examples training,
      SharedRun run) {
    Warnings warnings = new Warnings(outlet);
    Network network =
        networks.initial(
            configuration,
            preparation,
            Optional.empty(),
            new RunRows(
                Math.max(run.prepared().rows(), run.largestBatch()), 0, run.largestBatch(), false),
            SteppedSchedules.ofRun(configuration.training(), BatchPlan.count(configuration, run)),
            warnings);
    ExperimentNetworks.copyTensors(trained, network);
    return Experiment.withoutHeldOut(
        configuration,
        preparation,
        network,
        training,
        networks.checkedLoss(
            configuration,
            network,
            preparation,
            training,
            Arrays.stream(run.classWeights()).boxed().toList()),
        warnings,
        Optional.empty(),
        SeenRanges.NONE);
  }

  /** The same experiment with its own copy of the network. */
  Experiment copy(Experiment experiment) {
    Configuration configuration = experiment.configuration();
    Preparation preparation = experiment.preparation();
    Network copy = networks.copy(configuration, preparation, experiment.network());
    return experiment.with(
        configuration,
        copy,
        networks.loss(configuration, copy, preparation, experiment.training(), Optional.empty()));
  }

  /**
   * An experiment on the examples of another one, with another last layer.
   *
   * @param configuration the same as that of the other one except for the last layer
   * @return empty if that layer needs another encoding of two classes
   */
  Optional<Experiment> withLastLayer(Experiment experiment, Configuration configuration) {
    if (experiment.preparation().targets() instanceof ClassTarget target
        && target.classes().size() == 2
        && target.single()
            != ConfiguredTable.hasSingleOutputForTwoClasses(configuration.network())) {
      return Optional.empty();
    }
    return Verifier.naming(
        configuration,
        BUILDING,
        () -> {
          Preparation preparation = experiment.preparation();
          Examples training = experiment.training();
          Optional<Start> start = start(configuration);
          Network network =
              networks.initial(
                  configuration,
                  preparation,
                  start,
                  new RunRows(
                      training.rows(),
                      experiment.heldOutRows(),
                      BatchPlan.largest(configuration, training),
                      training.isStored()),
                  SteppedSchedules.ofRun(
                      configuration.training(), BatchPlan.count(configuration, training)),
                  experiment.warnings());
          ExperimentNetworks.initialize(network, configuration, start, training.inputs());
          return Optional.of(
              experiment.with(
                  configuration,
                  network,
                  networks.loss(
                      configuration, network, preparation, training, experiment.validation())));
        });
  }

  private static void warnOfCells(
      Preparation preparation,
      ConfiguredTable table,
      Optional<ConfiguredTable> validation,
      Consumer<Warning> warnings) {
    TablePreparation tables = TablePreparation.of(preparation);
    tables.warnOfRounding(table.table(), warnings);
    tables.warnOfWhitening(table.table(), warnings);
    tables.warnOfFilled(table.table(), warnings);
    validation.ifPresent(given -> tables.warnOfFilled(given.table(), warnings));
  }

  /**
   * Divides a table into folds, stratified if the target is a class, unless the configuration says
   * otherwise; the test rows are in none of them.
   *
   * @param validation the validation split of every fold, if it is a table of its own
   * @param count the number of folds, at least 2
   * @return the folds, each created when it is requested
   */
  public Iterable<Fold> folds(
      Configuration configuration, Table all, Optional<Table> validation, int count) {
    return folds(configuration, all, validation, count, configuration.training().seed());
  }

  /**
   * Divides a table into folds as {@link #folds(Configuration, Table, Optional, int)} does, from a
   * given seed.
   */
  public Iterable<Fold> folds(
      Configuration configuration, Table all, Optional<Table> validation, int count, long seed) {
    ConfiguredTable whole = configured(configuration, all, outlet);
    SplitMemory.checkFolds(whole, start(configuration).isEmpty(), networks.heapBytes());
    ConfiguredTable table = whole.withoutTest();
    List<Split> splits = table.folds(count, seed);
    table.warnOfCutGroups(splits.stream().map(Split::validation).toList(), "folds", outlet);
    return () ->
        splits.stream()
            .map(
                split -> {
                  Experiment experiment =
                      build(
                          configuration,
                          table.table().select(split.training()),
                          validation,
                          Optional.empty(),
                          false);
                  if (split.equals(splits.get(0))) {
                    // Warnings about the whole table are issued here, so that no fold repeats them.
                    warnOfCells(
                        experiment.preparation(),
                        table,
                        validation.map(given -> table.forTable(given, unused -> {})),
                        experiment.warnings());
                  }
                  Table rest = table.table().select(split.validation());
                  return new Fold(experiment, test(experiment, rest));
                })
            .iterator();
  }

  /**
   * What the networks of the folds have in common if they become one ensemble.
   *
   * @param layers join them
   */
  public CommonRows common(Configuration configuration, Table all, JointLayers layers) {
    ConfiguredTable table = configured(configuration, all, unused -> {}).withoutTest();
    Preparation preparation;
    try (PreparationThreads threads = threads(configuration)) {
      preparation =
          preparation(table, table.allRows(), start(configuration), threads, unused -> {});
    }
    return new CommonRows(
        preparation,
        table.table(),
        SeenRanges.of(preparation, table.table(), table.allRows()),
        layers);
  }

  private Examples test(Experiment experiment, Table rest) {
    Configuration configuration = experiment.configuration();
    return Examples.of(experiment.preparation(), rest, experiment.warnings())
        .with(
            ConfiguredTable.auxiliary(
                configuration,
                auxiliaryOf(configuration),
                rest,
                IntStream.range(0, rest.rows()).toArray()));
  }
}
