package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.linear.MatrixRows;
import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.runtime.network.Assembled;
import dev.gradus.runtime.network.Chain;
import dev.gradus.runtime.network.Forward;
import dev.gradus.runtime.network.NetworkException;
import dev.gradus.spi.Activation;
import dev.gradus.spi.EnsembleLayer;
import dev.gradus.spi.Layer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerSite;
import dev.gradus.spi.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** A feed-forward network: a sequence of layers. */
public final class Network {

  /** The share of the largest derivative below which a unit is saturated. */
  private static final double FLAT = 0.1;

  private final int inputs;
  private final List<Block> blocks;
  private final List<String> objections;
  private final int members;

  /**
   * Joins blocks.
   *
   * @param inputs the number of input columns
   * @param blocks at least one, each built for the output shape of the one before
   * @param objections reasons why the network cannot be trained, in sentences
   * @param members the number of members of an ensemble; 1 without one
   */
  Network(int inputs, List<Block> blocks, List<String> objections, int members) {
    this.inputs = inputs;
    this.blocks = List.copyOf(blocks);
    this.objections = List.copyOf(objections);
    this.members = members;
  }

  /** The network of assembled layers. */
  static Network of(Assembled assembled) {
    List<Block> blocks = new ArrayList<>();
    for (Assembled.Part part : assembled.parts()) {
      boolean isLast = blocks.size() == assembled.parts().size() - 1;
      boolean hasMean = isLast && assembled.members() > 1;
      blocks.add(new Block(part.index(), part.spec(), part.layers(), hasMean, false));
    }
    Network network =
        new Network(assembled.inputs(), blocks, assembled.objections(), assembled.members());
    network.checkOwnBatches();
    return network;
  }

  /** With their own batches, the members have their own numbers in the layers before it, too. */
  private void checkOwnBatches() {
    if (!hasOwnBatches()) {
      return;
    }
    for (Block block : blocks) {
      if (block.spec() instanceof EnsembleLayer) {
        return;
      }
      for (LayerFunction layer : block.layers()) {
        int columns = layer.output().columns();
        if ((long) members * columns > LayerSite.MOST_NUMBERS) {
          throw new NetworkException(
              String.format(
                  Locale.ROOT,
                  "%s: %,d members with their own batches and %s each are too large: an array holds %,d numbers; use a smaller layer, fewer members, or own-batches: false",
                  pathOf(block.index(), block.spec()),
                  members,
                  layer.output(),
                  LayerSite.MOST_NUMBERS));
        }
      }
    }
  }

  /** The number of members of an ensemble, whose mean is the prediction; 1 without one. */
  public int members() {
    return members;
  }

  /** Reasons why it cannot be trained, such as layers that cannot learn. */
  public List<String> objections() {
    return objections;
  }

