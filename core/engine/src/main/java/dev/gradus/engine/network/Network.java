package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.runtime.network.Assembled;
import dev.gradus.runtime.network.Chain;
import dev.gradus.runtime.network.Forward;
import dev.gradus.runtime.network.NetworkException;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Layer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** A feed-forward network: a sequence of layers. */
public final class Network {

  /** The share of the largest derivative below which a unit is saturated. */
  private static final double FLAT = 0.1;

  private final int inputs;
  private final List<Block> blocks;
  private final List<String> objections;

  /**
   * Joins blocks.
   *
   * @param inputs the number of columns of the input
   * @param blocks at least one, each made for the output of the one before
   * @param objections reasons why it cannot be trained, in sentences
   */
  Network(int inputs, List<Block> blocks, List<String> objections) {
    this.inputs = inputs;
    this.blocks = List.copyOf(blocks);
    this.objections = List.copyOf(objections);
  }

  /** That of layers that were put together. */
  static Network of(Assembled assembled) {
    return new Network(
        assembled.inputs(),
        assembled.parts().stream()
            .map(part -> new Block(part.index(), part.spec(), part.layers(), false))
            .toList(),
        assembled.objections());
  }

  /** Reasons why it cannot be trained: layers that cannot learn. */
  public List<String> objections() {
    return objections;
  }

  /** The places, kinds and sizes of the layers, such as {@code 1 dense 16 tanh}. */
  public List<String> layerNames() {
    return blocks.stream().map(Block::name).toList();
  }

  /**
   * The same network, sharing all parameters, with some layers frozen: they do not change in
   * training, and compute the same as in prediction.
   *
   * @param indexes of the layers in the configuration, from 0; all others learn
   * @throws NetworkException with a sentence, if no layer is left to train, or one of them has
   *     statistics or randomness and follows a layer that is trained
   */
  public Network frozen(Set<Integer> indexes) {
    List<Block> changed =
        blocks.stream().map(block -> block.frozen(indexes.contains(block.index()))).toList();
    boolean learns = false;
    for (Block block : changed) {
      if (block.frozen() && learns && !block.isNoise() && block.changesInLearning()) {
        throw new NetworkException(
            "training.freeze: network.%s (%s) behaves differently in training and in prediction, so it can only be frozen together with all layers before it; freeze those too, or do not freeze it"
                .formatted(block.index(), PluginType.nameOf(block.spec())));
      }
      learns |= !block.frozen() && !block.parameters().isEmpty();
    }
    if (!learns && !indexes.isEmpty()) {
      throw new NetworkException(
          "training.freeze: all trainable layers are frozen, so nothing is learned; unfreeze at least one of them");
    }
    return new Network(inputs, changed, objections);
  }

  /** The places in the configuration of the layers, from 0, from the first to the last. */
  public List<Integer> indexes() {
    return blocks.stream().map(Block::index).toList();
  }

  /** What the layers that are not frozen learn, from the first to the last; shared. */
  public List<Parameter> learned() {
    return learnedByLayer().stream().flatMap(List::stream).toList();
  }

  /** The same layer by layer; nothing for a layer that is frozen. */
  public List<List<Parameter>> learnedByLayer() {
    return blocks.stream()
        .map(block -> block.frozen() ? List.<Parameter>of() : block.parameters())
        .toList();
  }

  /** The number of numbers that the layers that are not frozen learn. */
  public long learnedSize() {
    return blocks.stream().filter(block -> !block.frozen()).mapToLong(Block::size).sum();
  }

  /**
   * What each layer learns, unless it is frozen, from the first to the last; {@link #parameters},
   * layer by layer.
   */
  public List<List<Parameter>> parametersByLayer() {
    return blocks.stream().map(Block::parameters).toList();
  }

  /**
   * What each layer learns and what it measures, from the first to the last: {@link #tensors},
   * layer by layer.
   */
  public List<List<Parameter>> tensorsByLayer() {
    return blocks.stream().map(block -> block.tensors().toList()).toList();
  }

