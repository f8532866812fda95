package dev.gradus.engine.model;

import static java.util.Objects.requireNonNull;

import dev.gradus.engine.data.InputNotes;
import dev.gradus.engine.data.TablePreparation;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.plugin.Verifier;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.table.TableParts;
import dev.gradus.runtime.Prediction;
import dev.gradus.runtime.Predictions;
import dev.gradus.runtime.RowPredictor;
import dev.gradus.runtime.Thresholds;
import dev.gradus.runtime.column.CellNote;
import dev.gradus.runtime.column.ColumnNames;
import dev.gradus.runtime.column.Decoding;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.runtime.problem.Warnings;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Loss;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.ejml.data.DMatrix;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.DMatrixSparse;
import org.ejml.data.FMatrix;
import org.ejml.data.FMatrixRMaj;
import org.ejml.data.FMatrixSparse;

/**
 * Predicts from raw values, which it prepares like those of the training data: from everything that
 * a {@link RowPredictor} takes, from the rows of a table, and from those of an EJML matrix.
 *
 * <p>It can be shared by any number of threads.
 */
public final class Predictor extends RowPredictor {

  private static final String MATRIX = "the matrix";

  private final TablePreparation tables;
  private final List<Object> plugins;
  private final Consumer<Warning> outlet;
  private final int width;

  /**
   * Predicts with a network.
   *
   * @param decoding turns its outputs into predictions
   * @param layers its layers
   * @param loss the loss that it was trained with; empty if its plugin is not installed
   * @param thresholds decide on classes and labels
   */
  Predictor(
      Preparation preparation,
      Network network,
      Decoding decoding,
      List<Layer> layers,
      Optional<Loss> loss,
      Thresholds thresholds,
      Consumer<Warning> outlet) {
    super(preparation, network.layers(), decoding, loss, thresholds, outlet);
    this.tables = TablePreparation.of(preparation);
    this.plugins = List.of(layers, loss);
    this.outlet = outlet;
    this.width = preparation.targets().width();
  }

  @Override
  protected Optional<RuntimeException> faultIn(Throwable thrown) {
    return Verifier.faultIn(thrown, plugins, "while it predicted").map(fault -> fault);
  }

  /**
   * Predicts from the rows of a table, as {@link #predictions} does, with notes about each row.
   *
   * @param table with the input columns, in any order; others are ignored
   * @return one for each row, in their order
   * @throws DataException as {@link #predictions}
   * @throws CancelledException if the thread is interrupted
   */
  public List<Prediction> predictAll(Table table) {
    requireNonNull(table, "table must not be null");
    Predictions predictions = predictions(table);
    List<List<CellNote>> notes = tables.notes(table);
    return each(predictions, notes::get);
  }

  /**
   * Predicts from the rows of a table.
   *
   * @param table with the input columns, in any order; others are ignored
   * @return one row for each row, as {@link #predict(double...)} returns it
   * @throws dev.gradus.runtime.problem.DataException as {@link #predictions}
   */
  public double[][] predict(Table table) {
    requireNonNull(table, "table must not be null");
    return predictions(table).rows();
  }

  /**
   * Predicts from the rows of a table, with warnings about them.
   *
   * @param table with the input columns, in any order; others are ignored
   * @throws dev.gradus.runtime.problem.DataException if a column is missing or not what it was, or
   *     a prediction is not finite; it names the row
   * @throws CancelledException if the thread is interrupted
   */
  public Predictions predictions(Table table) {
    requireNonNull(table, "table must not be null");
    Warnings warnings = new Warnings(outlet);
    float[] inputs = tables.inputs(table, warnings);
    tables.warnOfFilled(table, warnings);
    tables.warnOfExtremes(table, warnings);
    return predictions(inputs, table.rows(), table::placeOf, warnings);
  }

  /**
   * Predicts from rows that are read part by part, as {@link #predictAll(Table)} does from all of
   * them, in memory that does not depend on their number.
   *
   * @param receiver of each part and its predictions, one for each row, in their order; runs on the
   *     thread that calls this method, while the next part is read on another one
   * @return the warnings about all rows, which are also logged at the end
   * @throws DataException as {@link #predictions(Table)}, or as the reader of the rows; if several
   *     rows are wrong, about the first of them. The parts before it were received
   * @throws CancelledException if the thread is interrupted
   */
  public List<Warning> predictAll(
      TableParts rows, BiConsumer<? super Table, ? super List<Prediction>> receiver) {
    requireNonNull(receiver, "receiver must not be null");
    return predictions(
        rows,
        (part, predictions) -> receiver.accept(part, each(predictions, tables.notes(part)::get)));
  }

  /**
   * Predicts from rows that are read part by part, as {@link #predictions(Table)} does from all of
   * them.
   *
   * @param receiver of each part and its predictions, whose warnings are empty
   * @return as {@link #predictAll(TableParts, BiConsumer)}
   * @throws DataException as {@link #predictAll(TableParts, BiConsumer)}
   * @throws CancelledException if the thread is interrupted
   */
  public List<Warning> predictions(
      TableParts rows, BiConsumer<? super Table, ? super Predictions> receiver) {
    requireNonNull(rows, "rows must not be null");
    requireNonNull(receiver, "receiver must not be null");
    Warnings warnings = new Warnings(outlet);
    InputNotes notes = tables.notes();
    try {
      rows.forEach(part -> receiver.accept(part, orFirstMistake(part, notes)));
    } finally {
      notes.warn(rows.origin(), warnings);
    }
    return warnings.list();
  }