  /** The positions, kinds and sizes of the layers, such as {@code 1 dense 16 tanh}. */
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
    return new Network(inputs, changed, objections, members);
  }

  /** The positions of the layers in the configuration, from 0, from the first to the last. */
  public List<Integer> indexes() {
    return blocks.stream().map(Block::index).toList();
  }

  /** The parameters of the layers that are not frozen, from the first to the last; shared. */
  public List<Parameter> learned() {
    return learnedByLayer().stream().flatMap(List::stream).toList();
  }

  /** The same parameters, layer by layer; a frozen layer has an empty list. */
  public List<List<Parameter>> learnedByLayer() {
    return blocks.stream()
        .map(block -> block.frozen() ? List.<Parameter>of() : block.parameters())
        .toList();
  }

  /** The number of trainable values in the layers that are not frozen. */
  public long learnedSize() {
    return blocks.stream().filter(block -> !block.frozen()).mapToLong(Block::size).sum();
  }

  /**
   * The parameters of each layer, frozen or not, from the first to the last: {@link #parameters},
   * layer by layer.
   */
  public List<List<Parameter>> parametersByLayer() {
    return blocks.stream().map(Block::parameters).toList();
  }

  /**
   * The parameters and statistics of each layer, from the first to the last: {@link #tensors},
   * layer by layer.
   */
  public List<List<Parameter>> tensorsByLayer() {
    return blocks.stream().map(block -> block.tensors().toList()).toList();
  }

  /**
   * The derivative below which hardly any gradient passes through a layer: a tenth of the steepest
   * derivative of its activation with its current parameters, or of 1 if that is less; 0 without an
   * activation.
   */
  public double flatSlope(int layer) {
    return FLAT * Math.min(1, blocks.get(layer).steepestSlope());
  }

  /** The number of input columns. */
  public int inputs() {
    return inputs;
  }

  /** The number of output columns. */
  public int outputs() {
    return last().outputs();
  }

  /** The activation of the last layer, if it has one. */
  public Optional<Activation> outputActivation() {
    return last().activation();
  }

  /**
   * All parameters, including those of frozen layers, from the first layer to the last; the arrays
   * are shared with the network.
   */
  public List<Parameter> parameters() {
    return blocks.stream().flatMap(block -> block.parameters().stream()).toList();
  }

  /** All tensors to save: parameters and statistics; shared. */
  public List<Parameter> tensors() {
    return blocks.stream().flatMap(Block::tensors).toList();
  }

  /** Whether its outputs for the same inputs differ from pass to pass in training. */
  public boolean isRandom() {
    return moving().anyMatch(LayerFunction::isRandom);
  }

  /** Whether, in training, the output for an example depends on the other examples of its batch. */
  public boolean needsWholeBatch() {
    return moving().anyMatch(LayerFunction::needsWholeBatch);
  }

  /** Whether it gathers statistics of its inputs in training that it uses in prediction. */
  public boolean keepsStatistics() {
    return moving().anyMatch(Block::keepsStatistics);
  }

  /**
   * Whether there are layers to initialize from training data.
   *
   * @param kept the indices, in the configuration, of layers that keep their values
   */
  public boolean initializesFromData(Set<Integer> kept) {
    return new DataInitialization(blocks, kept).isNeeded();
  }

  /**
   * Initializes the layers whose initial values depend on the training data.
   *
   * @param inputs of all training rows, at least one; not modified
   * @param seed the same seed gives the same values
   * @param kept the indices, in the configuration, of layers that keep their values
   * @throws NetworkException if a value is not finite
   */
  public void initialize(MatrixRows inputs, long seed, Set<Integer> kept) {
    new DataInitialization(blocks, kept).run(inputs, seed);
  }

  /**
   * The approximate memory, in bytes, of {@link #initialize}, which is over before training begins.
   *
   * @param training the number of training rows
   */
  public long initializationBytes(int training) {
    return new DataInitialization(blocks, Set.of()).bytes(training);
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

  /** The activation of the last layer in {@code double}, with its current parameters. */
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
   * One entry of the configuration's list of layers, with its current parameters.
   *
   * @param index of the entry, from 0
   * @param layer the entry
   * @param function what it computes, before its activation
   * @param activation the activation, with its current parameters
   */
  public record Part(int index, Layer layer, LayerFunction function, DoubleActivation activation) {

    /** Its path in the configuration, such as {@code network[1].dense}. */
    public String path() {
      return pathOf(index, layer);
    }
  }

  /** The entries of the configuration that compute anything, in their order. */
  public List<Part> computing() {
    return blocks.stream()
        .map(
            block ->
                new Part(
                    block.index(), block.spec(), block.layers().get(0), activationInDouble(block)))
        .toList();
  }

  static String pathOf(int index, Layer layer) {
    return "network[%s].%s".formatted(index, PluginType.nameOf(layer));
  }

  /** The approximate number of multiplications in the forward pass of one row. */
  public long multiplications() {
    return layers().stream().mapToLong(LayerFunction::multiplications).sum();
  }

  /** The number of trainable values. */
  public long size() {
    return blocks.stream().mapToLong(Block::size).sum();
  }

  /**
   * The approximate memory, in bytes, of training with evaluations in between.
   *
   * @param rows the number of rows of a batch
   */
  public long learningBytes(int rows) {
    return bytes(learning(), rows);
  }

  /**
   * The same for a step of training, in which the members of an ensemble may have their own rows.
   *
   * @param rows the number of rows of a batch, or of a batch of a member
   */
  public long trainingBytes(int rows) {
    return bytes(hasOwnBatches() ? withOwnRows(learning()) : learning(), rows);
  }

  private long bytes(List<Block> learning, int rows) {
    return Pass.bytes(learning, rows, true) + Pass.bytes(blocks, rowsAtOnce(), false);
  }

  /** The approximate memory, in bytes, that each thread adds, in training or in prediction. */
  public long threadBytes() {
    return Chain.threadBytes(layers());
  }

  /**
   * The length of the longest array that training or prediction allocates.
   *
   * @param rows the largest number of rows of a batch
   */
  public long largestArray(int rows) {
    return trained().stream().mapToLong(block -> block.largestArray(rows)).max().orElse(0);
  }

  /**
   * The path, in the configuration, of the layer that allocates the longest array, such as {@code
   * network[1].dense}.
   *
   * @param rows the largest number of rows of a batch
   */
  public String largestLayer(int rows) {
    return pathOfMost(block -> block.largestArray(rows));
  }

  /**
   * The path of the layer that takes the most memory in training, in the form of {@link
   * #largestLayer}.
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
    List<Block> all = trained();
    Block most = all.get(0);
    for (Block block : all) {
      if (measure.applyAsLong(block) > measure.applyAsLong(most)) {
        most = block;
      }
    }
    return pathOf(most.index(), most.spec());
  }

  /** A number of rows that can pass through the network at once in little memory. */
  public int rowsAtOnce() {
    return Forward.rowsAtOnce(layers());
  }

  /**
   * The memory for forward passes through this network with its current weights, by one thread.
   * After an update of the weights a new one is needed.
   *
   * @param rows the largest number of rows of a batch
   */
  public Pass newPass(int rows) {
    return newPass(rows, Team.alone(), rows);
  }

  /**
   * The memory for forward passes through this network with its current weights, shared by a team
   * of threads. After an update of the weights a new one is needed.
   *
   * @param rows the largest number of rows of a batch
   * @param team used by the thread that owns it
   * @param planned about the number of rows of all batches together; how products are computed
   *     depends on it, but not what they are
   */
  public Pass newPass(int rows, Team team, long planned) {
    return new Pass(blocks, rows, team, false, planned);
  }

  /**
   * The memory for forward and backward passes through this network, shared by a team of threads.
   * Its outputs are those of the members of an ensemble, one after another.
   *
   * @param rows the largest number of rows of a batch
   * @param team used by the thread that owns it
   */
  public Pass newLearningPass(int rows, Team team) {
    return newLearningPass(rows, team, rows);
  }

  /**
   * The memory for many forward and backward passes through this network, shared by a team of
   * threads.
   *
   * @param rows the largest number of rows of a batch
   * @param team used by the thread that owns it
   * @param planned about the number of rows of all batches together; how products are computed
   *     depends on it, but not what they are
   */
  public Pass newLearningPass(int rows, Team team, long planned) {
    return new Pass(learning(), rows, team, true, planned);
  }

  /**
   * The memory for many forward and backward passes, shared by a team of threads, in which each
   * member of an ensemble has its own rows: a batch begins with the first row of each member, then
   * has the second row of each, and so on.
   *
   * @param rows the largest number of rows of a batch of a member
   * @param team used by the thread that owns it
   * @param planned about the number of rows of all batches of a member together
   */
  public Pass newOwnBatchesPass(int rows, Team team, long planned) {
    return new Pass(withOwnRows(learning()), rows, team, true, planned);
  }

  /** The layers up to the ensemble have a row for each member, as those behind it have anyway. */
  private List<Block> withOwnRows(List<Block> layers) {
    List<Block> changed = new ArrayList<>(layers);
    int i = 0;
    do {
      changed.set(i, changed.get(i).ofMembers(members));
    } while (!(changed.get(i++).spec() instanceof EnsembleLayer));
    return changed;
  }

  /** The layers as they are in training, with the mean of an ensemble. */
  private List<Block> trained() {
    return hasOwnBatches() ? withOwnRows(blocks) : blocks;
  }

  /** Whether each member of an ensemble learns from batches of its own. */
  public boolean hasOwnBatches() {
    return blocks.stream()
        .anyMatch(block -> block.spec() instanceof EnsembleLayer of && of.ownBatches());
  }

  /**
   * Leaves out frozen noise layers, which pass numbers through unchanged, and the mean of an
   * ensemble, because training minimises the mean of the losses of its members.
   */
  private List<Block> learning() {
    return withoutMean(block -> !(block.frozen() && block.isNoise()));
  }

  /** Whether its only random layers are noise, which {@link #newSteadyPass} leaves out. */
  public boolean isSteady() {
    return withoutNoise().stream()
        .filter(block -> !block.frozen())
        .flatMap(block -> block.layers().stream())
        .noneMatch(LayerFunction::isRandom);
  }

  /**
   * The memory for forward and backward passes by one thread, without layers such as dropout, which
   * pass numbers through unchanged in prediction. Its gradients are those of {@link #learned}.
   *
   * @param rows the largest number of rows of a batch
   */
  public Pass newSteadyPass(int rows) {
    return new Pass(withoutMean(block -> !block.isNoise()), rows, Team.alone(), true, rows);
  }

  private List<Block> withoutMean(Predicate<Block> kept) {
    return blocks.stream().filter(kept).map(Block::withoutMean).toList();
  }

  /**
   * The gradients by the inputs, as in prediction.
   *
   * @param rows the largest number of rows of a batch
   * @throws NetworkException with a sentence, if a layer has no gradient in prediction
   */
  public InputGradients newInputGradients(int rows) {
    return new InputGradients(withoutNoise(), rows);
  }

  private List<Block> withoutNoise() {
    return blocks.stream().filter(block -> !block.isNoise()).toList();
  }

  /**
   * Computes the outputs for any number of rows on the calling thread.
   *
   * @param inputs [n, inputs]; not modified
   * @param outputs [n, outputs]; overwritten
   */
  public void predict(MatrixRows inputs, Matrix outputs) {
    int chunk = Math.max(1, Math.min(rowsAtOnce(), inputs.rows()));
    Pass pass = newPass(chunk, Team.alone(), inputs.rows());
    for (int from = 0; from < inputs.rows(); from += chunk) {
      Matrix rows = inputs.copyOfRows(from, Math.min(from + chunk, inputs.rows()));
      Matrix part = pass.outputs(rows);
      System.arraycopy(part.values(), 0, outputs.values(), from * outputs.columns(), part.size());
    }
  }

  /** The layers, including activations, from the first to the last. */
  public List<LayerFunction> layers() {
    return Block.layersOf(blocks);
  }

  private Block last() {
    return blocks.get(blocks.size() - 1);
  }
}
