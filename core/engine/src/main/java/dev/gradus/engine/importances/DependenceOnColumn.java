package dev.gradus.engine.importances;

import dev.gradus.engine.data.Quantities;
import dev.gradus.engine.data.Randomness;
import dev.gradus.engine.importance.PartialDependence;
import dev.gradus.engine.importance.PartialDependence.Point;
import dev.gradus.engine.learned.Models;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.Predictions;
import dev.gradus.runtime.column.ColumnNames;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Warnings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Predicts rows with the same cell in one column, for one cell after the other. */
final class DependenceOnColumn {

  private static final double TENTH = 0.1;

  private final Model model;
  private final Table table;
  private final Warnings warnings;

  /**
   * Creates it.
   *
   * @param warnings receives warnings about the rows
   */
  DependenceOnColumn(Model model, Table table, Warnings warnings) {
    this.model = model;
    this.table = table;
    this.warnings = warnings;
  }

  /**
   * The dependence.
   *
   * @param seed draws rows, if there are too many
   */
  PartialDependence of(String name, long seed) {
    int index = indexOf(table.nameOf(name));
    PreparedColumn input = model.preparation().inputs().get(index);
    Column column = table.column(input.name());
    int[] cells = cells(input, column);
    EncodedRows rows = EncodedRows.of(model.preparation(), table, drawn(seed), warnings);
    EncodedRows values = rows.cells(index, column.select(cells));
    Function<Matrix, Predictions> predictor = Models.predictorOf(model);
    Optional<Quantities> quantities = Quantities.of(input, column);
    boolean numeric = quantities.filter(Quantities::areNumbers).isPresent();
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < cells.length; i++) {
      CancelledException.check("a column was varied");
      int cell = i;
      double[][] predicted = predictor.apply(rows.inputs(index, values, row -> cell)).rows();
      points.add(
          point(
              Cells.text(column, cells[i]),
              numeric ? column.number(cells[i]) : Double.NaN,
              predicted));
    }
    return new PartialDependence(
        input.name(), numeric, outputs(), rows.rows(), points, warnings.list());
  }

  private List<String> outputs() {
    return List.copyOf(model.target().outputs());
  }

  private int indexOf(String name) {
    List<String> names = model.preparation().inputs().stream().map(PreparedColumn::name).toList();
    int index = names.indexOf(name);
    if (index < 0) {
      throw new DataException(
          "",
          "'%s' is not an input of the model.%s The inputs are: %s"
              .formatted(
                  name, ColumnNames.didYouMean(name, names, Set.of()), ColumnNames.list(names)));
    }
    return index;
  }

  /** The rows that are averaged, in their order. */
  private int[] drawn(long seed) {
    int[] all = IntStream.range(0, table.rows()).toArray();
    if (all.length <= PartialDependence.MOST_ROWS) {
      return all;
    }
    Randomness.shuffle(all, Randomness.of(seed, "rows of a partial dependence", 0));
    int[] some = Arrays.copyOf(all, PartialDependence.MOST_ROWS);
    Arrays.sort(some);
    return some;
  }

  /** Rows whose cells are different, and stand for all. */
  private int[] cells(PreparedColumn input, Column column) {
    int[] present = Cells.present(column);
    if (present.length == 0) {
      throw new DataException(
          table.origin(),
          "every cell of column '%s' is missing, so there is no value to predict with"
              .formatted(column.name()));
    }
    Optional<Quantities> quantities = Quantities.of(input, column);
    if (quantities.isPresent()) {
      return spread(Baseline.sorted(quantities.get(), present), quantities.get());
    }
    return Cells.frequent(column, present).stream()
        .limit(PartialDependence.MOST_POINTS)
        .mapToInt(row -> row)
        .toArray();
  }

  /**
   * Rows whose cells are quantiles at equal distances, from the least to the largest, or all
   * different ones, if they are few.
   *
   * @param sorted by their cells
   */
  private static int[] spread(List<Integer> sorted, Quantities quantities) {
    Set<Double> seen = new LinkedHashSet<>();
    int[] different =
        sorted.stream().filter(row -> seen.add(quantities.of(row))).mapToInt(row -> row).toArray();
    int most = PartialDependence.MOST_POINTS;
    if (different.length <= most) {
      return different;
    }
    Set<Double> taken = new LinkedHashSet<>();
    return IntStream.range(0, most)
        .map(i -> sorted.get((int) Math.round(i * (sorted.size() - 1.0) / (most - 1))))
        .filter(row -> taken.add(quantities.of(row)))
        .toArray();
  }

  private static double mean(double[] numbers) {
    double sum = 0;
    for (double number : numbers) {
      sum += number;
    }
    return sum / numbers.length;
  }

  private static Point point(String cell, double number, double[][] predicted) {
    List<Double> means = new ArrayList<>();
    List<Double> lows = new ArrayList<>();
    List<Double> highs = new ArrayList<>();
    for (int k = 0; k < predicted[0].length; k++) {
      int output = k;
      double[] sorted = Arrays.stream(predicted).mapToDouble(row -> row[output]).sorted().toArray();
      means.add(mean(sorted));
      lows.add(sorted[(int) Math.round(TENTH * (sorted.length - 1))]);
      highs.add(sorted[(int) Math.round((1 - TENTH) * (sorted.length - 1))]);
    }
    return new Point(cell, number, means, lows, highs);
  }
}
