package dev.gradus.engine.baseline;

import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.data.InputColumns;
import dev.gradus.engine.data.Preparation;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.loss.LossGuard;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Target;
import dev.gradus.spi.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A linear model of the prepared inputs of a network: a network of one layer {@code dense}, with
 * softmax for classes, a sigmoid for a single one and for labels, and no activation for numbers.
 *
 * <p>It does not change any more, and may be used by several threads.
 */
public final class LinearModel {

  /** What the names of its tensors begin with in a file. */
  public static final String PREFIX = "linear.";

  /** The name of the tensor of weights, [inputs, outputs]. */
  public static final String WEIGHT = PREFIX + "weight";

  /** The name of the tensor of biases, [outputs]. */
  public static final String BIAS = PREFIX + "bias";

  private final LinearInputs seen;
  private final Network network;
  private final LossGuard guard;

  private LinearModel(LinearInputs seen, Network network, LossGuard guard) {
    this.seen = seen;
    this.network = network;
    this.guard = guard;
  }

  /** The number of inputs of a linear model: every category of a code is one. */
  public static int widthOf(Preparation preparation) {
    return new LinearInputs(preparation.inputColumns()).width();
  }

  /**
   * One whose weights are all 0, to be filled.
   *
   * @return empty if the layer or the activation is not here
   */
  public static Optional<LinearModel> blank(NetworkBuilder networks, Preparation preparation) {
    Catalogue catalogue = networks.catalogue();
    Target target = preparation.target();
    LinearInputs seen = new LinearInputs(preparation.inputColumns());
    return layer(catalogue, target.kind())
        .map(layer -> networks.blank(List.of(layer), InputColumns.numbers(seen.width()), target, 1))
        .map(
            network ->
                new LinearModel(
                    seen, network, new LossGuard(catalogue, new TrainingSpec(), network, target)));
  }

  private static Optional<Layer> layer(Catalogue catalogue, Target.Kind kind) {
    Optional<PluginType> dense = catalogue.find(PluginKind.LAYER, "dense");
    if (kind == Target.Kind.NUMERIC) {
      return dense.map(type -> (Layer) type.create(Map.of()));
    }
    Optional<Activation> activation =
        catalogue
            .find(PluginKind.ACTIVATION, kind == Target.Kind.CLASSES ? "softmax" : "sigmoid")
            .map(type -> (Activation) type.create(Map.of()));
    return activation.isEmpty()
        ? Optional.empty()
        : dense.map(type -> (Layer) type.create(Map.of("activation", activation)));
  }

  /** It, as a network of {@link #inputs}. */
  public Network network() {
    return network;
  }

  /** What fits losses to it. */
  public LossGuard guard() {
    return guard;
  }

  /** The weights, [inputs, outputs]; not to be modified, but by who has made it. */
  public Matrix weights() {
    return tensor(Tensor.Role.WEIGHT);
  }

  /** The biases, [1, outputs]; not to be modified, but by who has made it. */
  public Matrix biases() {
    return tensor(Tensor.Role.BIAS);
  }

  private Matrix tensor(Tensor.Role role) {
    return network.parameters().stream()
        .filter(parameter -> parameter.role() == role)
        .map(Parameter::matrix)
        .findFirst()
        .orElseThrow();
  }

  /** What its file holds, by the names that they have there; shared. */
  public List<Parameter> tensors() {
    return List.of(
        new Parameter(WEIGHT, Tensor.Role.WEIGHT, weights()),
        new Parameter(BIAS, Tensor.Role.BIAS, biases()));
  }

  /** Inputs of the network, as the linear model sees them; a copy, or the same. */
  public Matrix inputs(Matrix inputs) {
    return seen.of(inputs);
  }
}
