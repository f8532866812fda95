package dev.gradus.engine.importances;

import dev.gradus.engine.importance.Attribution;
import dev.gradus.engine.importance.Attribution.OfColumn;
import dev.gradus.engine.learned.Models;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.loss.LossGuard;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.network.InputGradients;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.ClassTarget;
import dev.gradus.runtime.column.NumericTarget;
import dev.gradus.runtime.column.TargetColumns;
import dev.gradus.runtime.network.NetworkException;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.runtime.problem.Warnings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Integrates the gradient of a prediction along the path from a baseline row to another.
 *
 * <p>The integral is computed by the rule of Gauss and Legendre with four points in each of equal
 * parts of the path: of a smooth function it has many more digits than the same number of equally
 * spaced points gives.
 *
 * <p>The path is straight in the numbers that the network can be differentiated by. What comes
 * before them, whitening and the vectors of categories, adds up over the columns: the difference of
 * two rows there is the sum of the differences that each column makes alone, which divides the
 * contributions among the columns.
 */
final class IntegratedGradients {

  /** The nodes of the rule on [-1, 1]. */
  private static final double[] NODES = {
    -0.86113631159405258, -0.33998104358485626, 0.33998104358485626, 0.86113631159405258
  };

  private static final double[] WEIGHTS = {
    0.34785484513745386, 0.65214515486254614, 0.65214515486254614, 0.34785484513745386
  };

  private final Model model;
  private final LossGuard guard;
  private final Warnings warnings;

  /**
   * Creates it.
   *
   * @param model as {@link Models#explained} returns it
   * @param guard of the network
   * @param warnings receives warnings about the rows
   */
  IntegratedGradients(Model model, LossGuard guard, Warnings warnings) {
    this.model = model;
    this.guard = guard;
    this.warnings = warnings;
  }

  /**
   * What each column contributes.
   *
   * @param row from 1
   * @param output empty for a usual one
   * @param steps at least 1
   */
  Attribution of(Table table, int row, Optional<String> output, int steps) {
    check(table, row);
    EncodedRows x = EncodedRows.of(model.preparation(), table, new int[] {row - 1}, warnings);
    List<String> cells =
        x.names().stream().map(name -> Cells.text(table.column(name), row - 1)).toList();
    Baseline baseline = Baseline.of(model.preparation(), table);
    return of(x, cells, gradients -> StartPoint.of(baseline, gradients), row, output, steps);
  }

  /**
   * What each column contributes.
   *
   * @param x one row
   * @param cells its cells in words
   * @param start what it is compared with
   * @param row its number, from 1
   * @param output empty for a usual one
   * @param steps at least 1
   */
  Attribution of(
      EncodedRows x,
      List<String> cells,
      Function<InputGradients, StartPoint> start,
      int row,
      Optional<String> output,
      int steps) {
    double[] prediction = Models.predictorOf(model).apply(x.inputs()).rows()[0];
    List<String> names = PredictedNumber.names(model.preparation().targets());
    int index = output.map(name -> indexOf(name, names)).orElseGet(() -> usual(prediction));
    PredictedNumber number =
        new PredictedNumber(
            model.preparation().targets(),
            index,
            model.configuration(),
            guard,
            model.calibration());
    int parts = (steps + NODES.length - 1) / NODES.length;
    int chunk = Math.max(1, Math.min(Models.networkOf(model).rowsAtOnce(), NODES.length * parts));
    InputGradients gradients = gradients(model, chunk);
    StartPoint from = start.apply(gradients);
    double ofStart = number.at(gradients.outputs(from.numbers()).values());
    double[] contributions = contributions(x, from, gradients, number, parts, chunk);
    List<OfColumn> columns = new ArrayList<>();
    for (int column = 0; column < contributions.length; column++) {
      columns.add(
          new OfColumn(
              x.columns().get(column).name(),
              cells.get(column),
              from.cells().get(column),
              contributions[column]));
    }
    columns.sort(Comparator.comparingDouble(each -> -Math.abs(each.contribution())));
    return new Attribution(
        row,
        names.get(index),
        number.in(prediction),
        ofStart,
        parts * NODES.length,
        columns,
        warnings.list());
  }

