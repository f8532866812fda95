package dev.gradus.engine.model;

import dev.gradus.engine.baseline.LinearModel;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.data.Examples;
import dev.gradus.engine.data.Label;
import dev.gradus.engine.data.LabelTarget;
import dev.gradus.engine.data.Preparation;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.loss.Decoding;
import dev.gradus.engine.loss.LossGuard;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.problem.Warning;
import dev.gradus.engine.problem.Warnings;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.training.Evaluator;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.ExperimentBuilder;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;

/**
 * A trained network, with what it needs to be used on raw data.
 *
 * <p>It does not change any more, and may be used by several threads.
 */
public final class Model {

  private final Configuration configuration;
  private final Preparation preparation;
  private final Network network;
  private final LossGuard guard;
  private final Consumer<Warning> outlet;
  private final Optional<String> source;
  private final Optional<LinearModel> linear;
  private final Optional<String> bits;

  /**
   * The model that an experiment has trained just now; for the engine.
   *
   * @param outlet is given what users of the model must know, such as unknown categories
   */
  public Model(Experiment experiment, Consumer<Warning> outlet) {
    this(experiment, outlet, Optional.empty());
  }

  /**
   * The same, with the linear model that was fitted beside.
   *
   * @param linear of the same inputs and examples
   */
  public Model(Experiment experiment, Consumer<Warning> outlet, Optional<LinearModel> linear) {
    this(
        experiment.configuration(),
        experiment.preparation(),
        experiment.network(),
        experiment.guard(),
        outlet,
        experiment.configuration().data().flatMap(DataSpec::source).flatMap(KeptSource::textOf),
        Optional.of(Bits.of(experiment.configuration())),
        linear);
  }

