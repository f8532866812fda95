package dev.gradus.runtime;

import static java.util.Objects.requireNonNull;

import dev.gradus.runtime.column.CellNote;
import dev.gradus.runtime.column.Conformal;
import dev.gradus.runtime.column.Decoding;
import dev.gradus.runtime.column.FinitePredictions;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.column.RowPreparation;
import dev.gradus.runtime.column.TargetColumns;
import dev.gradus.runtime.network.ActivationLayer;
import dev.gradus.runtime.network.EachMember;
import dev.gradus.runtime.object.FieldCells;
import dev.gradus.runtime.object.NamedCells;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.runtime.problem.Warnings;
import dev.gradus.spi.Activation;
import dev.gradus.spi.LayerFunction;
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
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Predicts from raw values, which it prepares like those of the training data.
 *
 * <p>An example is a map, a record or a bean, whose values are found by the names of the columns;
 * or an array of numbers. The result for one example is a {@link Prediction}; code that only needs
 * numbers, without allocation, passes two arrays to {@link #predict(double[], double[])}.
 *
 * <p>Obtain it from {@link SavedModel#predictor}. It can be shared by any number of threads.
 */
public class RowPredictor {

  /** The number of examples of a stream that are predicted together. */
  private static final int ROWS_AT_ONCE = 1 << 10;

  private final TargetColumns targets;
  private final RowPreparation rows;

  /** The number of network outputs. */
  private final int outputs;

  private final Decoding decoding;
  private final Answers answers;
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
   * @param preparation of its inputs and targets
   * @param layers its layers, including activations, with trained parameters; no longer modified
   * @param decoding turns its outputs into predictions
   * @param loss the loss that it was trained with; empty if its plugin is not installed
   * @param thresholds decide on classes and labels
   * @param outlet receives warnings about several examples
   */
  protected RowPredictor(
      Preparation preparation,
      List<LayerFunction> layers,
      Decoding decoding,
      Optional<Loss> loss,
      Thresholds thresholds,
      Consumer<Warning> outlet) {
    LayerFunction last = layers.get(layers.size() - 1);
    this.targets = preparation.targets();
    this.rows = preparation.rows();
    this.outputs = last.output().columns();
    this.decoding = decoding;
    this.answers = new Answers(targets, activationOf(layers), outputs, decoding, loss, thresholds);
    this.outlet = outlet;
    this.passes = new RowPasses(layers, rows.room());
    this.many = new ManyRows(targets, layers, decoding, answers);
  }

  /** That of the last layer, which in an ensemble the mean of the members follows. */
  private static Optional<Activation> activationOf(List<LayerFunction> layers) {
    boolean mean = layers.stream().anyMatch(EachMember.class::isInstance);
    return layers.get(layers.size() - (mean ? 2 : 1)) instanceof ActivationLayer layer
        ? Optional.of(layer.activation())
        : Optional.empty();
  }

  /**
   * The exception that names the plugin that caused an error.
   *
   * @param thrown while the network predicted
   * @return empty if no plugin, or no known one, caused it; then the error is thrown as it is
   */
  protected Optional<RuntimeException> faultIn(Throwable thrown) {
    return Optional.empty();
  }

  private <T> T naming(Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
      Optional<RuntimeException> fault = faultIn(e);
      if (fault.isPresent()) {
        throw fault.get();
      }
      throw e;
    }
  }

  /** Describes the target, and the names of its outputs. */
  public Target target() {
    return targets.target();
  }

  /** The names of the input columns, in the order of the training data. */
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
   * <p>Numbers are numbers; strings, enum constants and booleans are text; and text that looks like
   * a number is a number, as in a table with this one row, which gives the same bits. {@code null},
   * NaN, an empty string, an empty {@link Optional} and a column that the map does not contain are
   * missing: they are filled with learned values, if the model allows it, and {@link
   * Prediction#notes} says so. Keys that are not columns of the model are ignored.
   *
   * @param values not modified
   * @throws DataException if a value is missing without a fill value, is invalid for its column, or
   *     is neither a number nor a string; or if the prediction is not finite
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
   * Predicts from a bean, whose {@code getAge()} and {@code isSmoker()} return the values of the
   * columns {@code age} and {@code smoker}, as in {@link #predict(Map)}.
   *
   * @throws DataException as {@link #predict(Record)}, or if the class has no such methods
   */
  public Prediction predictBean(Object values) {
    return predict(
        fields.get(requireNonNull(values, "values must not be null").getClass()).of(values));
  }

  /**
   * Predicts from one row of numbers, as {@link #predict(double...)} does, and returns a {@link
   * Prediction}.
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
        answers.mayDeviate() ? naming(() -> answers.deviationsOf(all, 0)) : Optional.empty();
    Map<Double, double[]> quantiles = new LinkedHashMap<>();
    if (!decoding.quantiles().isEmpty()) {
      double[][] found = naming(() -> decoding.quantiles(all, 0, this.outputs));
      for (int i = 0; i < found.length; i++) {
        quantiles.put(decoding.quantiles().get(i), found[i]);
      }
    }
    Optional<double[]> ends = decoding.ends(all, 0, this.outputs);
    passes.leave(row);
    checkFinite(outputs);
    deviations.ifPresent(this::checkFinite);
    quantiles.values().forEach(this::checkFinite);
    ends.ifPresent(this::checkFinite);
    return new Prediction(answers, outputs, deviations, quantiles, ends, notes);
  }

  /**
   * Predicts from many examples, which is faster than one by one. Notes about them are in the
   * {@link Prediction#notes} of each, and are logged once for all.
   *
   * @param examples maps, records, beans and arrays of {@code double}, as the other methods take
   *     them; may be of several kinds; not modified
   * @return one for each, in their order
   * @throws DataException as the other methods, naming the row, counted from 1
   * @throws CancelledException if the thread is interrupted
   */
  public List<Prediction> predictAll(List<?> examples) {
    requireNonNull(examples, "examples must not be null");
    return predictAll(0, examples, outlet);
  }

  private List<Prediction> predictAll(long before, List<?> examples, Consumer<Warning> warnings) {
    List<NamedCells> cells = new ArrayList<>(examples.size());
    for (Object example : examples) {
      cells.add(CellRows.located(before + cells.size(), () -> cellsOf(example)));
    }
    CellRows all = new CellRows(rows, before, cells.size(), cells::get);
    Predictions predictions = naming(() -> many.predict(all, new Warnings(warning -> {})));
    CellNote.warn(all.notes(), "the examples", warnings);
    return predictions.each(answers, all.notes()::get);
  }

  /**
   * Predicts from a stream of examples of any length, some at a time, in memory that does not
   * depend on their number:
   *
   * <pre>{@code
   * try (Stream<Order> orders = repository.findAll()) {
   *   predictor.predictAll(orders).forEach(this::save);
   * }
   * }</pre>
   *
   * @param examples as in {@link #predictAll(List)}; taken when predictions are, up to {@value
   *     #ROWS_AT_ONCE} in advance
   * @return one for each, in their order; closing it closes the examples. Notes about an example
   *     are in its {@link Prediction#notes}, and are not logged. It throws what {@link
   *     #predictAll(List)} throws
   */
  public Stream<Prediction> predictAll(Stream<?> examples) {
    requireNonNull(examples, "examples must not be null");
    return new PredictedStream(this::predictFrom, ROWS_AT_ONCE).of(examples);
  }

  /** Predicts from examples before which there are others, without a warning. */
  private List<Prediction> predictFrom(long before, List<?> examples) {
    return predictAll(before, examples, warning -> {});
  }

  @SuppressWarnings("unchecked") // values of any key type are looked up by a string
  private NamedCells cellsOf(Object example) {
    if (example instanceof Map<?, ?> map) {
      return NamedCells.of((Map<String, ?>) map, rows.names());
    }
    if (example instanceof double[] numbers) {
      return CellRows.of(rows, numbers);
    }
    if (Objects.isNull(example)) {
      throw new DataException("", "the example is null; remove it, or pass its values");
    }
    return fields.get(example.getClass()).of(example);
  }

  /**
   * Predicts from one row of numbers.
   *
   * @param inputs the values of the input columns, in the order of the training data without the
   *     target; 1 or 0 for yes or no
   * @return for a numeric target, its values in the unit of the data, or scores if the loss
   *     compares scores; for classes and labels, the outputs of the network, which are
   *     probabilities after softmax or sigmoid; decoded, if the loss decodes them
   * @throws dev.gradus.runtime.problem.DataException if there are more or fewer values than
   *     columns, some columns are categorical (use {@link #predict(Map)} then), or a prediction is
   *     not finite
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
   * @param outputs of the same length as the array that {@link #predict(double...)} returns;
   *     overwritten
   * @throws IllegalArgumentException if {@code outputs} has another length
   * @throws dev.gradus.runtime.problem.DataException as {@link #predict(double...)}
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
    checkFinite(outputs);
  }

  /** Names the plugin that fails, without allocating anything if none does. */
  private float[] predict(RowPasses.OneRow row, double[] prediction) {
    try {
      float[] all = row.outputs();
      decoding.restore(all, 0, outputs, prediction);
      return all;
    } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
      Optional<RuntimeException> fault = faultIn(e);
      if (fault.isPresent()) {
        throw fault.get();
      }
      throw e;
    }
  }

  /** The place of a row that is not in a table. */
  private static String nowhere(int row) {
    return "";
  }

  /** The number of predicted values of a row. */
  private int width() {
    return targets.width();
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
   * The most probable class, or the class that the thresholds of the predictor select.
   *
   * @param outputs a row that {@link #predict} returned
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
   * The labels that apply: those whose probability is at least ½, or the threshold of the
   * predictor.
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
   * The set of classes that the true one is among with the probability that the model was trained
   * for.
   *
   * @param outputs a row of what {@link #predict} returned
   * @return as {@link Prediction#classSet}
   * @throws IllegalStateException as {@link Prediction#classSet}
   */
  public List<String> setOf(double[] outputs) {
    requireNonNull(outputs, "outputs must not be null");
    return answers.setOf(outputs);
  }

  /** How sets and intervals were made; empty if the model was trained without them. */
  public Optional<Conformal> conformal() {
    return decoding.conformal();
  }

  /**
   * The predicted cells of the target columns: the class, or for each label yes or no as spelled in
   * the training data.
   *
   * @param outputs a row of what {@link #predict} returned
   * @return one string for each column of the target; empty for a numeric target
   */
  public List<String> answersOf(double[] outputs) {
    requireNonNull(outputs, "outputs must not be null");
    return answers.answersOf(outputs);
  }

  private void checkFinite(double[] numbers) {
    FinitePredictions.check(numbers, targets, RowPredictor::nowhere, 0);
  }

  /**
   * Predicts from prepared rows.
   *
   * @param inputs of the network, row by row; not modified
   * @param count the number of rows
   * @param place names a row, counted from 0, for messages
   * @param warnings earlier warnings about the rows, which the predictions will contain
   * @throws DataException naming the row, if a prediction is not finite
   */
  protected final Predictions predictions(
      float[] inputs, int count, IntFunction<String> place, Warnings warnings) {
    return naming(() -> many.predict(ManyRows.of(inputs, count, place), warnings));
  }

  /**
   * The predictions of many rows, as one object for each row.
   *
   * @param notes the notes of a row, counted from 0
   */
  protected final List<Prediction> each(
      Predictions predictions, IntFunction<List<CellNote>> notes) {
    return predictions.each(answers, notes);
  }

  /**
   * Predicts from rows of numbers, which may be category codes.
   *
   * @param count the number of rows
   * @param numbers returns the numbers of a row, counted from 0, in the order of the columns; NaN
   *     is missing
   * @param origin the name of the rows in messages
   * @return a row for each row
   */
  protected final double[][] predict(int count, IntFunction<double[]> numbers, String origin) {
    if (count == 1) {
      Prediction only = CellRows.located(0, () -> predict(CellRows.of(rows, numbers.apply(0))));
      if (!only.notes().isEmpty()) {
        CellNote.warn(List.of(only.notes()), origin, outlet);
      }
      return new double[][] {only.outputs()};
    }
    CellRows all = new CellRows(rows, 0, count, row -> CellRows.of(rows, numbers.apply(row)));
    double[][] predicted = naming(() -> many.predict(all, new Warnings(outlet)).rows());
    CellNote.warn(all.notes(), origin, outlet);
    return predicted;
  }
}
