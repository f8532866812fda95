package dev.gradus.engine.training;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.LayerPlace;
import dev.gradus.engine.config.SplitSpec;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.data.AuxiliaryColumns;
import dev.gradus.engine.data.ClassTarget;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.data.InputColumns;
import dev.gradus.engine.data.Preparation;
import dev.gradus.engine.data.PreparationPlan;
import dev.gradus.engine.data.Split;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.examples.ExampleWeights;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.loss.LossGuard;
import dev.gradus.engine.loss.TrainingLoss;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.plugin.Verifier;
import dev.gradus.engine.problem.CancelledException;
import dev.gradus.engine.problem.DataException;
import dev.gradus.engine.problem.Warning;
import dev.gradus.engine.problem.Warnings;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Lines;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.table.TextColumn;
import dev.gradus.spi.Activation;
import dev.gradus.spi.AuxiliaryColumn;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Loss;
import dev.gradus.spi.OutputLayer;
import dev.gradus.spi.Target;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes experiments: splits the table, learns its preparation, builds the network. */
public final class ExperimentBuilder {

  private static final String DOING = "the data were prepared";
  private static final String BUILDING = "while the network was built";

  private final NetworkBuilder networks;
  private final Starts starts;
  private final long heapBytes;
  private final Consumer<Warning> outlet;

  /** The columns that the losses and metrics of other experiments see. */
  private final List<AuxiliaryColumn> ofOthers;

  /**
   * Makes a builder.
   *
   * @param networks builds the networks
   * @param starts finds the models that training begins with
   * @param outlet is given the warnings of each experiment, while it is built and trained
   */
  public ExperimentBuilder(NetworkBuilder networks, Starts starts, Consumer<Warning> outlet) {
    this(networks, starts, outlet, Runtime.getRuntime().maxMemory(), List.of());
  }

  /**
   * Makes a builder for a process with so much memory.
   *
   * @param heapBytes experiments that would take more are refused before they take any
   */
  ExperimentBuilder(NetworkBuilder networks, Consumer<Warning> outlet, long heapBytes) {
    this(networks, configuration -> Optional.empty(), outlet, heapBytes, List.of());
  }

  private ExperimentBuilder(
      NetworkBuilder networks,
      Starts starts,
      Consumer<Warning> outlet,
      long heapBytes,
      List<AuxiliaryColumn> ofOthers) {
    this.ofOthers = List.copyOf(ofOthers);
    this.networks = networks;
    this.starts = starts;
    this.outlet = outlet;
    this.heapBytes = heapBytes;
  }

  /** Makes a builder that knows no models, and whose warnings are kept in the experiments alone. */
  public ExperimentBuilder(NetworkBuilder networks) {
    this(networks, warning -> {});
  }

  /** Makes a builder that knows no models to begin with. */
  public ExperimentBuilder(NetworkBuilder networks, Consumer<Warning> outlet) {
    this(networks, outlet, Runtime.getRuntime().maxMemory());
  }

  /** Is given the warnings. */
  public Consumer<Warning> outlet() {
    return outlet;
  }

  /**
   * The same builder with another outlet: for several experiments that answer one question. The
   * model that they begin with is read once.
   */
  public ExperimentBuilder warning(Consumer<Warning> other) {
    return new ExperimentBuilder(networks, starts.remembered(), other, heapBytes, ofOthers);
  }

  /** The same builder with other models to begin with. */
  public ExperimentBuilder beginning(Starts others) {
    return new ExperimentBuilder(networks, others, outlet, heapBytes, ofOthers);
  }

  /**
   * The same builder for one of several experiments that are compared: what the loss or a metric of
   * any of them sees beside the target is an input of none, and all are measured with it.
   *
   * @param columns those of all experiments
   */
  public ExperimentBuilder beside(List<AuxiliaryColumn> columns) {
    return new ExperimentBuilder(networks, starts, outlet, heapBytes, columns);
  }

