package dev.gradus.engine.model;

import dev.gradus.engine.data.ClassTarget;
import dev.gradus.engine.data.DataException;
import dev.gradus.engine.data.Label;
import dev.gradus.engine.data.LabelTarget;
import dev.gradus.engine.data.Preparation;
import dev.gradus.engine.data.Table;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Pass;
import dev.gradus.engine.problem.Problem;
import dev.gradus.engine.problem.Warning;
import dev.gradus.engine.problem.Warnings;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/**
 * Predicts from raw values, which it prepares as those of the training data were.
 *
 * <p>It can be shared by any number of threads.
 */
public final class Predictor {

  /** The number of threads that find everything as they left it. */
  private static final int PLACES = 64;

  /** The distance of two places, which keeps them out of each other's cache line. */
  private static final int APART = 16;

  private final Preparation preparation;
  private final Network network;
  private final Consumer<Warning> outlet;

  /**
   * What threads need to predict, each at the place of its number. Two threads at one place, which
   * is rare, cost one of them a new one.
   */
  private final AtomicReferenceArray<OneRow> places = new AtomicReferenceArray<>(PLACES * APART);

  Predictor(Preparation preparation, Network network, Consumer<Warning> outlet) {
    this.preparation = preparation;
    this.network = network;
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
   * @return for a numeric target, its values in the unit of the data; for classes and labels, the
   *     outputs of the network, which are probabilities after softmax or sigmoid
   * @throws dev.gradus.engine.data.DataException if there are more or fewer values than columns,
   *     some columns are categorical: use {@link #predict(Table)} then, or the prediction is not
   *     finite
   */
  public double[] predict(double... inputs) {
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
   */
  public void predict(double[] inputs, double[] outputs) {
    if (outputs.length != width()) {
      throw new IllegalArgumentException(
          "an array of %s cannot hold the %s outputs of the model"
              .formatted(outputs.length, width()));
    }
    int place = (int) (Thread.currentThread().getId() % PLACES) * APART;
    OneRow idle = places.getAndSet(place, null);
    OneRow row = idle == null ? new OneRow(network) : idle;
    preparation.inputs(inputs, row.input.values());
    preparation.targets().restore(row.pass.outputs(row.input).values(), 0, outputs);
    places.set(place, row);
    checkFinite(outputs, "the row");
  }

  /**
   * Predicts from the rows of a table.
   *
   * @param table with the input columns, in any order; others are ignored
   * @return one row per row, as {@link #predict(double...)} returns them
   * @throws dev.gradus.engine.data.DataException if a column is missing or not what it was, or a
   *     prediction is not finite, with its line
   */
  public double[][] predict(Table table) {
    Matrix inputs = preparation.inputs(table, new Warnings(outlet));
    Matrix outputs = Matrix.zeros(inputs.rows(), network.outputs());
    network.predict(inputs, outputs);
    double[][] rows = new double[outputs.rows()][width()];
    for (int i = 0; i < rows.length; i++) {
      preparation.targets().restore(outputs.values(), i * outputs.columns(), rows[i]);
      if (!isFinite(rows[i])) {
        checkFinite(rows[i], "line " + table.lineOf(i));
      }
    }
    return rows;
  }

  private static boolean isFinite(double[] prediction) {
    for (double value : prediction) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private static void checkFinite(double[] prediction, String place) {
    if (!isFinite(prediction)) {
      throw new DataException(
          Problem.of(
              "%s: the model gives %s, which is no finite number; the inputs there are too large for its weights, so correct or leave out that row"
                  .formatted(place, Arrays.toString(prediction))));
    }
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

    OneRow(Network network) {
      pass = network.newPass(1);
      input = Matrix.zeros(1, network.inputs());
    }
  }
}