  private static void check(Table table, int row) {
    if (row < 1 || row > table.rows()) {
      throw new DataException(
          table.origin(), "there is no row %s; take one from 1 to %s".formatted(row, table.rows()));
    }
    if (table.rows() == 1) {
      throw new DataException(
          table.origin(),
          "a row is compared with the mean of all rows, but this is the only one; give a file with the training rows and this row");
    }
  }

  private static int indexOf(String name, List<String> names) {
    int index = names.indexOf(name);
    if (index < 0) {
      throw new GradusException(
          Problem.of(
              "the model predicts no '%s'; it predicts %s"
                  .formatted(name, String.join(", ", names))));
    }
    return index;
  }

  /** The predicted class, the most probable label, or the first number. */
  private int usual(double[] prediction) {
    TargetColumns targets = model.preparation().targets();
    if (targets instanceof NumericTarget) {
      return 0;
    }
    if (targets instanceof ClassTarget target) {
      return target.classes().indexOf(model.predictor().classOf(prediction));
    }
    int most = 0;
    for (int k = 1; k < prediction.length; k++) {
      most = prediction[k] > prediction[most] ? k : most;
    }
    return most;
  }

  private static double[] contributions(
      EncodedRows x,
      StartPoint from,
      InputGradients gradients,
      PredictedNumber number,
      int parts,
      int chunk) {
    float[] to = gradients.smooth(x.inputs()).values();
    double[] mean = meanGradient(gradients, number, from.numbers().values(), to, parts, chunk);
    double[] contributions = new double[x.columns().size()];
    for (int column = 0; column < contributions.length; column++) {
      double[] change = from.change(column, x, gradients);
      for (int j = 0; j < mean.length; j++) {
        contributions[column] += mean[j] * change[j];
      }
    }
    return contributions;
  }

  /**
   * Allocates the gradients of a network.
   *
   * @throws GradusException if it has none
   */
  static InputGradients gradients(Model model, int rows) {
    try {
      return Models.networkOf(model).newInputGradients(rows);
    } catch (NetworkException e) {
      throw new GradusException(
          Problem.of(
              "the prediction of a row cannot be divided among its columns by gradients: %s; measure the importance of all columns instead, which needs none"
                  .formatted(e.getMessage())));
    }
  }

  /** The mean of the gradient over the path. */
  private static double[] meanGradient(
      InputGradients gradients,
      PredictedNumber number,
      float[] from,
      float[] to,
      int parts,
      int chunk) {
    int width = gradients.width();
    double[] mean = new double[width];
    int points = NODES.length * parts;
    Matrix at = Matrix.zeros(chunk, width);
    Matrix slopes = Matrix.zeros(chunk, width);
    for (int first = 0; first < points; first += chunk) {
      CancelledException.check("the gradient was integrated");
      int count = Math.min(chunk, points - first);
      for (int i = 0; i < count; i++) {
        double t = place(first + i, parts);
        for (int j = 0; j < width; j++) {
          at.values()[i * width + j] = (float) (from[j] + t * ((double) to[j] - from[j]));
        }
      }
      gradients.of(at.firstRows(count), number, slopes.firstRows(count));
      for (int i = 0; i < count; i++) {
        double weight = WEIGHTS[(first + i) % NODES.length] / (2.0 * parts);
        for (int j = 0; j < width; j++) {
          mean[j] += weight * slopes.values()[i * width + j];
        }
      }
    }
    return mean;
  }

  /** Where a point is on the path, from 0 to 1. */
  private static double place(int point, int parts) {
    return (point / NODES.length + (1 + NODES[point % NODES.length]) / 2) / parts;
  }
}