  private List<AuxiliaryColumn> auxiliaryOf(Configuration configuration) {
    return Stream.concat(configuration.auxiliaryColumns().stream(), ofOthers.stream())
        .distinct()
        .toList();
  }

  /**
   * Makes an experiment.
   *
   * @param configuration with a data section, which says what the target is
   * @param table the data; not modified
   * @throws dev.gradus.engine.problem.GradusException if the table does not fit the configuration,
   *     the layers do not fit the target, or training would take more memory than there is
   */
  public Experiment build(Configuration configuration, Table table) {
    return build(configuration, table, Optional.empty());
  }

  /**
   * Makes an experiment whose validation part is a table of its own.
   *
   * @param validation not modified; empty if rows of the other are held back, or none
   */
  public Experiment build(Configuration configuration, Table all, Optional<Table> validation) {
    return build(configuration, all, validation, true);
  }

  /**
   * Makes an experiment.
   *
   * @param whole whether the table is all there is, and not the part of a fold; then it is said
   *     what becomes of its cells
   */
  private Experiment build(
      Configuration configuration, Table all, Optional<Table> validation, boolean whole) {
    return Verifier.naming(
        configuration, BUILDING, () -> experiment(configuration, all, validation, whole));
  }

  private Experiment experiment(
      Configuration configuration, Table all, Optional<Table> validation, boolean whole) {
    CancelledException.check(DOING);
    DataSpec data = dataOf(configuration).named(all);
    Warnings warnings = new Warnings(outlet);
    Set<String> aside = aside(configuration, data, all);
    Table table = usable(all, data, aside, warnings);
    Split split = split(data, table, configuration.training().seed());
    PreparationPlan plan = plan(configuration, data, aside);
    Optional<Start> start = start(configuration);
    Preparation preparation =
        preparation(configuration, data, table, split.training(), plan, start, warnings);
    if (whole && validation.isEmpty()) {
      warnOfCutGroups(
          configuration, table, List.of(split), "the training and the validation part", warnings);
    }
    CancelledException.check(DOING);
    Table from = validation.map(given -> usable(given, data, aside, warnings)).orElse(table);
    if (whole) {
      warnOfCells(preparation, table, validation.map(given -> from), warnings);
    }
    int[] apart =
        validation.isPresent() ? IntStream.range(0, from.rows()).toArray() : split.validation();
    Network network =
        network(
            configuration,
            preparation,
            start,
            split.training().length,
            apart.length,
            largestBatch(configuration, table, split.training(), from, apart),
            warnings);
    Examples training =
        examples(configuration, table, split.training(), preparation, plan, warnings);
    Optional<Examples> setApart =
        apart.length == 0
            ? Optional.empty()
            : Optional.of(examples(configuration, from, apart, preparation, plan, warnings));
    return new Experiment(
        configuration,
        preparation,
        network,
        training,
        setApart,
        Lines.of(table, split.training()),
        Lines.of(from, apart),
        loss(configuration, network, preparation, training, setApart),
        warnings,
        start.map(Start::identity));
  }

  private static DataSpec dataOf(Configuration configuration) {
    return configuration
        .data()
        .orElseThrow(
            () ->
                new TrainingException(
                    "data is missing: the configuration does not say which column is the target"));
  }

  private static PreparationPlan plan(
      Configuration configuration, DataSpec data, Set<String> aside) {
    return new PreparationPlan(
        data.target(),
        data.columns(),
        data.scale(),
        hasSingleOutputForTwoClasses(configuration.network()),
        configuration.network().get(0).takesCodes(),
        data.missing() == DataSpec.Missing.FILL,
        aside);
  }

  private static Preparation preparation(
      Configuration configuration,
      DataSpec data,
      Table table,
      int[] trainingRows,
      PreparationPlan plan,
      Optional<Start> start,
      Consumer<Warning> warnings) {
    return start.isPresent()
        ? StartedPreparation.of(
            start.get(), configuration, data, table, trainingRows, plan, warnings)
        : Preparation.learn(table, trainingRows, plan);
  }

