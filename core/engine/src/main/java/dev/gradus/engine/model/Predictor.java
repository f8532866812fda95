package dev.gradus.engine.model;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.data.ClassTarget;
import dev.gradus.engine.data.Label;
import dev.gradus.engine.data.LabelTarget;
import dev.gradus.engine.data.NumericTarget;
import dev.gradus.engine.data.Preparation;
import dev.gradus.engine.data.PreparedColumn;
import dev.gradus.engine.data.RowPreparation;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.loss.Decoding;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Pass;
import dev.gradus.engine.plugin.PluginException;
import dev.gradus.engine.plugin.Verifier;
import dev.gradus.engine.problem.CancelledException;
import dev.gradus.engine.problem.DataException;
import dev.gradus.engine.problem.Warning;
import dev.gradus.engine.problem.Warnings;
import dev.gradus.engine.table.ColumnNames;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.training.Evaluator;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.ejml.data.DMatrix;
import org.ejml.data.DMatrixRMaj;
import org.ejml.data.FMatrix;
import org.ejml.data.FMatrixRMaj;

/**
 * Predicts from raw values, which it prepares as those of the training data were.
 *
 * <p>It can be shared by any number of threads.
 */
public final class Predictor {

  private static final String PREDICTING = "while it predicted";

  /** The number of threads that find everything as they left it. */
  private static final int PLACES = 64;

  /** The distance of two places, which keeps them out of each other's cache line. */
  private static final int APART = 16;

  private final Preparation preparation;
  private final RowPreparation rows;
  private final Network network;

  /** How many the network has. */
  private final int outputs;

  private final Decoding decoding;
  private final Consumer<Warning> outlet;
  private final Configuration configuration;

  /**
   * What threads need to predict, each at the place of its number. Two threads at one place, which
   * is rare, cost one of them a new one.
   */
  private final AtomicReferenceArray<OneRow> places = new AtomicReferenceArray<>(PLACES * APART);

  Predictor(
      Preparation preparation,
      Network network,
      Decoding decoding,
      Configuration configuration,
      Consumer<Warning> outlet) {
    this.configuration = configuration;
    this.preparation = preparation;
    this.rows = preparation.rows();
    this.decoding = decoding;
    this.network = network;
    this.outputs = network.outputs();
    this.outlet = outlet;
  }

  /** What it predicts, and the names of its outputs. */
  public Target target() {
    return preparation.target();
  }