  /**
   * The slope below which hardly any gradient passes through a layer: a tenth of the steepest that
   * its activation has, as far as it has learned, or of 1 if that is less; 0 without an activation.
   */
  public double flatSlope(int layer) {
    return FLAT * Math.min(1, blocks.get(layer).steepestSlope());
  }

  /** The number of columns of the input. */
  public int inputs() {
    return inputs;
  }

  /** The number of columns of the output. */
  public int outputs() {
    return last().outputs();
  }

  /** The activation of the last layer, if it has one. */
  public Optional<Activation> outputActivation() {
    return last().activation();
  }

  /**
   * All that is learned, by frozen layers before they were frozen, from the first layer to the
   * last; the arrays are shared with the network.
   */
  public List<Parameter> parameters() {
    return blocks.stream().flatMap(block -> block.parameters().stream()).toList();
  }

  /** All tensors to save: parameters and statistics; shared. */
  public List<Parameter> tensors() {
    return blocks.stream().flatMap(Block::tensors).toList();
  }

  /** Whether it gives something else for the same inputs, while it learns. */
  public boolean isRandom() {
    return moving().anyMatch(LayerFunction::isRandom);
  }

  /** Whether, while it learns, what it gives for an example depends on the others of a batch. */
  public boolean needsWholeBatch() {
    return moving().anyMatch(LayerFunction::needsWholeBatch);
  }

  /** Whether it finds out something about its inputs while it learns that it predicts with. */
  public boolean keepsStatistics() {
    return moving().anyMatch(layer -> !layer.statistics().isEmpty());
  }

  /** The layers that are not frozen. */
  private Stream<LayerFunction> moving() {
    return Block.layersOf(blocks.stream().filter(block -> !block.frozen()).toList()).stream();
  }

  /**
   * The layer that cannot learn from batches of this size, such as {@code 2 batch-norm 16}, if
   * there is one.
   */
  public Optional<String> starvedBy(int rows) {
    return blocks.stream()
        .filter(block -> !block.frozen() && block.leastRows() > rows)
        .map(Block::name)
        .findFirst();
  }

  /** The activation of the last layer in {@code double}, with what it has learned by now. */
  public DoubleActivation outputInDouble() {
    return activationInDouble(last());
  }

  private static DoubleActivation activationInDouble(Block block) {
    List<double[]> coefficients = new ArrayList<>();
    for (Tensor each : block.coefficients()) {
      double[] wide = new double[each.columns()];
      Arrays.setAll(wide, unit -> each.values()[unit]);
      coefficients.add(wide);
    }
    return DoubleActivation.of(block.activation(), coefficients);
  }

  /**
   * What became of an entry of the configuration's list of layers.
   *
   * @param index of the entry, from 0
   * @param layer the entry
   * @param function what it computes, before its activation
   * @param activation the activation, with what it has learned by now
   */
  public record Part(int index, Layer layer, LayerFunction function, DoubleActivation activation) {

    /** Its path in the configuration, such as {@code network[1].dense}. */
    public String path() {
      return pathOf(index, layer);
    }
  }

  /** What became of each entry of the configuration that computes anything, in their order. */
  public List<Part> computing() {
    return blocks.stream()
        .map(
            block ->
                new Part(
                    block.index(), block.spec(), block.layers().get(0), activationInDouble(block)))
        .toList();
  }

  private static String pathOf(int index, Layer layer) {
    return "network[%s].%s".formatted(index, PluginType.nameOf(layer));
  }

  /** About how many multiplications a row takes on its way forward. */
  public long multiplications() {
    return layers().stream().mapToLong(LayerFunction::multiplications).sum();
  }

  /** The number of numbers that are learned. */
  public long size() {
    return blocks.stream().mapToLong(Block::size).sum();
  }

  /**
   * About how many bytes of memory it takes to learn, and to be measured in between.
   *
   * @param rows the number of rows of a batch
   */
  public long learningBytes(int rows) {
    return Pass.bytes(learning(), rows, true) + Pass.bytes(blocks, rowsAtOnce(), false);
  }

  /** About how many bytes each thread takes besides, to learn or to predict. */
  public long threadBytes() {
    return Chain.threadBytes(layers());
  }