  /** The model to begin with, if there is one. */
  private Optional<Start> start(Configuration configuration) {
    Optional<Start> start = starts.of(configuration);
    TrainingSpec training = configuration.training();
    if (start.isEmpty() && !training.afresh().isEmpty()) {
      throw new TrainingException(
          "training.afresh: there is no start, so all layers begin with fresh weights; name a start, or remove afresh");
    }
    if (start.isEmpty() && training.newClasses() == TrainingSpec.NewClasses.ADD) {
      throw new TrainingException(
          "training.new-classes: there is no start to whose classes others could be added; name a start, or remove new-classes");
    }
    return start;
  }

  /**
   * Makes an experiment without examples, for a learner that gets them later.
   *
   * @param first what the preparation is learned from, all of its rows; empty if the model to begin
   *     with has one
   * @throws dev.gradus.engine.problem.GradusException as {@link #build}
   */
  public Experiment withoutExamples(Configuration configuration, Optional<Table> first) {
    return Verifier.naming(configuration, BUILDING, () -> empty(configuration, first));
  }

  private Experiment empty(Configuration configuration, Optional<Table> first) {
    Warnings warnings = new Warnings(outlet);
    Optional<Start> start = start(configuration);
    Preparation preparation;
    if (first.isPresent()) {
      DataSpec data = dataOf(configuration).named(first.get());
      Set<String> aside = aside(configuration, data, first.get());
      Table table = usable(first.get(), data, aside, warnings);
      int[] rows = IntStream.range(0, table.rows()).toArray();
      PreparationPlan plan = plan(configuration, data, aside);
      preparation = preparation(configuration, data, table, rows, plan, start, warnings);
    } else {
      preparation = StartedPreparation.alone(start, configuration);
    }
    int rows = configuration.training().batchSize().orElse(TrainingSpec.DEFAULT_BATCH_SIZE);
    Network network = network(configuration, preparation, start, rows, 0, rows, warnings);
    Examples none =
        new Examples(
            Matrix.zeros(0, network.inputs()),
            Matrix.zeros(0, preparation.targets().width()),
            Optional.empty());
    return new Experiment(
        configuration,
        preparation,
        network,
        none,
        Optional.empty(),
        Lines.NONE,
        Lines.NONE,
        loss(configuration, network, preparation, none, Optional.empty()),
        warnings,
        start.map(Start::identity));
  }

  /**
   * Prepares more examples for an experiment.
   *
   * @param warnings is told of cells that the model does not know, and of rows that are left out
   * @throws dev.gradus.engine.problem.GradusException if the table does not fit the preparation, or
   *     its targets the loss
   */
  Examples more(Experiment experiment, Table all, Consumer<Warning> warnings) {
    CancelledException.check(DOING);
    Configuration configuration = experiment.configuration();
    DataSpec data = dataOf(configuration).named(all);
    Set<String> aside = aside(configuration, data, all);
    Table table = usable(all, data, aside, warnings);
    if (table.rows() == 0) {
      throw new DataException(table.origin(), "there are no rows to learn from");
    }
    int[] rows = IntStream.range(0, table.rows()).toArray();
    PreparationPlan plan = plan(configuration, data, aside);
    Examples examples =
        examples(configuration, table, rows, experiment.preparation(), plan, warnings);
    experiment.preparation().warnOfFilled(table, warnings);
    experiment.guard().check(experiment.loss(), examples.targets(), Optional.empty()).orThrow();
    return examples;
  }

  /** The same experiment with a copy of its network, which nobody else modifies. */
  Experiment copy(Experiment experiment) {
    Configuration configuration = experiment.configuration();
    Preparation preparation = experiment.preparation();
    Network copy =
        networks.blank(
            configuration.network(),
            preparation.inputColumns(),
            preparation.target(),
            configuration.loss());
    List<Parameter> from = experiment.network().tensors();
    List<Parameter> into = copy.tensors();
    for (int i = 0; i < from.size(); i++) {
      float[] values = from.get(i).matrix().values();
      System.arraycopy(values, 0, into.get(i).matrix().values(), 0, values.length);
    }
    return experiment.with(
        configuration,
        copy,
        loss(configuration, copy, preparation, experiment.training(), Optional.empty()));
  }