  /**
   * The classes in the order of the outputs; with a single output, the class for 0 and the class
   * for 1.
   *
   * @return empty for a numeric target, and for labels
   */
  public List<String> classes() {
    return preparation.targets() instanceof ClassTarget target ? target.classes() : List.of();
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
   *     some columns are categorical (use {@link #predict(Table)} then), or a prediction is not
   *     finite
   */
  public double[] predict(double... inputs) {
    double[] outputs = new double[width()];
    predict(inputs, outputs);
    return outputs;
  }

  /**
   * Predicts from one row of numbers, and allocates nothing, unless the loss decodes the outputs.
   *
   * @param inputs as in {@link #predict(double...)}; not modified
   * @param outputs as long as what {@link #predict(double...)} returns; overwritten
   * @throws IllegalArgumentException if {@code outputs} is longer or shorter
   * @throws dev.gradus.engine.problem.DataException as {@link #predict(double...)}
   */
  public void predict(double[] inputs, double[] outputs) {
    if (outputs.length != width()) {
      throw new IllegalArgumentException(
          "an array of %s cannot hold the %s outputs of the model"
              .formatted(outputs.length, width()));
    }
    int place = (int) (Thread.currentThread().getId() % PLACES) * APART;
    OneRow idle = places.getAndSet(place, null);
    OneRow row = idle == null ? new OneRow(network, rows.room()) : idle;
    rows.prepare(inputs, row.input.values());
    predict(row, outputs);
    places.set(place, row);
    checkFinite(outputs, Predictor::nowhere, 0);
  }

  /** Names the plugin that fails, but allocates nothing where none does. */
  private void predict(OneRow row, double[] prediction) {
    try {
      decoding.restore(row.pass.outputs(row.input).values(), 0, outputs, prediction);
    } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
      Optional<PluginException> fault = Verifier.faultIn(e, configuration, PREDICTING);
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
    Warnings warnings = new Warnings(outlet);
    Matrix inputs = preparation.inputs(table, warnings);
    preparation.warnOfFilled(table, warnings);
    return predictions(inputs, table::placeOf, warnings);
  }

  /**
   * Predicts from the rows of a matrix of EJML. It is made for many rows; for a single one {@link
   * #predict(double[], double[])} is far quicker.
   *
   * @param inputs a row for each example, with the values of the input columns as in {@link
   *     #predict(double...)}; NaN is a missing cell; dense or sparse; not modified
   * @return a row for each row, as {@link #predict(double...)} returns them, rounded to {@code
   *     float}
   * @throws dev.gradus.engine.problem.DataException as {@link #predictions}, or if there are more
   *     or fewer columns than inputs, or a prediction is beyond the range of a float
   */
  public FMatrixRMaj predict(FMatrix inputs) {
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
    double[][] rows = predict(Table.ofMatrix(namesFor(inputs), inputs));
    for (int i = 0; i < rows.length; i++) {
      for (double prediction : rows[i]) {
        if (Math.abs(prediction) > Float.MAX_VALUE) {
          throw new DataException(
              "row " + (i + 1),
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
    DMatrixRMaj outputs = new DMatrixRMaj(0, 0);
    predict(inputs, outputs);
    return outputs;
  }

  /** Predicts from the rows of a matrix into another, as {@link #predict(FMatrix, FMatrixRMaj)}. */
  public void predict(DMatrix inputs, DMatrixRMaj outputs) {
    double[][] rows = predict(Table.ofMatrix(namesFor(inputs), inputs));
    outputs.reshape(rows.length, width());
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < width(); k++) {
        outputs.unsafe_set(i, k, rows[i][k]);
      }
    }
  }

  /** The names of the columns of a matrix of inputs. */
  private List<String> namesFor(org.ejml.data.Matrix matrix) {
    List<String> names = preparation.inputs().stream().map(PreparedColumn::name).toList();
    if (matrix.getNumCols() != names.size()) {
      throw new DataException(
          "",
          "the matrix has %s columns, but the model takes %s: %s"
              .formatted(matrix.getNumCols(), names.size(), ColumnNames.list(names)));
    }
    return names;
  }

  /**
   * Predicts from rows that were prepared.
   *
   * @param place names a row, for messages
   */
  Predictions predictions(Matrix inputs, IntFunction<String> place, Warnings warnings) {
    return Verifier.naming(configuration, PREDICTING, () -> predicted(inputs, place, warnings));
  }

  private Predictions predicted(Matrix inputs, IntFunction<String> place, Warnings warnings) {
    double[][] rows = new double[inputs.rows()][width()];
    boolean deviates = network.outputs() > width();
    double[][] deviations = new double[deviates ? inputs.rows() : 0][width()];
    Map<Double, double[][]> quantiles = new LinkedHashMap<>();
    for (double level : decoding.quantiles()) {
      quantiles.put(level, new double[inputs.rows()][]);
    }
    int chunk = Math.max(1, Math.min(network.rowsAtOnce(), inputs.rows()));
    Pass pass = network.newPass(chunk);
    for (int from = 0; from < inputs.rows(); from += chunk) {
      CancelledException.check("the model predicted");
      int first = from;
      int to = Math.min(from + chunk, inputs.rows());
      Matrix outputs = pass.outputs(inputs.copyOfRows(from, to));
      for (int i = from; i < to; i++) {
        rows[i] = decoding.restored(outputs, i - from);
        Evaluator.checkFinite(
            rows[i], outputs, i - from, preparation, row -> place.apply(first + row));
        deviates = deviates && restoreDeviations(outputs, i - from, deviations[i]);
        if (deviates) {
          checkFinite(deviations[i], place, i);
        }
        if (!quantiles.isEmpty()) {
          double[][] found = decoding.quantiles(outputs, i - from);
          int next = 0;
          for (double[][] ofLevel : quantiles.values()) {
            ofLevel[i] = found[next++];
            checkFinite(ofLevel[i], place, i);
          }
        }
      }
    }
    return new Predictions(
        rows, deviates ? Optional.of(deviations) : Optional.empty(), quantiles, warnings.list());
  }

  /** Whether the further outputs of this loss say how far a target lies from its prediction. */
  private boolean restoreDeviations(Matrix outputs, int row, double[] deviations) {
    if (!(preparation.targets() instanceof NumericTarget numeric)) {
      return false;
    }
    double[] all = new double[outputs.columns()];
    for (int k = 0; k < all.length; k++) {
      all[k] = outputs.get(row, k);
    }
    for (int k = 0; k < deviations.length; k++) {
      double deviation = configuration.loss().deviation(all, k);
      if (Double.isNaN(deviation)) {
        return false;
      }
      deviations[k] = numeric.restoreDeviation(k, all[k], deviation);
    }
    return true;
  }

  private void checkFinite(double[] numbers, IntFunction<String> place, int row) {
    for (double number : numbers) {
      if (!Double.isFinite(number)) {
        throw Evaluator.notFinite(place.apply(row), preparation, number);
      }
    }
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
    return classOf(predict(inputs));
  }

  /**
   * The most probable class.
   *
   * @param outputs a row of what {@link #predict} returned
   * @throws IllegalStateException if the target is numeric, or labels
   */
  public String classOf(double[] outputs) {
    List<String> classes = classes();
    if (preparation.targets() instanceof LabelTarget target) {
      throw new IllegalStateException(
          "the target is labels (%s), any number of which may apply, and no class; use labels, which gives those that do"
              .formatted(String.join(", ", target.names())));
    }
    if (classes.isEmpty()) {
      throw new IllegalStateException(
          "the target is numeric and has no classes; use predict, which gives its value");
    }
    if (outputs.length == 1) {
      return classes.get(outputs[0] >= 0.5 ? 1 : 0);
    }
    int best = 0;
    for (int k = 1; k < outputs.length; k++) {
      best = outputs[k] > outputs[best] ? k : best;
    }
    return classes.get(best);
  }

  /**
   * The labels that are predicted to apply to one row of numbers.
   *
   * @param inputs as in {@link #predict(double...)}
   * @return their names, in the order of the outputs; empty if none applies
   * @throws IllegalStateException if the target is not labels
   */
  public List<String> labels(double... inputs) {
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
    if (!(preparation.targets() instanceof LabelTarget target)) {
      throw new IllegalStateException(
          "the target %s is not labels; use %s"
              .formatted(
                  String.join(", ", preparation.targets().names()),
                  classes().isEmpty() ? "predict, which gives its value" : "classify"));
    }
    List<String> applying = new ArrayList<>();
    for (int k = 0; k < outputs.length; k++) {
      if (outputs[k] >= Label.THRESHOLD) {
        applying.add(target.names().get(k));
      }
    }
    return applying;
  }

  /**
   * What the columns of the target would hold: the class, or for each label how the training data
   * say yes or no.
   *
   * @param outputs a row of what {@link #predict} returned
   * @return one text for each column of the target; empty for a numeric target
   */
  public List<String> answersOf(double[] outputs) {
    if (preparation.targets() instanceof LabelTarget target) {
      List<String> answers = new ArrayList<>();
      for (int k = 0; k < outputs.length; k++) {
        answers.add(target.labels().get(k).answer(outputs[k]));
      }
      return answers;
    }
    return classes().isEmpty() ? List.of() : List.of(classOf(outputs));
  }

  /** What a thread needs to predict one row. */
  private static final class OneRow {
    private final Pass pass;
    private final Matrix input;

    /**
     * Makes room.
     *
     * @param room how long the array is in which a row is prepared
     */
    OneRow(Network network, int room) {
      pass = network.newPass(1);
      input = new Matrix(1, network.inputs(), new float[room]);
    }
  }
}
