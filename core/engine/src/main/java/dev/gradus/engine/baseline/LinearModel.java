package dev.gradus.engine.baseline;

import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.linear.MatrixRows;
import dev.gradus.engine.loss.LossGuard;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.runtime.column.InputColumns;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.file.NetworkTensors;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Target;
import dev.gradus.spi.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A linear model of the prepared inputs of a network: its weights, and a network of one layer
 * {@code dense} that computes it, with softmax for classes, a sigmoid for a single one and for
 * labels, and no activation for numbers.
 *
 * <p>Immutable; may be used by several threads.
 */
public final class LinearModel {

  /** The prefix of the names of its tensors in a file. */
  public static final String PREFIX = NetworkTensors.OF_LINEAR;

  /** The name of the tensor of weights, [inputs, outputs]. */
  public static final String WEIGHT = PREFIX + "weight";

  /** The name of the tensor of biases, [outputs]. */
  public static final String BIAS = PREFIX + "bias";

  private static final String DENSE = "dense";

  private final UnaryOperator<MatrixRows> seen;
  private final Matrix weights;
  private final Matrix biases;
  private final List<String> missing;
  private final Optional<Computing> computing;

  /**
   * The network that computes it.
   *
   * @param network with {@link #inputs} inputs
   * @param guard fits losses to that network
   */
  public record Computing(Network network, LossGuard guard) {}

  /**
   * A model with given weights.
   *
   * @param networks builds the network that computes it
   * @param preparation of its examples
   * @param weights [inputs, outputs]; shared, must no longer be modified
   * @param biases [1, outputs]; shared, must no longer be modified
   */
  public LinearModel(
      NetworkBuilder networks, Preparation preparation, Matrix weights, Matrix biases) {
    this(
        networks,
        preparation.target(),
        new LinearInputs(preparation.inputColumns())::of,
        weights,
        biases);
  }

  private LinearModel(
      NetworkBuilder networks,
      Target target,
      UnaryOperator<MatrixRows> seen,
      Matrix weights,
      Matrix biases) {
    this.seen = seen;
    this.weights = weights;
    this.biases = biases;
    missing = missing(networks.catalogue(), target);
    computing = missing.isEmpty() ? Optional.of(computing(networks, target)) : Optional.empty();
  }

  /**
   * A model that predicts the same for every example, whatever its inputs: the mean of the targets,
   * or the frequencies of the classes or labels.
   *
   * @param networks builds the network that computes it
   * @param target of the examples
   * @param targets of the training examples, one row each; not modified
   */
  public static LinearModel constant(NetworkBuilder networks, Target target, MatrixRows targets) {
    Matrix biases = Matrix.zeros(1, targets.columns());
    for (int k = 0; k < targets.columns(); k++) {
      double sum = 0;
      for (int i = 0; i < targets.rows(); i++) {
        sum += targets.at(i, k);
      }
      biases.values()[k] = (float) beforeActivation(target.kind(), sum, targets.rows());
    }
    return new LinearModel(
        networks,
        target,
        inputs -> Matrix.zeros(inputs.rows(), 1),
        Matrix.zeros(1, targets.columns()),
        biases);
  }

  /** Half an example more of each kind keeps the logarithms finite. */
  private static double beforeActivation(Target.Kind kind, double sum, int rows) {
    return switch (kind) {
      case NUMERIC -> sum / rows;
      case CLASSES -> StrictMath.log(sum + 0.5);
      case BINARY, LABELS -> StrictMath.log((sum + 0.5) / (rows - sum + 0.5));
    };
  }

  private Computing computing(NetworkBuilder networks, Target target) {
    Catalogue catalogue = networks.catalogue();
    Layer layer = layer(catalogue, target.kind());
    Network network = networks.blank(List.of(layer), InputColumns.numbers(weights.rows()), target);
    for (Parameter parameter : network.parameters()) {
      Matrix from = parameter.role() == Tensor.Role.BIAS ? biases : weights;
      System.arraycopy(from.values(), 0, parameter.matrix().values(), 0, from.size());
    }
    return new Computing(network, new LossGuard(catalogue, new TrainingSpec(), network, target));
  }

  private static Layer layer(Catalogue catalogue, Target.Kind kind) {
    Map<String, Object> options =
        activation(kind)
            .flatMap(name -> catalogue.find(PluginKind.ACTIVATION, name))
            .map(type -> (Activation) type.create(Map.of()))
            .map(activation -> Map.<String, Object>of("activation", Optional.of(activation)))
            .orElse(Map.of());
    return (Layer) catalogue.find(PluginKind.LAYER, DENSE).orElseThrow().create(options);
  }

  /** The number of inputs of a linear model: every category of a code is an input. */
  public static int widthOf(Preparation preparation) {
    return new LinearInputs(preparation.inputColumns()).width();
  }

  private static Optional<String> activation(Target.Kind kind) {
    return switch (kind) {
      case NUMERIC -> Optional.empty();
      case CLASSES -> Optional.of("softmax");
      case BINARY, LABELS -> Optional.of("sigmoid");
    };
  }

  /** The names of required plugins that are not installed. */
  public static List<String> missing(Catalogue catalogue, Target target) {
    List<String> missing = new ArrayList<>();
    if (catalogue.find(PluginKind.LAYER, DENSE).isEmpty()) {
      missing.add(DENSE);
    }
    activation(target.kind())
        .filter(name -> catalogue.find(PluginKind.ACTIVATION, name).isEmpty())
        .ifPresent(missing::add);
    return missing;
  }

  /** Warns that it cannot be evaluated, if plugins are missing. */
  public void warnOfMissing(Consumer<Warning> warnings) {
    if (!missing.isEmpty()) {
      warnings.accept(
          Warning.of(
              "the linear baseline is not evaluated, because it needs plugins that are not installed: %s"
                  .formatted(String.join(", ", missing))));
    }
  }

  /** The network that computes it; empty if plugins are {@link #missing}. */
  public Optional<Computing> computing() {
    return computing;
  }

  /** The weights, [inputs, outputs]; must not be modified. */
  public Matrix weights() {
    return weights;
  }

  /** The biases, [1, outputs]; must not be modified. */
  public Matrix biases() {
    return biases;
  }

  /** The tensors in its file, by name; shared. */
  public List<Parameter> tensors() {
    return List.of(
        new Parameter(WEIGHT, Tensor.Role.WEIGHT, weights),
        new Parameter(BIAS, Tensor.Role.BIAS, biases));
  }

  /** Converts network inputs to inputs of the linear model; a copy, or the same object. */
  public MatrixRows inputs(MatrixRows inputs) {
    return seen.apply(inputs);
  }
}