  /**
   * Puts a model together that comes from a file.
   *
   * @param network not to be modified any more
   * @param guard fits losses to that network
   * @param source what the file says of the data source that it was trained from
   * @param bits what the file says of them
   * @param linear what the file holds of a linear model; not to be modified any more
   */
  Model(
      Configuration configuration,
      Preparation preparation,
      Network network,
      LossGuard guard,
      Consumer<Warning> outlet,
      Optional<String> source,
      Optional<String> bits,
      Optional<LinearModel> linear) {
    this.linear = linear;
    this.source = source;
    this.bits = bits;
    this.configuration = configuration;
    this.preparation = preparation;
    this.network = network;
    this.guard = guard;
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

  /** What its file says of the data source that it was trained from. */
  Optional<String> source() {
    return source;
  }

  /**
   * Whether training it again gives the same bits on every machine: {@code everywhere}, or {@code
   * of this machine: } and the plugins that are not marked as {@link dev.gradus.spi.SameBits}.
   *
   * @return empty if the version of Gradus that wrote its file did not say
   */
  public Optional<String> bits() {
    return bits;
  }

  /** What it predicts. */
  public Target target() {
    return preparation.target();
  }

  /** The number of numbers that it has learned. */
  public long parameters() {
    return network.size();
  }

  /**
   * What the layers have learned and measured, as matrices of EJML.
   *
   * @return for each layer of the configuration, in its order, its tensors by their names: those of
   *     {@code dense} are {@code weight} [inputs, units] and {@code bias} [1, units]; those of a
   *     layer within another begin with its place, as {@code layers.0.weight}; empty for a layer
   *     that has none. Copies, so changing them changes no prediction
   */
  public List<Map<String, FMatrixRMaj>> weights() {
    List<Map<String, FMatrixRMaj>> weights = new ArrayList<>();
    for (List<Parameter> layer : network.tensorsByLayer()) {
      String before = "layers." + weights.size() + ".";
      Map<String, FMatrixRMaj> byName = new LinkedHashMap<>();
      layer.forEach(
          tensor -> byName.put(tensor.name().substring(before.length()), tensor.matrix().copy()));
      weights.add(Collections.unmodifiableMap(byName));
    }
    return List.copyOf(weights);
  }

  /** The network itself, for the engine; not to be modified. */
  public Network network() {
    return network;
  }

  /** The linear model that was fitted to the same examples, if one was. */
  Optional<LinearModel> linear() {
    return linear;
  }

  /** Something that predicts with this model; it can be shared by threads. */
  public Predictor predictor() {
    Decoding decoding = Decoding.of(configuration.loss(), guard, preparation.targets());
    return new Predictor(preparation, network, decoding, configuration, outlet);
  }

  /**
   * Measures the model on data that have its columns, the target included. Rows without a value in
   * the target, or in a column that the loss or a metric sees beside it, are left out, and so are
   * those in which an input is missing, if the model was trained without such rows ({@code missing:
   * drop}).
   *
   * <p>Every example counts the same: weights of examples and classes belong to training. The loss
   * of a numeric target that is scaled is in the unit that the network sees, as in training, and
   * metrics are in the unit of the data. The number of a metric that fails is NaN, with a warning.
   *
   * @throws dev.gradus.engine.problem.DataException if a column is missing or not what it was, no
   *     row has a target, or a prediction is not finite
   */
  public Evaluation evaluation(Table table) {
    Warnings warnings = new Warnings(outlet);
    boolean dropped =
        configuration.data().filter(data -> data.missing() == DataSpec.Missing.DROP).isPresent();
    List<String> aside =
        configuration.auxiliaryColumns().stream()
            .map(column -> table.nameOf(column.name()))
            .toList();
    int[] rows = preparation.measurable(table, aside, dropped, warnings);
    Examples examples =
        preparation
            .examples(table, rows, warnings)
            .with(ExperimentBuilder.auxiliary(configuration, table, rows));
    preparation.warnOfFilled(table, rows, warnings);
    Predictions predictions =
        predictor().predictions(examples.inputs(), i -> table.placeOf(rows[i]), warnings);
    double[][] outputs = predictions.rows();
    Map<String, Double> metrics =
        Evaluator.evaluate(
            network,
            configuration,
            preparation,
            guard,
            examples,
            outputs,
            quantiles(predictions),
            warnings);
    return new Evaluation(
        metrics,
        linear
            .map(model -> Evaluator.evaluate(model, network, configuration, preparation, examples))
            .orElse(Map.of()),
        rows.length,
        table.rows() - rows.length,
        classReport(outputs, examples.targets()),
        labelReport(outputs, examples.targets()),
        warnings.list());
  }

  /** Those of each example one behind the other, level by level. */
  private static double[][] quantiles(Predictions predictions) {
    Collection<double[][]> levels = predictions.quantiles().values();
    return IntStream.range(0, levels.isEmpty() ? 0 : predictions.rows().length)
        .mapToObj(
            row -> levels.stream().flatMapToDouble(level -> Arrays.stream(level[row])).toArray())
        .toArray(double[][]::new);
  }

  /**
   * The loss and the metrics of {@link #evaluation}, by name.
   *
   * @throws dev.gradus.engine.problem.DataException likewise
   */
  public Map<String, Double> evaluate(Table table) {
    return evaluation(table).metrics();
  }

  /**
   * Which classes are taken for which, as {@link #evaluation} says it.
   *
   * @return empty if the target is numeric, or labels
   * @throws dev.gradus.engine.problem.DataException likewise
   */
  public Optional<ClassReport> classReport(Table table) {
    return evaluation(table).classes();
  }

  /**
   * How well each label is recognised, as {@link #evaluation} says it.
   *
   * @return empty if the target is not labels
   * @throws dev.gradus.engine.problem.DataException likewise
   */
  public Optional<LabelReport> labelReport(Table table) {
    return evaluation(table).labels();
  }

  private Optional<ClassReport> classReport(double[][] outputs, Matrix targets) {
    Predictor predictor = predictor();
    List<String> classes = predictor.classes();
    if (classes.isEmpty()) {
      return Optional.empty();
    }
    int[] truths = new int[outputs.length];
    int[] answers = new int[outputs.length];
    double[] target = new double[targets.columns()];
    for (int i = 0; i < outputs.length; i++) {
      preparation.targets().restore(targets.values(), i * targets.columns(), target);
      truths[i] = classes.indexOf(predictor.classOf(target));
      answers[i] = classes.indexOf(predictor.classOf(outputs[i]));
    }
    return Optional.of(ClassReport.of(classes, truths, answers));
  }

  private Optional<LabelReport> labelReport(double[][] outputs, Matrix targets) {
    if (!(preparation.targets() instanceof LabelTarget target)) {
      return Optional.empty();
    }
    double[][] truths = new double[outputs.length][target.width()];
    boolean[][] answers = new boolean[outputs.length][target.width()];
    for (int i = 0; i < outputs.length; i++) {
      for (int k = 0; k < target.width(); k++) {
        truths[i][k] = targets.get(i, k);
        answers[i][k] = outputs[i][k] >= Label.THRESHOLD;
      }
    }
    return Optional.of(LabelReport.of(target.names(), truths, answers));
  }

  /**
   * How far each numeric target is expected to lie from its prediction; see {@link
   * Predictions#deviations}.
   *
   * @throws dev.gradus.engine.problem.DataException if a column is missing or not what it was
   */
  public Optional<double[][]> deviations(Table table) {
    return predictor().predictions(table).deviations();
  }
}