  private TrainingLoss loss(
      Configuration configuration,
      Network network,
      Preparation preparation,
      Examples training,
      Optional<Examples> validation) {
    LossGuard guard =
        new LossGuard(
            networks.catalogue(), configuration.training(), network, preparation.target());
    return new TrainingLoss(guard, configuration, preparation.targets(), training, validation);
  }

  /** A network with the weights that it begins with, if there is memory to train it. */
  private Network network(
      Configuration configuration,
      Preparation preparation,
      Optional<Start> start,
      int training,
      int validation,
      int batch,
      Consumer<Warning> warnings) {
    Set<Integer> frozen = LayerPlace.indexes(configuration.training().freeze());
    InputColumns inputs = preparation.inputColumns();
    Loss loss = configuration.loss();
    MemoryPlan.of(
            configuration,
            networks
                .plan(configuration.network(), inputs, preparation.target(), loss)
                .frozen(frozen),
            preparation.targets().width(),
            training,
            validation,
            batch)
        .check(heapBytes);
    Network network =
        networks.build(
            configuration.network(),
            inputs,
            preparation.target(),
            loss,
            configuration.training().seed());
    start.ifPresent(model -> Transplant.into(network, configuration, preparation, model, warnings));
    return network.frozen(frozen);
  }

  /** The largest number of rows of a batch, which depends on groups where a loss compares them. */
  private static int largestBatch(
      Configuration configuration, Table table, int[] training, Table from, int[] apart) {
    List<AuxiliaryColumn> columns = BatchPlan.ofLoss(configuration);
    return Math.max(
        BatchPlan.largest(
            configuration, auxiliary(configuration, columns, table, training), training.length),
        BatchPlan.largestMeasured(
            configuration, auxiliary(configuration, columns, from, apart), apart.length));
  }

  /**
   * An experiment on the examples of another one, with another last layer.
   *
   * @param configuration as that of the other one but for the last layer
   * @return empty if that layer takes the two classes of the target in another form
   */
  Optional<Experiment> withLastLayer(Experiment experiment, Configuration configuration) {
    if (experiment.preparation().targets() instanceof ClassTarget target
        && target.classes().size() == 2
        && target.single() != hasSingleOutputForTwoClasses(configuration.network())) {
      return Optional.empty();
    }
    return Verifier.naming(
        configuration,
        BUILDING,
        () -> {
          Preparation preparation = experiment.preparation();
          int apart = experiment.validation().map(Examples::rows).orElse(0);
          Network network =
              network(
                  configuration,
                  preparation,
                  start(configuration),
                  experiment.training().rows(),
                  apart,
                  BatchPlan.largest(
                      configuration,
                      experiment.training().auxiliary(),
                      experiment.training().rows()),
                  experiment.warnings());
          return Optional.of(
              experiment.with(
                  configuration,
                  network,
                  loss(
                      configuration,
                      network,
                      preparation,
                      experiment.training(),
                      experiment.validation())));
        });
  }

  private static void warnOfCells(
      Preparation preparation,
      Table table,
      Optional<Table> validation,
      Consumer<Warning> warnings) {
    preparation.warnOfRounding(table, warnings);
    preparation.warnOfWhitening(table, warnings);
    preparation.warnOfFilled(table, warnings);
    validation.ifPresent(given -> preparation.warnOfFilled(given, warnings));
  }

  /**
   * Cuts a table into folds, by class where there are classes, unless the configuration says
   * otherwise.
   *
   * @param validation the validation part of every fold, if it is a table of its own
   * @param count how many, at least 2
   * @return one after the other, each made when it is asked for
   */
  public Iterable<Fold> folds(
      Configuration configuration, Table all, Optional<Table> validation, int count) {
    return folds(configuration, all, validation, count, configuration.training().seed());
  }

