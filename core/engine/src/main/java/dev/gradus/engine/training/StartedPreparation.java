package dev.gradus.engine.training;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.LayerPlace;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.data.IgnoredSpec;
import dev.gradus.engine.data.PreparationPlan;
import dev.gradus.engine.data.TablePreparation;
import dev.gradus.engine.data.WeightSpec;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.ClassTarget;
import dev.gradus.runtime.column.ColumnNames;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.column.TargetColumns;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.AuxiliaryColumn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The preparation of a run that starts from a model: inputs are prepared by that model, because its
 * weights depend on it; so is the target, unless the last layer is reset.
 */
final class StartedPreparation {

  private final Start start;
  private final Configuration configuration;
  private final DataSpec data;
  private final Table table;
  private final Consumer<Warning> warnings;
  private final List<String> inputs;

  private StartedPreparation(
      Start start,
      Configuration configuration,
      DataSpec data,
      Table table,
      Consumer<Warning> warnings) {
    this.start = start;
    this.configuration = configuration;
    this.data = data;
    this.table = table;
    this.warnings = warnings;
    this.inputs = start.preparation().inputs().stream().map(PreparedColumn::name).toList();
  }

  /**
   * The preparation.
   *
   * @param data the data section of the configuration, with the names that columns have
   * @param trainingRows of the table
   * @param plan the preparation of a target that is fitted again
   * @param warnings receives warnings about ignored columns and options without effect
   * @throws dev.gradus.runtime.problem.GradusException with a sentence, if the model cannot be used
   *     on the table, or for the target
   */
  static Preparation of(
      Start start,
      Configuration configuration,
      DataSpec data,
      Table table,
      int[] trainingRows,
      PreparationPlan plan,
      Consumer<Warning> warnings) {
    if (start.resumed()) {
      return start.preparation();
    }
    StartedPreparation made = new StartedPreparation(start, configuration, data, table, warnings);
    made.checkInputs();
    checkAside(start, made.inputs, plan.aside());
    boolean anew = targetIsAnew(configuration);
    TargetColumns target =
        anew ? TablePreparation.learnTarget(table, trainingRows, plan) : made.target(trainingRows);
    made.warnOfDeclarations(anew);
    made.warnOfColumns(plan.aside());
    return start.preparation().withTargets(target);
  }

  /**
   * The preparation of an initial model, without a table to fit anything on.
   *
   * @throws TrainingException if there is no model, or the preparation of its target must be fitted
   *     again
   */
  static Preparation alone(Optional<Start> start, Configuration configuration) {
    if (start.isEmpty()) {
      throw new TrainingException(
          "a learner needs a first table, or an initial model, to determine its columns");
    }
    if (targetIsAnew(configuration)) {
      throw new TrainingException(
          "training.reset: the last layer is reset, so the preparation of the target must be fitted again; pass the learner a first table");
    }
    checkAside(
        start.get(),
        start.get().preparation().inputs().stream().map(PreparedColumn::name).toList(),
        Stream.concat(
                configuration.auxiliaryColumns().stream().map(AuxiliaryColumn::name),
                configuration.data().flatMap(DataSpec::hiddenSplitColumn).stream())
            .collect(Collectors.toSet()));
    TargetColumns own = start.get().preparation().targets();
    configuration.data().ifPresent(data -> checkTarget(start.get(), own, data, configuration));
    return start.get().preparation();
  }

  private static void checkTarget(
      Start start, TargetColumns own, DataSpec data, Configuration configuration) {
    if (!Set.copyOf(own.names()).equals(Set.copyOf(data.target()))) {
      throw new TrainingException(
          "data.target: %s predicts '%s', not '%s'; use the same target, or reset the last layer for the new one (training: {reset: [network.%s]})"
              .formatted(
                  start.name(),
                  String.join("', '", own.names()),
                  String.join("', '", data.target()),
                  configuration.network().size() - 1));
    }
  }

  /** Whether the last layer is reset, so that it may predict another target. */
  private static boolean targetIsAnew(Configuration configuration) {
    int last = configuration.network().size() - 1;
    return LayerPlace.indexes(configuration.training().reset()).contains(last);
  }

  private void checkInputs() {
    for (String name : data.target()) {
      if (inputs.contains(name)) {
        throw new TrainingException(
            "data.target: '%s' is an input of %s, so it cannot be its target; use another target, or start from fresh weights"
                .formatted(name, start.name()));
      }
    }
    Set<String> named = new HashSet<>(data.columns().keySet());
    data.columns().keySet().forEach(name -> table.column(name, named));
    data.columns()
        .forEach(
            (name, spec) -> {
              if (inputs.contains(name)
                  && (spec instanceof IgnoredSpec || spec instanceof WeightSpec)) {
                throw new TrainingException(
                    "data.columns: '%s' is declared as %s, but it is an input of %s; remove the declaration, or start from fresh weights"
                        .formatted(name, spec.called(), start.name()));
              }
            });
    boolean codes = start.preparation().inputColumns().hasCodes();
    if (codes && !configuration.network().get(0).takesCodes()) {
      throw new TrainingException(
          "network.0: the inputs of %s are category codes for an embedding, which the first layer here does not take; start the network with the same embedding"
              .formatted(start.name()));
    }
  }

