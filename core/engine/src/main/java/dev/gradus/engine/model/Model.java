package dev.gradus.engine.model;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.data.Column;
import dev.gradus.engine.data.Label;
import dev.gradus.engine.data.LabelTarget;
import dev.gradus.engine.data.Lines;
import dev.gradus.engine.data.NumericTarget;
import dev.gradus.engine.data.Preparation;
import dev.gradus.engine.data.Table;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.problem.Warning;
import dev.gradus.engine.problem.Warnings;
import dev.gradus.engine.training.Evaluator;
import dev.gradus.spi.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A trained network, with what it needs to be used on raw data.
 *
 * <p>It does not change any more, and may be used by several threads.
 */
public final class Model {

  private final Configuration configuration;
  private final Preparation preparation;
  private final Network network;
  private final Evaluator evaluator;
  private final Consumer<Warning> outlet;

  /**
   * Puts a model together; for the engine.
   *
   * @param configuration what made it
   * @param preparation how its columns become numbers, as learned on the training part
   * @param network made for that preparation; not to be modified any more
   * @param evaluator what measures it
   * @param outlet is given what users of the model must know, such as unknown categories
   */
  public Model(
      Configuration configuration,
      Preparation preparation,
      Network network,
      Evaluator evaluator,
      Consumer<Warning> outlet) {
    this.configuration = configuration;
    this.preparation = preparation;
    this.network = network;
    this.evaluator = evaluator;
    this.outlet = outlet;
  }

  /** What made it: network, loss, optimizer and the rest. */
  public Configuration configuration() {
    return configuration;
  }

  /** How raw columns become the numbers that the network sees. */
  public Preparation preparation() {
    return preparation;
  }

  /** What it predicts. */
  public Target target() {
    return preparation.target();
  }

  /** The number of numbers that it has learned. */
  public long parameters() {
    return network.size();
  }

  /** The network itself, for the engine; not to be modified. */
  public Network network() {
    return network;
  }

  /** Something that predicts with this model; it can be shared by threads. */
  public Predictor predictor() {
    return new Predictor(preparation, network, outlet);
  }

  /**
   * Measures the model on data that have its columns, the target included.
   *
   * <p>Every example counts the same: weights of examples and classes belong to training. The loss
   * of a numeric target that is scaled is in the unit that the network sees, as in training, and
   * metrics are in the unit of the data. The number of a metric that fails is NaN, with a warning.
   *
   * @return the loss, and the metrics of its configuration, by name
   * @throws dev.gradus.engine.data.DataException if a column is missing or not what it was, or a
   *     prediction is not finite, with its line
   */
  public Map<String, Double> evaluate(Table table) {
    Warnings warnings = new Warnings(outlet);
    return evaluator.evaluate(
        network,
        configuration,
        preparation,
        preparation.examples(table, warnings),
        Lines.of(table, IntStream.range(0, table.rows()).toArray()),
        warnings);
  }

  /**
   * Which classes are taken for which, on data that have the columns of the model, the target
   * included.
   *
   * @return empty if the target is numeric, or labels
   * @throws dev.gradus.engine.data.DataException if a column is missing or not what it was
   */
  public Optional<ClassReport> classReport(Table table) {
    Predictor predictor = predictor();
    List<String> classes = predictor.classes();
    if (classes.isEmpty()) {
      return Optional.empty();
    }
    // Refuses a class that was not learned.
    preparation.targets(table);
    Column target = table.column(preparation.targets().names().get(0));
    double[][] outputs = predictor.predict(table);
    int[] truths = new int[outputs.length];
    int[] answers = new int[outputs.length];
    for (int i = 0; i < outputs.length; i++) {
      truths[i] = classes.indexOf(target.text(i));
      answers[i] = classes.indexOf(predictor.classOf(outputs[i]));
    }
    return Optional.of(ClassReport.of(classes, truths, answers));
  }

  /**
   * How well each label is recognised, on data that have the columns of the model, the target
   * included.
   *
   * @return empty if the target is not labels
   * @throws dev.gradus.engine.data.DataException if a column is missing or not what it was
   */
  public Optional<LabelReport> labelReport(Table table) {
    if (!(preparation.targets() instanceof LabelTarget target)) {
      return Optional.empty();
    }
    Matrix truths = preparation.targets(table);
    double[][] outputs = predictor().predict(table);
    double[][] rows = new double[outputs.length][target.width()];
    boolean[][] answers = new boolean[outputs.length][target.width()];
    for (int i = 0; i < outputs.length; i++) {
      for (int k = 0; k < target.width(); k++) {
        rows[i][k] = truths.get(i, k);
        answers[i][k] = outputs[i][k] >= Label.THRESHOLD;
      }
    }
    return Optional.of(LabelReport.of(target.names(), rows, answers));
  }

  /**
   * How far each numeric target is expected to lie from its prediction, where the loss has the
   * network say so, as gaussian-nll with predict-variance does.
   *
   * @return a row for each row, a standard deviation in the unit of the data for each target, to
   *     first order where the network sees a logarithm; empty if the network does not say it, or
   *     the target is not numeric
   * @throws dev.gradus.engine.data.DataException if a column is missing or not what it was
   */
  public Optional<double[][]> deviations(Table table) {
    int targets = preparation.targets().width();
    if (network.outputs() == targets || !(preparation.targets() instanceof NumericTarget numeric)) {
      return Optional.empty();
    }
    Matrix inputs = preparation.inputs(table, warning -> {});
    Matrix outputs = Matrix.zeros(inputs.rows(), network.outputs());
    network.predict(inputs, outputs);
    double[][] deviations = new double[inputs.rows()][targets];
    double[] row = new double[network.outputs()];
    for (int i = 0; i < deviations.length; i++) {
      for (int k = 0; k < row.length; k++) {
        row[k] = outputs.get(i, k);
      }
      for (int k = 0; k < targets; k++) {
        deviations[i][k] = configuration.loss().deviation(row, k) * slope(numeric, k, row[k]);
      }
    }
    return Optional.of(deviations);
  }

  /** How much of the data a small step of what the network gives is. */
  private static double slope(NumericTarget target, int column, double seen) {
    List<Target.Scale> scales = target.target().scales();
    return scales.isEmpty() ? 1 : scales.get(column).slope(seen);
  }
}
