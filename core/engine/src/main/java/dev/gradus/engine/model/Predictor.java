package dev.gradus.engine.model;

import static java.util.Objects.requireNonNull;

import dev.gradus.engine.data.CellNote;
import dev.gradus.engine.data.Preparation;
import dev.gradus.engine.data.RowPreparation;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.loss.Decoding;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.object.FieldCells;
import dev.gradus.engine.object.NamedCells;
import dev.gradus.engine.plugin.PluginException;
import dev.gradus.engine.plugin.Verifier;
import dev.gradus.engine.problem.CancelledException;
import dev.gradus.engine.problem.DataException;
import dev.gradus.engine.problem.Warning;
import dev.gradus.engine.problem.Warnings;
import dev.gradus.engine.table.ColumnNames;
import dev.gradus.engine.table.Table;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.ejml.data.DMatrix;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.DMatrixSparse;
import org.ejml.data.FMatrix;
import org.ejml.data.FMatrixRMaj;
import org.ejml.data.FMatrixSparse;

/**
 * Predicts from raw values, which it prepares as those of the training data were.
 *
 * <p>An example is a map, a record or a bean, whose values are found by the names of the columns;
 * or an array of numbers, a row of a matrix of EJML, a row of a table. What is predicted for one
 * example is a {@link Prediction}; code that needs bare numbers, and no garbage, gives {@link
 * #predict(double[], double[])} two arrays.
 *
 * <p>It can be shared by any number of threads.
 */
public final class Predictor {

  private static final String MATRIX = "the matrix";

  private final Preparation preparation;
  private final RowPreparation rows;

  /** How many outputs the network has. */
  private final int outputs;

  private final Decoding decoding;
  private final Answers answers;
  private final List<Object> plugins;
  private final Consumer<Warning> outlet;
  private final RowPasses passes;
  private final ManyRows many;

  private final ClassValue<FieldCells> fields =
      new ClassValue<>() {
        @Override
        protected FieldCells computeValue(Class<?> type) {
          return new FieldCells(type, rows.names());
        }
      };

  /**
   * Predicts with a network.
   *
   * @param decoding makes predictions of its outputs
   * @param layers of which it is made
   * @param loss with which it was trained; empty if its plugin is not here
   */
  Predictor(
      Preparation preparation,
      Network network,
      Decoding decoding,
      List<Layer> layers,
      Optional<Loss> loss,
      Consumer<Warning> outlet) {
    this.preparation = preparation;
    this.rows = preparation.rows();
    this.outputs = network.outputs();
    this.decoding = decoding;
    this.answers = new Answers(preparation.targets(), network, decoding, loss);
    this.plugins = List.of(layers, loss);
    this.outlet = outlet;
    this.passes = new RowPasses(network, rows.room());
    this.many = new ManyRows(preparation, network, decoding, answers, plugins);
  }

  /** What it predicts, and the names of its outputs. */
  public Target target() {
    return preparation.target();
  }

  /** The names of the columns that it predicts from, in the order of the training data. */
  public List<String> inputs() {
    return rows.names();
  }

  /**
   * The classes in the order of the outputs; with a single output, the class for 0 and the class
   * for 1.
   *
   * @return empty for a numeric target, and for labels
   */
  public List<String> classes() {
    return answers.classes();
  }

  /**
   * Predicts from the values of one example, by the names of their columns:
   *
   * <pre>{@code
   * Prediction prediction = predictor.predict(Map.of("age", 33, "smoker", false, "city", "Oslo"));
   * String answer = prediction.className();
   * }</pre>
   *
   * <p>A number is a number, a text, an enum constant, {@code true} and {@code false} are texts,
   * and a text that is a number is one, as in a table of this one row ({@link Table#ofMaps}), which
   * gives the same bits. {@code null}, NaN, an empty text, an empty {@link Optional} and a column
   * that the map does not have are missing: what was learned stands for them, if the model allows
   * it, and {@link Prediction#notes} says so. What is no column of the model is not looked at.
   *
   * @param values not modified
   * @throws DataException if a value is missing for which nothing stands, is not what its column
   *     holds, or is neither a number nor a text; or if the prediction is not finite
   */
  public Prediction predict(Map<String, ?> values) {
    return predict(NamedCells.of(requireNonNull(values, "values must not be null"), rows.names()));
  }

  /**
   * Predicts from a record: its components are values by name, as in {@link #predict(Map)}.
   *
   * @throws DataException as {@link #predict(Map)}, or if the record cannot be read from outside
   *     its module
   */
  public Prediction predict(Record values) {
    return predictBean(values);
  }