  /**
   * Cuts a table into folds as {@link #folds(Configuration, Table, Optional, int)} does, from a
   * seed of one's own.
   */
  public Iterable<Fold> folds(
      Configuration configuration, Table all, Optional<Table> validation, int count, long seed) {
    DataSpec data =
        configuration.data().orElseThrow(() -> new TrainingException("data is missing")).named(all);
    Set<String> aside = aside(configuration, data, all);
    Table table = usable(all, data, aside, outlet);
    List<Split> splits = splits(data, table, count, seed);
    warnOfCutGroups(configuration, table, splits, "folds", outlet);
    return () ->
        splits.stream()
            .map(
                split -> {
                  Experiment experiment =
                      build(configuration, table.select(split.training()), validation, false);
                  if (split.equals(splits.get(0))) {
                    // Of the whole table, and not of each fold again.
                    warnOfCells(
                        experiment.preparation(),
                        table,
                        validation.map(given -> usable(given, data, aside, unused -> {})),
                        experiment.warnings());
                  }
                  Table rest = table.select(split.validation());
                  return new Fold(experiment, test(experiment, rest));
                })
            .iterator();
  }

  /** Says which groups that a loss or a metric compares within are not whole in one part. */
  private static void warnOfCutGroups(
      Configuration configuration,
      Table table,
      List<Split> splits,
      String parts,
      Consumer<Warning> warnings) {
    int[] partOf = new int[table.rows()];
    for (int part = 0; part < splits.size(); part++) {
      for (int row : splits.get(part).validation()) {
        partOf[row] = part + 1;
      }
    }
    int[] all = IntStream.range(0, table.rows()).toArray();
    for (AuxiliaryColumn column : configuration.auxiliaryColumns()) {
      if (column.meaning() == AuxiliaryColumn.Meaning.GROUP) {
        double[] groups =
            auxiliary(configuration, List.of(column), table, all).of(List.of(column))[0];
        Map<Double, Integer> seen = new HashMap<>();
        Set<Double> cut = new HashSet<>();
        for (int row : all) {
          Integer other = seen.putIfAbsent(groups[row], partOf[row]);
          if (other != null && other != partOf[row]) {
            cut.add(groups[row]);
          }
        }
        if (!cut.isEmpty()) {
          warnings.accept(
              new Warning(
                  String.format(
                      Locale.ROOT,
                      "data.split: %,d of %,d groups of column '%s' are divided between %s, but the loss or a metric compares within groups; to keep them whole, name the column in data.split.group",
                      cut.size(),
                      seen.size(),
                      column.name(),
                      parts),
                  cut.size()));
        }
      }
    }
  }

  private static List<Split> splits(DataSpec data, Table table, int count, long seed) {
    Optional<String> group = data.split().group();
    if (group.isPresent()) {
      return Split.groupedFolds(table, group.get(), count, seed);
    }
    return isStratified(data, table)
        ? Split.stratifiedFolds(table.column(data.target().get(0)), count, seed)
        : Split.folds(table.rows(), count, seed);
  }

  private Examples test(Experiment experiment, Table rest) {
    Configuration configuration = experiment.configuration();
    return Examples.of(experiment.preparation(), rest, experiment.warnings())
        .with(
            auxiliary(
                configuration,
                auxiliaryOf(configuration),
                rest,
                IntStream.range(0, rest.rows()).toArray()));
  }

  /**
   * What the loss and the metrics of a configuration see beside the target.
   *
   * @param rows of the table, in the order wanted; not modified
   * @throws dev.gradus.engine.problem.DataException if a column or a cell is missing, or is not
   *     what it is to be
   */
  public static AuxiliaryColumns auxiliary(Configuration configuration, Table table, int[] rows) {
    return auxiliary(configuration, configuration.auxiliaryColumns(), table, rows);
  }

