package dev.gradus.engine.importances;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.data.TablePreparation;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.importance.PermutationImportance;
import dev.gradus.engine.importance.PermutationImportance.OfColumn;
import dev.gradus.engine.learned.Models;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.loss.LossGuard;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.training.ConfiguredRows;
import dev.gradus.engine.training.Evaluator;
import dev.gradus.runtime.Predictions;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.runtime.problem.Warnings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Permutes one column after the other, and measures how much worse the predictions become. */
final class PermutedColumns {

  private final Model model;
  private final ChosenMetric measure;
  private final Network network;
  private final LossGuard guard;
  private final Function<Matrix, Predictions> predictor;
  private final EncodedRows rows;
  private final Examples examples;
  private final Warnings warnings;
  private final String origin;

  /**
   * Prepares the rows of a table on which the model can be evaluated.
   *
   * @param guard of the network
   * @throws dev.gradus.runtime.problem.GradusException as {@link Model#evaluation(Table)}
   */
  PermutedColumns(
      Model model, ChosenMetric measure, LossGuard guard, Table table, Warnings warnings) {
    this.model = model;
    this.measure = measure;
    this.network = Models.networkOf(model);
    this.guard = guard;
    this.predictor = Models.predictorOf(model);
    this.warnings = warnings;
    this.origin = table.origin();
    Configuration configuration = measure.configuration();
    boolean dropped =
        configuration.data().filter(data -> data.missing() == DataSpec.Missing.DROP).isPresent();
    List<String> aside =
        configuration.auxiliaryColumns().stream()
            .map(column -> table.nameOf(column.name()))
            .toList();
    TablePreparation tables = TablePreparation.of(model.preparation());
    int[] measurable = tables.measurable(table, aside, dropped, warnings);
    rows = EncodedRows.of(model.preparation(), table, measurable, warnings);
    tables.warnOfFilled(table, measurable, warnings);
    int width = model.preparation().targets().width();
    examples =
        new Examples(
                rows.inputs(),
                new Matrix(measurable.length, width, tables.targets(table, measurable)))
            .with(ConfiguredRows.auxiliary(configuration, table, measurable));
  }

  /**
   * Measures all columns.
   *
   * @param repeats the number of permutations of each, at least 1
   * @param seed for the result
   * @param threads at least 1; the result is the same with any number
   */
  PermutationImportance of(Permutations permutations, int repeats, long seed, int threads) {
    double value = measured(rows.inputs(), warnings);
    if (!Double.isFinite(value)) {
      throw new DataException(
          origin,
          "%s is %s for these %s rows, so a permutation cannot make it worse; choose another metric, or other rows"
              .formatted(measure.name(), value, rows.rows()));
    }
    List<String> names = rows.names();
    double[][] each = new double[names.size()][repeats];
    try (Team team = new Team(threads)) {
      team.run(
          (column, member) -> {
            for (int repeat = 0; repeat < repeats; repeat++) {
              CancelledException.check("the columns were permuted");
              int[] order = permutations.of(names.get(column), repeat, rows.rows());
              double permuted = measured(rows.inputs(column, row -> order[row]), unused -> {});
              each[column][repeat] = measure.higherIsBetter() ? value - permuted : permuted - value;
            }
          },
          names.size());
    }
    List<OfColumn> columns = new ArrayList<>();
    for (int column = 0; column < each.length; column++) {
      columns.add(OfColumn.of(names.get(column), Arrays.stream(each[column]).boxed().toList()));
    }
    columns.sort(Comparator.comparingDouble(OfColumn::rank));
    return new PermutationImportance(
        measure.name(),
        measure.higherIsBetter(),
        value,
        rows.rows(),
        repeats,
        seed,
        columns,
        warnings.list());
  }

  private double measured(Matrix inputs, Consumer<Warning> said) {
    Predictions predictions = predictor.apply(inputs);
    return Evaluator.measure(
        network,
        measure.configuration(),
        model.preparation(),
        guard,
        Models.decodingOf(model),
        new Examples(inputs, examples.targets(), examples.weights(), examples.auxiliary()),
        predictions.rows(),
        Models.quantilesOf(predictions),
        measure.name(),
        said);
  }
}