  /**
   * Predicts from a bean, of which {@code getAge()} and {@code isSmoker()} give the values of the
   * columns {@code age} and {@code smoker}, as in {@link #predict(Map)}.
   *
   * @throws DataException as {@link #predict(Record)}, or if the class has no such methods
   */
  public Prediction predictBean(Object values) {
    return predict(
        fields.get(requireNonNull(values, "values must not be null").getClass()).of(values));
  }

  /**
   * Predicts from one row of numbers, as {@link #predict(double...)} does, and says what they mean.
   *
   * @throws DataException as {@link #predict(double...)}
   */
  public Prediction prediction(double... inputs) {
    requireNonNull(inputs, "inputs must not be null");
    return predict(CellRows.of(rows, inputs));
  }

  private Prediction predict(NamedCells values) {
    RowPasses.OneRow row = passes.take();
    return prediction(row, CellRows.prepare(rows, values, row.prepared()));
  }

  private Prediction prediction(RowPasses.OneRow row, List<CellNote> notes) {
    double[] outputs = new double[width()];
    float[] all = predict(row, outputs);
    Optional<double[]> deviations =
        answers.mayDeviate()
            ? Verifier.naming(plugins, ManyRows.PREDICTING, () -> answers.deviationsOf(all, 0))
            : Optional.empty();
    Map<Double, double[]> quantiles = new LinkedHashMap<>();
    if (!decoding.quantiles().isEmpty()) {
      double[][] found =
          Verifier.naming(
              plugins, ManyRows.PREDICTING, () -> decoding.quantiles(all, 0, this.outputs));
      for (int i = 0; i < found.length; i++) {
        quantiles.put(decoding.quantiles().get(i), found[i]);
      }
    }
    passes.leave(row);
    many.checkFinite(outputs, Predictor::nowhere, 0);
    deviations.ifPresent(numbers -> many.checkFinite(numbers, Predictor::nowhere, 0));
    quantiles.values().forEach(numbers -> many.checkFinite(numbers, Predictor::nowhere, 0));
    return new Prediction(answers, outputs, deviations, quantiles, notes);
  }

  /**
   * Predicts from many examples, which is quicker than one after the other. What must be known of
   * them is in the {@link Prediction#notes} of each, and is logged once for all.
   *
   * @param examples maps, records, beans and arrays of {@code double}, as the other methods take
   *     them; may be of several kinds; not modified
   * @return one for each, in their order
   * @throws DataException as the other methods, naming the row, counted from 1
   * @throws CancelledException if the thread is interrupted
   */
  public List<Prediction> predictAll(List<?> examples) {
    requireNonNull(examples, "examples must not be null");
    List<NamedCells> cells = new ArrayList<>(examples.size());
    for (Object example : examples) {
      cells.add(CellRows.located(cells.size(), () -> cellsOf(example)));
    }
    CellRows all = new CellRows(rows, cells.size(), cells::get);
    Predictions predictions = many.predict(all, new Warnings(warning -> {}));
    CellNote.warn(all.notes(), "the examples", outlet);
    return predictions.each(answers, all.notes()::get);
  }

  @SuppressWarnings("unchecked") // a value of any key is asked for by a text
  private NamedCells cellsOf(Object example) {
    if (example instanceof Map<?, ?> map) {
      return NamedCells.of((Map<String, ?>) map, rows.names());
    }
    if (example instanceof double[] numbers) {
      return CellRows.of(rows, numbers);
    }
    if (Objects.isNull(example)) {
      throw new DataException("", "the example is null; leave it out, or give it its values");
    }
    return fields.get(example.getClass()).of(example);
  }

  /**
   * Predicts from the rows of a table, as {@link #predictions} does, and says of each row what must
   * be known of it.
   *
   * @param table with the input columns, in any order; others are ignored
   * @return one for each row, in their order
   * @throws DataException as {@link #predictions}
   * @throws CancelledException if the thread is interrupted
   */
  public List<Prediction> predictAll(Table table) {
    requireNonNull(table, "table must not be null");
    Predictions predictions = predictions(table);
    List<List<CellNote>> notes = preparation.notes(table);
    return predictions.each(answers, notes::get);
  }

  /**
   * Predicts from one row of numbers.
   *
   * @param inputs the values of the input columns, in the order of the training data without the
   *     target; 1 or 0 for yes or no
   * @return for a numeric target, its values in the unit of the data, or scores if the loss
   *     compares such; for classes and labels, the outputs of the network, which are probabilities
   *     after softmax or sigmoid; decoded, if the loss decodes them
   * @throws dev.gradus.engine.problem.DataException if there are more or fewer values than columns,
   *     some columns are categorical (use {@link #predict(Map)} then), or a prediction is not
   *     finite
   */
  public double[] predict(double... inputs) {
    requireNonNull(inputs, "inputs must not be null");
    double[] outputs = new double[width()];
    predict(inputs, outputs);
    return outputs;
  }

