package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.runtime.network.ActivationLayer;
import dev.gradus.runtime.network.EachMember;
import dev.gradus.spi.Activation;
import dev.gradus.spi.EnsembleLayer;
import dev.gradus.spi.Layer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The layers made from one entry of the configuration's list: a layer, followed by its activation,
 * if it has one, and at the end of an ensemble by the mean of the members.
 *
 * @param index of the entry, from 0
 * @param spec the entry
 * @param layers at least one
 * @param hasMean whether the last layer is the mean of the members of an ensemble
 * @param frozen whether it does not change in training, and computes the same as in prediction
 */
record Block(int index, Layer spec, List<LayerFunction> layers, boolean hasMean, boolean frozen) {

  Block {
    layers = List.copyOf(layers);
  }

  /** The same, frozen or not. */
  Block frozen(boolean stays) {
    return new Block(index, spec, layers, hasMean, stays);
  }

  /** The same without the mean of the members, each of which has a loss of its own in training. */
  Block withoutMean() {
    return new Block(index, spec, layers.subList(0, ownLayers()), false, frozen);
  }

  /**
   * Applies the same layers to one row for each member of an ensemble. These rows lie one after
   * another. It shares all tensors.
   *
   * @param count the number of members
   */
  Block ofMembers(int count) {
    List<LayerFunction> each = layers.stream().map(layer -> ofMembers(layer, count)).toList();
    return new Block(index, spec, each, hasMean, frozen);
  }

  private LayerFunction ofMembers(LayerFunction layer, int count) {
    if (layer instanceof ActivationLayer f) {
      return f.ofMembers(count);
    }
    return spec instanceof EnsembleLayer ensemble
        ? ensemble.ofOwnRows(layer)
        : new EachMember(layer, count);
  }

  /** The number of layers without the mean of the members, so up to the activation. */
  int ownLayers() {
    return layers.size() - (hasMean ? 1 : 0);
  }

  /** The number of layers that lead to its pre-activations. */
  int layersToPreActivations() {
    return ownLayers() - (activation().isPresent() ? 1 : 0);
  }

  static List<LayerFunction> layersOf(List<Block> blocks) {
    return blocks.stream().flatMap(block -> block.layers.stream()).toList();
  }

  /** Such as {@code 1 dense 16 tanh}, or {@code 1 dense 32x16 tanh} for 32 members. */
  String name() {
    return "%s %s %s%s"
        .formatted(
            index + 1,
            PluginType.nameOf(spec),
            size(layers.get(0)),
            activation().map(f -> " " + PluginType.nameOf(f)).orElse(""));
  }

  private static String size(LayerFunction layer) {
    return layer instanceof EachMember members
        ? members.count() + "x" + members.member().output().columns()
        : String.valueOf(layer.output().columns());
  }

  /** The length of the longest array that it allocates for this number of rows. */
  long largestArray(int rows) {
    return layers.stream().mapToLong(layer -> layer.largestArray(rows)).max().orElse(0);
  }

  /** The number of its trainable values. */
  long size() {
    return layers.stream()
        .flatMap(layer -> layer.parameters().stream())
        .mapToLong(Tensor::size)
        .sum();
  }

  int outputs() {
    return layers.get(layers.size() - 1).output().columns();
  }

  Optional<Activation> activation() {
    return activationLayer().map(ActivationLayer::activation);
  }

  private Optional<ActivationLayer> activationLayer() {
    return layers.get(ownLayers() - 1) instanceof ActivationLayer layer
        ? Optional.of(layer)
        : Optional.empty();
  }

  /** Its trainable parameters. */
  List<Parameter> parameters() {
    return layers.stream()
        .flatMap(layer -> layer.parameters().stream())
        .map(Parameter::of)
        .toList();
  }

  /** Its trainable parameters and its statistics. */
  Stream<Parameter> tensors() {
    return Stream.concat(
        parameters().stream(),
        layers.stream().flatMap(layer -> layer.statistics().stream()).map(Parameter::of));
  }

  /** The trainable parameters of the activation; most have none. */
  List<Tensor> coefficients() {
    return activationLayer().map(ActivationLayer::parameters).orElse(List.of());
  }

  /** Whether it is random in training, and does nothing in prediction. */
  boolean isNoise() {
    return layers.stream().allMatch(layer -> layer.isRandom() && layer.isIdentity());
  }

  /** Whether it behaves differently in training and in prediction. */
  boolean changesInLearning() {
    return layers.stream()
        .anyMatch(layer -> layer.isRandom() || layer.needsWholeBatch() || keepsStatistics(layer));
  }

  /** Whether its initial values depend on the training data. */
  boolean initializesFromData() {
    return layers.get(0).initializesFromData();
  }

  /** Whether a layer has values that change in training, but not by gradient descent. */
  static boolean keepsStatistics(LayerFunction layer) {
    return layer.statistics().stream().anyMatch(each -> each.role() != Tensor.Role.FIXED);
  }

  int leastRows() {
    return layers.stream().mapToInt(LayerFunction::leastRows).max().orElse(1);
  }

  /** The steepest slope of the activation; 0 without one. */
  double steepestSlope() {
    return activationLayer()
        .map(layer -> ActivationSlopes.steepest(layer.activation(), layer.parameters()))
        .orElse(0.0);
  }

  /** dy/dz of each unit by its own z; 1 without an activation. Allocates. */
  Matrix slopes(Matrix z, Matrix y) {
    return activationLayer()
        .map(layer -> ActivationSlopes.of(layer, z, y))
        .orElseGet(
            () -> {
              Matrix ones = Matrix.zeros(z.rows(), z.columns());
              Arrays.fill(ones.values(), 1);
              return ones;
            });
  }
}