  private static AuxiliaryColumns auxiliary(
      Configuration configuration, List<AuxiliaryColumn> columns, Table table, int[] rows) {
    return AuxiliaryColumns.of(
        table,
        columns,
        configuration.data().map(data -> data.named(table).columns()).orElse(Map.of()),
        rows);
  }

  /** The columns that are no inputs: what losses and metrics see, and what says the group. */
  private Set<String> aside(Configuration configuration, DataSpec data, Table table) {
    return Stream.concat(
            auxiliaryOf(configuration).stream().map(AuxiliaryColumn::name),
            data.split().group().stream())
        .map(table::nameOf)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /**
   * The rows in which nothing is missing, if the others are to be left out.
   *
   * @param warnings is told how many they are
   */
  private static Table usable(
      Table table, DataSpec data, Set<String> aside, Consumer<Warning> warnings) {
    if (data.missing() != DataSpec.Missing.DROP) {
      return table;
    }
    Table complete =
        table.withoutMissing(
            name -> {
              ColumnSpec declared = data.columns().get(name);
              return declared == null || !declared.allowsMissing() || aside.contains(name);
            });
    int left = table.rows() - complete.rows();
    if (left > 0) {
      warnings.accept(
          new Warning(
              String.format(
                  Locale.ROOT,
                  "%s: %,d of %,d rows have an empty cell, and are left out (missing: drop)",
                  table.origin(),
                  left,
                  table.rows()),
              left));
    }
    return complete;
  }

  private Examples examples(
      Configuration configuration,
      Table table,
      int[] rows,
      Preparation preparation,
      PreparationPlan plan,
      Consumer<Warning> warnings) {
    Examples examples = Examples.of(preparation, table, rows, warnings);
    return new Examples(
        examples.inputs(),
        examples.targets(),
        ExampleWeights.of(table, plan, rows),
        auxiliary(configuration, auxiliaryOf(configuration), table, rows));
  }

  private static Split split(DataSpec data, Table table, long seed) {
    SplitSpec spec = data.split();
    if (!spec.holdsBack()) {
      return Split.none(table.rows());
    }
    if (spec.group().isPresent()) {
      return Split.grouped(table, spec.group().get(), spec.validation(), seed);
    }
    return isStratified(data, table)
        ? Split.stratified(table.column(data.target().get(0)), spec.validation(), seed)
        : Split.random(table.rows(), spec.validation(), seed);
  }

  /**
   * Whether each class is to keep its share in all parts.
   *
   * @throws TrainingException if that is asked for, but there are no classes
   */
  private static boolean isStratified(DataSpec data, Table table) {
    Column target = table.column(data.target().get(0));
    boolean single = data.target().size() == 1;
    boolean classes = single && isClasses(target, data);
    boolean stratified = data.split().stratified().orElse(classes);
    if (stratified && !single) {
      throw new TrainingException(
          "data.split.stratified: a stratified split keeps the shares of the classes of one column, but the target is several (%s); remove 'stratified'"
              .formatted(String.join(", ", data.target())));
    }
    if (stratified && !classes) {
      throw new TrainingException(
          "data.split.stratified: a stratified split keeps the shares of the classes, but the target '%s' is numeric; remove 'stratified', or declare it with columns: {%s: categorical}"
              .formatted(target.name(), target.name()));
    }
    return stratified;
  }

  private static boolean isClasses(Column target, DataSpec data) {
    return Optional.ofNullable(data.columns().get(target.name()))
        .flatMap(ColumnSpec::asTarget)
        .map(kind -> kind != Target.Kind.NUMERIC)
        .orElse(target instanceof TextColumn);
  }

  /**
   * Two classes take one output, the probability of the second, unless the last layer asks for two:
   * by its number of units, or by an activation that relates its units to each other, as softmax
   * does.
   */
  private static boolean hasSingleOutputForTwoClasses(List<Layer> layers) {
    Layer last = layers.get(layers.size() - 1);
    return last instanceof OutputLayer output
        && output.units().orElse(1) == 1
        && output.activation().map(Activation::isPointwise).orElse(true);
  }
}