  /**
   * Predicts from one row of numbers, and allocates nothing.
   *
   * @param inputs as in {@link #predict(double...)}; not modified
   * @param outputs as long as what {@link #predict(double...)} returns; overwritten
   * @throws IllegalArgumentException if {@code outputs} is longer or shorter
   * @throws dev.gradus.engine.problem.DataException as {@link #predict(double...)}
   */
  public void predict(double[] inputs, double[] outputs) {
    requireNonNull(inputs, "inputs must not be null");
    requireNonNull(outputs, "outputs must not be null");
    if (outputs.length != width()) {
      throw new IllegalArgumentException(
          "an array of %s cannot hold the %s outputs of the model"
              .formatted(outputs.length, width()));
    }
    RowPasses.OneRow row = passes.take();
    rows.prepare(inputs, row.prepared());
    predict(row, outputs);
    passes.leave(row);
    many.checkFinite(outputs, Predictor::nowhere, 0);
  }

  /** Names the plugin that fails, but allocates nothing where none does. */
  private float[] predict(RowPasses.OneRow row, double[] prediction) {
    try {
      float[] all = row.outputs();
      decoding.restore(all, 0, outputs, prediction);
      return all;
    } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
      Optional<PluginException> fault = Verifier.faultIn(e, plugins, ManyRows.PREDICTING);
      if (fault.isPresent()) {
        throw fault.get();
      }
      throw e;
    }
  }

  /**
   * Predicts from the rows of a table.
   *
   * @param table with the input columns, in any order; others are ignored
   * @return one row per row, as {@link #predict(double...)} returns them
   * @throws dev.gradus.engine.problem.DataException as {@link #predictions}
   */
  public double[][] predict(Table table) {
    requireNonNull(table, "table must not be null");
    return predictions(table).rows();
  }

  /**
   * Predicts from the rows of a table, and says what must be known of them.
   *
   * @param table with the input columns, in any order; others are ignored
   * @throws dev.gradus.engine.problem.DataException if a column is missing or not what it was, or a
   *     prediction is not finite; it names the row
   * @throws CancelledException if the thread is interrupted
   */
  public Predictions predictions(Table table) {
    requireNonNull(table, "table must not be null");
    Warnings warnings = new Warnings(outlet);
    Matrix inputs =
        new Matrix(table.rows(), preparation.inputWidth(), preparation.inputs(table, warnings));
    preparation.warnOfFilled(table, warnings);
    return predictions(inputs, table::placeOf, warnings);
  }

  /**
   * Predicts from the rows of a matrix of EJML.
   *
   * @param inputs a row for each example, with the values of the input columns as in {@link
   *     #predict(double...)}, and the numbers of categories that are numbers; NaN is a missing
   *     cell; dense or sparse; not modified
   * @return a row for each row, as {@link #predict(double...)} returns them, rounded to {@code
   *     float}
   * @throws dev.gradus.engine.problem.DataException as {@link #predictions}, or if there are more
   *     or fewer columns than inputs, or a prediction is beyond the range of a float
   */
  public FMatrixRMaj predict(FMatrix inputs) {
    requireNonNull(inputs, "inputs must not be null");
    FMatrixRMaj outputs = new FMatrixRMaj(0, 0);
    predict(inputs, outputs);
    return outputs;
  }

  /**
   * Predicts from the rows of a matrix of EJML into another.
   *
   * @param inputs as in {@link #predict(FMatrix)}
   * @param outputs is given as many rows, and as many columns as {@link #predict(double...)} has
   *     numbers; overwritten. Unchanged if this fails
   * @throws dev.gradus.engine.problem.DataException as {@link #predict(FMatrix)}
   */
  public void predict(FMatrix inputs, FMatrixRMaj outputs) {
    requireNonNull(inputs, "inputs must not be null");
    requireNonNull(outputs, "outputs must not be null");
    checkColumns(inputs);
    double[][] rows =
        inputs instanceof FMatrixSparse
            ? predict(Table.ofMatrix(inputs(), inputs))
            : predict(inputs.getNumRows(), inputs::unsafe_get);
    for (int i = 0; i < rows.length; i++) {
      for (double prediction : rows[i]) {
        if (Math.abs(prediction) > Float.MAX_VALUE) {
          throw new DataException(
              CellRows.nameOf(i),
              "the prediction %s is beyond the range of a float; give the inputs as a matrix of double"
                  .formatted(prediction));
        }
      }
    }
    outputs.reshape(rows.length, width());
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < width(); k++) {
        outputs.unsafe_set(i, k, (float) rows[i][k]);
      }
    }
  }

  /**
   * Predicts from the rows of a matrix of EJML in {@code double}.
   *
   * @param inputs as in {@link #predict(FMatrix)}
   * @return a row for each row, as {@link #predict(double...)} returns them
   * @throws dev.gradus.engine.problem.DataException as {@link #predict(FMatrix)}
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
            : predict(inputs.getNumRows(), inputs::unsafe_get);
    outputs.reshape(rows.length, width());
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < width(); k++) {
        outputs.unsafe_set(i, k, rows[i][k]);
      }
    }
  }

  private void checkColumns(org.ejml.data.Matrix matrix) {
    if (matrix.getNumCols() != inputs().size()) {
      throw new DataException(
          "",
          "the matrix has %s columns, but the model takes %s: %s"
              .formatted(matrix.getNumCols(), inputs().size(), ColumnNames.list(inputs())));
    }
    if (matrix.getNumRows() == 0) {
      throw new DataException("", "the matrix has no rows");
    }
  }

  /** The numbers of a matrix. */
  private interface Numbers {
    double get(int row, int column);
  }

  private double[][] predict(int count, Numbers numbers) {
    if (count == 1) {
      Prediction only = CellRows.located(0, () -> predict(cellsOf(numbers, 0)));
      if (!only.notes().isEmpty()) {
        CellNote.warn(List.of(only.notes()), MATRIX, outlet);
      }
      return new double[][] {only.outputs()};
    }
    CellRows all = new CellRows(rows, count, row -> cellsOf(numbers, row));
    double[][] predicted = many.predict(all, new Warnings(outlet)).rows();
    CellNote.warn(all.notes(), MATRIX, outlet);
    return predicted;
  }

  private NamedCells cellsOf(Numbers numbers, int row) {
    double[] raw = new double[inputs().size()];
    for (int column = 0; column < raw.length; column++) {
      raw[column] = numbers.get(row, column);
    }
    return CellRows.of(rows, raw);
  }

  /**
   * Predicts from rows that were prepared.
   *
   * @param place names a row, for messages
   */
  Predictions predictions(Matrix inputs, IntFunction<String> place, Warnings warnings) {
    return many.predict(ManyRows.of(inputs, place), warnings);
  }

  /** The place of a row that is in no table. */
  private static String nowhere(int row) {
    return "";
  }

  /** How many numbers are predicted for a row. */
  private int width() {
    return preparation.targets().width();
  }

  /**
   * Predicts the class of one row of numbers.
   *
   * @param inputs as in {@link #predict(double...)}
   * @throws IllegalStateException if the target is numeric, or labels
   */
  public String classify(double... inputs) {
    requireNonNull(inputs, "inputs must not be null");
    return classOf(predict(inputs));
  }

  /**
   * The most probable class.
   *
   * @param outputs a row of what {@link #predict} returned
   * @throws IllegalStateException if the target is numeric, or labels
   */
  public String classOf(double[] outputs) {
    requireNonNull(outputs, "outputs must not be null");
    return answers.classOf(outputs);
  }

  /**
   * The labels that are predicted to apply to one row of numbers.
   *
   * @param inputs as in {@link #predict(double...)}
   * @return their names, in the order of the outputs; empty if none applies
   * @throws IllegalStateException if the target is not labels
   */
  public List<String> labels(double... inputs) {
    requireNonNull(inputs, "inputs must not be null");
    return labelsOf(predict(inputs));
  }

  /**
   * The labels that apply: those whose probability is at least ½.
   *
   * @param outputs a row of what {@link #predict} returned
   * @return their names, in the order of the outputs; empty if none applies
   * @throws IllegalStateException if the target is not labels
   */
  public List<String> labelsOf(double[] outputs) {
    requireNonNull(outputs, "outputs must not be null");
    return answers.labelsOf(outputs);
  }

  /**
   * What the columns of the target would hold: the class, or for each label how the training data
   * say yes or no.
   *
   * @param outputs a row of what {@link #predict} returned
   * @return one text for each column of the target; empty for a numeric target
   */
  public List<String> answersOf(double[] outputs) {
    requireNonNull(outputs, "outputs must not be null");
    return answers.answersOf(outputs);
  }
}
