package dev.gradus.engine.training;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.LossAsMetric;
import dev.gradus.engine.examples.Batches;
import dev.gradus.engine.examples.Examples;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.AuxiliaryColumn;
import dev.gradus.spi.BatchLoss;
import dev.gradus.spi.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Examples as metrics see them: for each example the prediction, followed by the quantiles that the
 * metric needs, and the target, followed by the columns that the metric needs, all in the unit of
 * the data.
 */
final class JudgedExamples {

  private final Configuration configuration;
  private final Examples examples;
  private final int width;
  private final double[][] predicted;
  private final List<Double> levels;
  private final double[][] quantiles;
  private final double[][] targets;

  /**
   * Combines predictions and targets.
   *
   * @param width the number of values of a target
   * @param predicted for each example; not modified
   * @param levels the levels of the predicted quantiles
   * @param quantiles for each example, for one number of the target after the other, level by
   *     level; empty if there are no levels; not modified
   * @param targets for each example; not modified
   */
  JudgedExamples(
      Configuration configuration,
      Examples examples,
      int width,
      double[][] predicted,
      List<Double> levels,
      double[][] quantiles,
      double[][] targets) {
    this.configuration = configuration;
    this.examples = examples;
    this.width = width;
    this.predicted = predicted;
    this.levels = levels;
    this.quantiles = quantiles;
    this.targets = targets;
  }

  /**
   * The result of a metric: its number, followed by its further values. A loss over whole batches
   * is evaluated batch by batch.
   *
   * @param metric a metric whose quantiles and columns are all available
   * @param count the number of results according to their names
   * @param warnings receives a warning if there was nothing to compare
   */
  double[] by(Metric metric, int count, Consumer<Warning> warnings) {
    double[][] given = withQuantiles(metric.quantiles());
    double[][] wanted = withColumns(metric.columns());
    if (!(metric instanceof LossAsMetric reported && reported.loss() instanceof BatchLoss loss)) {
      double[] values = count > 1 ? metric.evaluateValues(given, wanted) : new double[0];
      if (values.length != count - 1) {
        throw new Measurement.WrongNumbers(
            "it names %s values, but returns %s numbers".formatted(count - 1, values.length));
      }
      double[] numbers = new double[count];
      numbers[0] = metric.evaluate(given, wanted);
      System.arraycopy(values, 0, numbers, 1, values.length);
      return numbers;
    }
    Batches batches = BatchPlan.inOrder(configuration, metric.columns(), examples);
    NothingCompared nothingCompared = new NothingCompared(loss, warnings);
    double sum = 0;
    for (int batch = 0; batch < batches.count(); batch++) {
      int[] rows = batches.rows(batch);
      double[][] some = select(wanted, rows);
      sum += metric.evaluate(select(given, rows), some) * rows.length;
      nothingCompared.add(loss.compares(some));
    }
    nothingCompared.measured(predicted.length);
    return new double[] {sum / predicted.length};
  }

  private static double[][] select(double[][] from, int[] rows) {
    return Arrays.stream(rows).mapToObj(row -> from[row]).toArray(double[][]::new);
  }

  private double[][] withQuantiles(List<Double> wanted) {
    if (wanted.isEmpty()) {
      return predicted;
    }
    double[][] rows = new double[predicted.length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOf(predicted[i], width * (1 + wanted.size()));
      for (int j = 0; j < wanted.size(); j++) {
        int from = levels.indexOf(wanted.get(j)) * width;
        System.arraycopy(quantiles[i], from, rows[i], width * (1 + j), width);
      }
    }
    return rows;
  }

  private double[][] withColumns(List<AuxiliaryColumn> columns) {
    if (columns.isEmpty()) {
      return targets;
    }
    double[][] numbers = examples.auxiliary().of(columns);
    double[][] rows = new double[targets.length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOf(targets[i], targets[i].length + numbers.length);
      for (int k = 0; k < numbers.length; k++) {
        rows[i][targets[i].length + k] = numbers[k][i];
      }
    }
    return rows;
  }
}