  private Predictions predictions(Table part, InputNotes notes) {
    float[] inputs = tables.inputs(part, notes);
    return predictions(inputs, part.rows(), part::placeOf, new Warnings(warning -> {}));
  }

  /** Which mistake is reported must not depend on how many rows a part has. */
  private Predictions orFirstMistake(Table part, InputNotes notes) {
    try {
      return predictions(part, notes);
    } catch (DataException e) {
      for (int row = 0; row < part.rows(); row++) {
        predictions(part.select(new int[] {row}), tables.notes());
      }
      throw e;
    }
  }

  /**
   * Predicts from the rows of an EJML matrix.
   *
   * @param inputs a row for each example, with the values of the input columns as in {@link
   *     #predict(double...)}, and the numbers of categories that are numbers; NaN is a missing
   *     cell; dense or sparse; not modified
   * @return a row for each row, as {@link #predict(double...)} returns them, rounded to {@code
   *     float}
   * @throws dev.gradus.runtime.problem.DataException as {@link #predictions}, or if there are more
   *     or fewer columns than inputs, or a prediction is beyond the range of a float
   */
  public FMatrixRMaj predict(FMatrix inputs) {
    requireNonNull(inputs, "inputs must not be null");
    FMatrixRMaj outputs = new FMatrixRMaj(0, 0);
    predict(inputs, outputs);
    return outputs;
  }

  /**
   * Predicts from the rows of an EJML matrix into another.
   *
   * @param inputs as in {@link #predict(FMatrix)}
   * @param outputs resized to as many rows, and to as many columns as {@link #predict(double...)}
   *     has numbers, and overwritten; unchanged if this fails
   * @throws dev.gradus.runtime.problem.DataException as {@link #predict(FMatrix)}
   */
  public void predict(FMatrix inputs, FMatrixRMaj outputs) {
    requireNonNull(inputs, "inputs must not be null");
    requireNonNull(outputs, "outputs must not be null");
    checkColumns(inputs);
    double[][] rows =
        inputs instanceof FMatrixSparse
            ? predict(Table.ofMatrix(inputs(), inputs))
            : predict(inputs.getNumRows(), row -> numbers(inputs::unsafe_get, row), MATRIX);
    for (int i = 0; i < rows.length; i++) {
      for (double prediction : rows[i]) {
        if (Math.abs(prediction) > Float.MAX_VALUE) {
          throw new DataException(
              "row " + (i + 1),
              "the prediction %s is beyond the range of a float; pass the inputs as a matrix of double"
                  .formatted(prediction));
        }
      }
    }
    outputs.reshape(rows.length, width);
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < width; k++) {
        outputs.unsafe_set(i, k, (float) rows[i][k]);
      }
    }
  }

  /**
   * Predicts from the rows of an EJML matrix in {@code double}.
   *
   * @param inputs as in {@link #predict(FMatrix)}
   * @return a row for each row, as {@link #predict(double...)} returns them
   * @throws dev.gradus.runtime.problem.DataException as {@link #predict(FMatrix)}
   */
  public DMatrixRMaj predict(DMatrix inputs) {
    requireNonNull(inputs, "inputs must not be null");
    DMatrixRMaj outputs = new DMatrixRMaj(0, 0);
    predict(inputs, outputs);
    return outputs;
  }

  /** Predicts from the rows of a matrix into another, as {@link #predict(FMatrix, FMatrixRMaj)}. */
  public void predict(DMatrix inputs, DMatrixRMaj outputs) {
    requireNonNull(inputs, "inputs must not be null");
    requireNonNull(outputs, "outputs must not be null");
    checkColumns(inputs);
    double[][] rows =
        inputs instanceof DMatrixSparse
            ? predict(Table.ofMatrix(inputs(), inputs))
            : predict(inputs.getNumRows(), row -> numbers(inputs::unsafe_get, row), MATRIX);
    outputs.reshape(rows.length, width);
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < width; k++) {
        outputs.unsafe_set(i, k, rows[i][k]);
      }
    }
  }

  private void checkColumns(org.ejml.data.Matrix matrix) {
    if (matrix.getNumCols() != inputs().size()) {
      throw new DataException(
          "",
          "the matrix has %s columns, but the model needs %s: %s"
              .formatted(matrix.getNumCols(), inputs().size(), ColumnNames.list(inputs())));
    }
    if (matrix.getNumRows() == 0) {
      throw new DataException("", "the matrix has no rows");
    }
  }

  /** The values of a matrix. */
  private interface Numbers {
    double get(int row, int column);
  }

  private double[] numbers(Numbers matrix, int row) {
    double[] numbers = new double[inputs().size()];
    for (int column = 0; column < numbers.length; column++) {
      numbers[column] = matrix.get(row, column);
    }
    return numbers;
  }

  /**
   * Predicts from prepared rows.
   *
   * @param place names a row, for messages
   */
  Predictions predictions(Matrix inputs, IntFunction<String> place, Warnings warnings) {
    return predictions(inputs.values(), inputs.rows(), place, warnings);
  }
}
