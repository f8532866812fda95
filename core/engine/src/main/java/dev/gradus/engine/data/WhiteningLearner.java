package dev.gradus.engine.data;

import dev.gradus.engine.linear.PrincipalAxes;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.column.Whitening;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.Warning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Learns a {@link Whitening}.
 *
 * <p>Directions along which the training rows vary by less than {@value #LEAST_DEVIATION} standard
 * deviations of a column are dropped: a column is constant, depends on others, or repeats another
 * one. Floats would keep less than four digits of such a direction.
 */
final class WhiteningLearner {

  /**
   * The maximum number of whitened columns: the work and the file grow at least with its square.
   */
  static final int MOST_COLUMNS = 800;

  private static final double LEAST_DEVIATION = 1e-4;

  /** Varying columns have standard deviation 1; anything less means a constant column. */
  private static final double VARYING = 0.5;

  private static final int NAMED = 5;

  /** The number of rows in memory at a time. */
  private static final int AT_ONCE = 1 << 10;

  private WhiteningLearner() {}

  /**
   * Fits a whitening on rows of a table.
   *
   * @param rows at least one; not modified
   * @param columns standardised
   */
  static Whitening learn(Table table, int[] rows, List<PreparedColumn> columns) {
    double[][] covariance = covariance(table, rows, columns);
    int[] varying =
        IntStream.range(0, columns.size())
            .filter(j -> Math.sqrt(covariance[j][j]) > VARYING)
            .toArray();
    double[][] correlation = new double[varying.length][varying.length];
    double[] deviations = new double[varying.length];
    for (int i = 0; i < varying.length; i++) {
      deviations[i] = Math.sqrt(covariance[varying[i]][varying[i]]);
      correlation[i][i] = 1;
      for (int j = 0; j < i; j++) {
        correlation[i][j] = covariance[varying[i]][varying[j]] / (deviations[i] * deviations[j]);
        correlation[j][i] = correlation[i][j];
      }
    }
    PrincipalAxes axes = PrincipalAxes.of(correlation);
    List<Double> weights = new ArrayList<>();
    for (int i = 0; i < axes.size(); i++) {
      double deviation = Math.sqrt(Math.max(0, axes.variance(i)));
      if (deviation >= LEAST_DEVIATION) {
        Double[] row = new Double[columns.size()];
        Arrays.fill(row, 0.0);
        for (int j = 0; j < varying.length; j++) {
          row[varying[j]] = axes.component(i, j) / (deviation * deviations[j]);
        }
        Collections.addAll(weights, row);
      }
    }
    return new Whitening(columns.stream().map(PreparedColumn::name).toList(), weights);
  }

  /**
   * The correlation matrix of the standardised columns, summed up row by row. Some rows are in
   * memory at a time.
   */
  static double[][] covariance(Table table, int[] rows, List<PreparedColumn> columns) {
    double[] means = columns.stream().mapToDouble(column -> mean(table, rows, column)).toArray();
    double[][] covariance = new double[means.length][means.length];
    forSome(
        rows,
        some ->
            add(
                columns.stream().map(column -> numbers(table, some, column)).toList(),
                means,
                covariance));
    for (double[] sums : covariance) {
      Arrays.setAll(sums, j -> sums[j] / rows.length);
    }
    return covariance;
  }

  /** Adds the products of the deviations of some rows. */
  private static void add(List<float[]> columns, double[] means, double[][] covariance) {
    float[][] numbers = columns.toArray(float[][]::new);
    double[] row = new double[numbers.length];
    for (int k = 0; k < numbers[0].length; k++) {
      CancelledException.check("the data were prepared");
      for (int j = 0; j < row.length; j++) {
        row[j] = numbers[j][k] - means[j];
      }
      for (int i = 0; i < row.length; i++) {
        for (int j = 0; j <= i; j++) {
          covariance[i][j] += row[i] * row[j];
        }
      }
    }
  }

  private static double mean(Table table, int[] rows, PreparedColumn column) {
    double[] sum = new double[1];
    forSome(
        rows,
        some -> {
          for (float number : numbers(table, some, column)) {
            sum[0] += number;
          }
        });
    return sum[0] / rows.length;
  }

  private static void forSome(int[] rows, Consumer<int[]> step) {
    for (int first = 0; first < rows.length; first += Math.min(AT_ONCE, rows.length - first)) {
      step.accept(Arrays.copyOfRange(rows, first, first + Math.min(AT_ONCE, rows.length - first)));
    }
  }

  /** The first encoded value of each cell; a second value would mark missing cells. */
  private static float[] numbers(Table table, int[] rows, PreparedColumn column) {
    int width = column.width();
    float[] encoded = new float[rows.length * width];
    ColumnCells cells = new ColumnCells(table, table.column(column.name()), rows, unknown -> {});
    EncodedCells.encode(column, cells, encoded, 0, width);
    float[] numbers = new float[rows.length];
    for (int k = 0; k < numbers.length; k++) {
      numbers[k] = encoded[k * width];
    }
    return numbers;
  }

  /**
   * Warns about dropped directions, if there are any.
   *
   * @param origin where the rows come from
   */
  static void warnOfLoss(Whitening whitening, String origin, Consumer<Warning> warnings) {
    int lost = whitening.columns().size() - whitening.directions();
    if (lost == 0) {
      return;
    }
    warnings.accept(
        new Warning(
            String.format(
                Locale.ROOT,
                "%s: the training rows do not vary along %,d of the %,d directions of the whitened columns (%s), so the network has %s for these columns",
                origin,
                lost,
                whitening.columns().size(),
                reason(whitening),
                whitening.directions() == 1 ? "1 input" : whitening.directions() + " inputs"),
            lost));
  }

  private static String reason(Whitening whitening) {
    List<String> columns = whitening.columns();
    List<Double> weights = whitening.weights();
    int directions = whitening.directions();
    List<String> constant =
        IntStream.range(0, columns.size())
            .filter(
                j ->
                    IntStream.range(0, directions)
                        .allMatch(i -> weights.get(i * columns.size() + j) == 0))
            .mapToObj(j -> "'" + columns.get(j) + "'")
            .toList();
    List<String> reasons = new ArrayList<>();
    if (!constant.isEmpty()) {
      reasons.add(
          "constant: "
              + String.join(", ", constant.subList(0, Math.min(NAMED, constant.size())))
              + (constant.size() > NAMED ? " …" : ""));
    }
    int following = columns.size() - directions - constant.size();
    if (following > 0) {
      reasons.add(
          following == 1
              ? "1 column depends on others"
              : String.format(Locale.ROOT, "%,d columns depend on others", following));
    }
    return String.join("; ", reasons);
  }
}
