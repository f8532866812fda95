package dev.gradus.engine.importances;

import static java.util.Objects.requireNonNull;

import dev.gradus.engine.binding.ConfigurationReader;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.data.TablePreparation;
import dev.gradus.engine.importance.Attribution;
import dev.gradus.engine.importance.Importance;
import dev.gradus.engine.importance.ImportanceSummary;
import dev.gradus.engine.importance.PartialDependence;
import dev.gradus.engine.importance.PermutationImportance;
import dev.gradus.engine.learned.Models;
import dev.gradus.engine.loss.LossGuard;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.NumericTarget;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.runtime.problem.Warnings;
import java.util.Optional;
import java.util.function.Consumer;

/** Measures what the network of a model uses. */
public final class NetworkImportance implements Importance {

  private final Model model;
  private final Configuration configuration;
  private final ConfigurationReader reader;
  private final LossGuard guard;
  private final Consumer<Warning> outlet;

  /**
   * Creates it.
   *
   * @param reader reads metrics
   * @param outlet receives warnings about the rows
   * @throws dev.gradus.runtime.problem.ModelFileException as {@link Model#configuration}
   */
  public NetworkImportance(ConfigurationReader reader, Model model, Consumer<Warning> outlet) {
    this.model = model;
    this.configuration = model.configuration();
    this.reader = reader;
    this.guard = Models.guardOf(model);
    this.outlet = outlet;
  }

  @Override
  public String metric() {
    return ChosenMetric.usual(configuration);
  }

  @Override
  public PermutationImportance permutation(Table table) {
    return permutation(table, metric(), REPEATS, configuration.training().seed());
  }

  @Override
  public PermutationImportance permutation(Table table, String metric, int repeats, long seed) {
    requireNonNull(table, "table must not be null");
    requireNonNull(metric, "metric must not be null");
    checkAtLeastOne("repeats", repeats, "permutation");
    return columns(table, metric).of(Permutations.random(seed), repeats, seed, threads());
  }

  private int threads() {
    TrainingSpec spec = configuration.training();
    return spec.threads()
        .orElseGet(
            () -> Math.min(Runtime.getRuntime().availableProcessors(), TrainingSpec.MOST_THREADS));
  }

  /**
   * The permutation importance for given permutations.
   *
   * @param threads at least 1
   */
  PermutationImportance permutation(
      Table table, String metric, Permutations permutations, int repeats, int threads) {
    return columns(table, metric).of(permutations, repeats, 0, threads);
  }

  private PermutedColumns columns(Table table, String metric) {
    return new PermutedColumns(
        model, ChosenMetric.of(configuration, metric, reader), guard, table, new Warnings(outlet));
  }

  @Override
  public Attribution attribution(Table table, int row) {
    return attribution(table, row, Optional.empty(), STEPS);
  }

  @Override
  public Attribution attribution(Table table, int row, Optional<String> output, int steps) {
    requireNonNull(table, "table must not be null");
    requireNonNull(output, "output must not be null");
    checkAtLeastOne("steps", steps, "point of the path");
    Warnings warnings = new Warnings(outlet);
    warnOfOtherNumber(model, warnings);
    return new IntegratedGradients(Models.explained(model), guard, warnings)
        .of(table, row, output, steps);
  }

  /** Warns if the number that is explained is not the one that the model predicts. */
  static void warnOfOtherNumber(Model model, Consumer<Warning> warnings) {
    if (!Models.explained(model).calibration().equals(model.calibration())) {
      warnings.accept(
          Warning.of(
              "the model calibrates its probabilities by a curve with corners; the row is explained with those that its network gives before that"));
    }
    if (model.preparation().targets() instanceof NumericTarget target
        && target.range().isPresent()) {
      warnings.accept(
          Warning.of(
              "the model limits its predictions to the range of the training targets; the row is explained with the number that its network gives before that"));
    }
  }

  @Override
  public ImportanceSummary summary(Table table) {
    return new Summary(this, model).of(requireNonNull(table, "table must not be null"));
  }

  @Override
  public PartialDependence partial(Table table, String column) {
    requireNonNull(table, "table must not be null");
    requireNonNull(column, "column must not be null");
    Warnings warnings = new Warnings(outlet);
    TablePreparation.of(model.preparation()).warnOfFilled(table, warnings);
    return new DependenceOnColumn(model, table, warnings)
        .of(column, configuration.training().seed());
  }

  static void checkAtLeastOne(String name, int given, String what) {
    if (given < 1) {
      throw new GradusException(
          Problem.of(
              "%s is %s, but at least one %s is needed; give 1 or more"
                  .formatted(name, given, what)));
    }
  }
}