  /** The model's target, with the added classes. */
  private TargetColumns target(int[] trainingRows) {
    TargetColumns own = start.preparation().targets();
    checkTarget(start, own, data, configuration);
    return own instanceof ClassTarget classes ? classes(classes, trainingRows) : own;
  }

  private ClassTarget classes(ClassTarget own, int[] trainingRows) {
    Column column = table.column(own.name());
    Set<String> unknown = new TreeSet<>();
    int rows = 0;
    for (int row = 0; row < table.rows(); row++) {
      if (!column.isMissing(row) && own.placeOf(column.text(row)) < 0) {
        unknown.add(column.text(row));
        rows++;
      }
    }
    if (unknown.isEmpty()) {
      return own;
    }
    String names = ColumnNames.list(List.copyOf(unknown));
    String last = "network." + (configuration.network().size() - 1);
    if (configuration.training().newClasses() == TrainingSpec.NewClasses.REFUSE) {
      throw new TrainingException(
          String.format(
              Locale.ROOT,
              "%s: %,d of %,d rows have a class in column '%s' that %s has not learned (%s); remove those rows, or add a unit for each class (training: {new-classes: add}), or reset the last layer (training: {reset: [%s]})",
              table.origin(),
              rows,
              table.rows(),
              own.name(),
              start.name(),
              names,
              last));
    }
    if (own.single()) {
      throw new TrainingException(
          "training.new-classes: %s has one output for two classes, to which no third can be added (%s); reset the last layer (training: {reset: [%s]}), with softmax"
              .formatted(start.name(), names, last));
    }
    Set<String> inTraining = new TreeSet<>();
    for (int row : trainingRows) {
      if (!column.isMissing(row) && own.placeOf(column.text(row)) < 0) {
        inTraining.add(column.text(row));
      }
    }
    if (!inTraining.equals(unknown)) {
      unknown.removeAll(inTraining);
      throw new TrainingException(
          "training.new-classes: no training row has the class %s of column '%s', so it cannot be learned; use a stratified split, or remove those rows"
              .formatted(ColumnNames.list(List.copyOf(unknown)), own.name()));
    }
    return own.with(unknown);
  }

  /** Warns about declarations that have no effect. */
  private void warnOfDeclarations(boolean targetIsAnew) {
    Map<String, ColumnSpec> then = start.data().map(DataSpec::columns).orElse(Map.of());
    List<String> vain = new ArrayList<>();
    data.columns()
        .forEach(
            (name, spec) -> {
              boolean kept =
                  inputs.contains(name) || (!targetIsAnew && data.target().contains(name));
              if (kept && !spec.equals(then.get(name))) {
                vain.add(name);
              }
            });
    if (!vain.isEmpty()) {
      warnings.accept(
          new Warning(
              "data.columns: the declaration of %s has no effect, because %s keeps its own preparation of %s"
                  .formatted(
                      ColumnNames.list(vain), start.name(), vain.size() == 1 ? "it" : "them"),
              vain.size()));
    }
    start
        .data()
        .filter(other -> other.scale() != data.scale())
        .ifPresent(
            other ->
                warnings.accept(
                    Warning.of(
                        "data.scale: it has no effect on the inputs, because %s keeps its own scales"
                            .formatted(start.name()))));
  }

  /** An auxiliary column of a loss or a metric must not be an input. */
  private static void checkAside(Start start, Collection<String> inputs, Set<String> aside) {
    for (String name : inputs) {
      if (aside.contains(name)) {
        throw new TrainingException(
            "data: the loss, a metric or data.split.group uses '%s', but it is an input of %s; start from fresh weights, or use a copy of the column"
                .formatted(name, start.name()));
      }
    }
  }

  /** Warns about columns of the table that are ignored. */
  private void warnOfColumns(Set<String> aside) {
    Set<String> left = new LinkedHashSet<>(table.names());
    left.removeAll(inputs);
    left.removeAll(data.target());
    left.removeAll(aside);
    left.removeIf(
        name ->
            data.columns().get(name) instanceof IgnoredSpec
                || data.columns().get(name) instanceof WeightSpec);
    if (!left.isEmpty()) {
      warnings.accept(
          new Warning(
              "%s: %s of its columns %s not an input of %s and %s ignored: %s"
                  .formatted(
                      table.origin(),
                      left.size(),
                      left.size() == 1 ? "is" : "are",
                      start.name(),
                      left.size() == 1 ? "is" : "are",
                      ColumnNames.list(List.copyOf(left))),
              left.size()));
    }
  }
}