  /**
   * The length of the longest array that it takes to learn or to predict.
   *
   * @param rows the largest number of rows of a batch
   */
  public long largestArray(int rows) {
    return blocks.stream().mapToLong(block -> block.largestArray(rows)).max().orElse(0);
  }

  /**
   * The path in the configuration of the layer that takes the longest array, such as {@code
   * network[1].dense}.
   *
   * @param rows the largest number of rows of a batch
   */
  public String largestLayer(int rows) {
    return pathOfMost(block -> block.largestArray(rows));
  }

  /**
   * The path of the layer that takes the most memory to learn, as {@link #largestLayer}.
   *
   * @param rows the number of rows of a batch
   * @param copies the number of copies of its parameters, in addition to what {@link
   *     #learningBytes} counts
   */
  public String heaviestLayer(int rows, long copies) {
    return pathOfMost(
        block -> Float.BYTES * copies * block.size() + Pass.bytes(List.of(block), rows, true));
  }

  private String pathOfMost(ToLongFunction<Block> measure) {
    Block most = blocks.get(0);
    for (Block block : blocks) {
      if (measure.applyAsLong(block) > measure.applyAsLong(most)) {
        most = block;
      }
    }
    return pathOf(most.index(), most.spec());
  }

  /** A number of rows that goes through the network at once in little memory. */
  public int rowsAtOnce() {
    return Forward.rowsAtOnce(layers());
  }

  /**
   * Memory for ways forward through this network with the weights that it has now, used by one
   * thread; when it has learned, a new one is needed.
   *
   * @param rows the largest number of rows of a batch
   */
  public Pass newPass(int rows) {
    return newPass(rows, Team.alone());
  }

  /**
   * Memory for ways forward through this network with the weights that it has now, which a team
   * goes together; when it has learned, a new one is needed.
   *
   * @param rows the largest number of rows of a batch
   * @param team used by the thread that owns it
   */
  public Pass newPass(int rows, Team team) {
    return new Pass(blocks, rows, team, false);
  }

  /**
   * Memory for ways forward and backward through this network that a team goes together.
   *
   * @param rows the largest number of rows of a batch
   * @param team used by the thread that owns it
   */
  public Pass newLearningPass(int rows, Team team) {
    return new Pass(learning(), rows, team, true);
  }

  /** Without frozen noise, which leaves numbers as they are. */
  private List<Block> learning() {
    return blocks.stream().filter(block -> !(block.frozen() && block.isNoise())).toList();
  }

  /** Whether what is random in it is mere noise, which {@link #newSteadyPass} leaves out. */
  public boolean isSteady() {
    return withoutNoise().stream()
        .filter(block -> !block.frozen())
        .flatMap(block -> block.layers().stream())
        .noneMatch(LayerFunction::isRandom);
  }

  /**
   * Memory for ways forward and backward by one thread, without the noise of layers that leave
   * numbers as they are when the network predicts, such as dropout. Its gradients are those of
   * {@link #learned}.
   *
   * @param rows the largest number of rows of a batch
   */
  public Pass newSteadyPass(int rows) {
    return new Pass(withoutNoise(), rows, Team.alone(), true);
  }

  private List<Block> withoutNoise() {
    return blocks.stream().filter(block -> !block.isNoise()).toList();
  }

  /**
   * Computes the outputs for any number of rows, by the thread that asks for them.
   *
   * @param inputs [n, inputs]; not modified
   * @param outputs [n, outputs]; overwritten
   */
  public void predict(Matrix inputs, Matrix outputs) {
    int chunk = Math.max(1, Math.min(rowsAtOnce(), inputs.rows()));
    Pass pass = newPass(chunk);
    for (int from = 0; from < inputs.rows(); from += chunk) {
      Matrix rows = inputs.copyOfRows(from, Math.min(from + chunk, inputs.rows()));
      Matrix part = pass.outputs(rows);
      System.arraycopy(part.values(), 0, outputs.values(), from * outputs.columns(), part.size());
    }
  }

  /** The layers, activations among them, from the first to the last. */
  public List<LayerFunction> layers() {
    return Block.layersOf(blocks);
  }

  private Block last() {
    return blocks.get(blocks.size() - 1);
  }
}
