package dev.gradus.engine.network;

import dev.gradus.engine.config.LayerSpec;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.spi.Activation;
import dev.gradus.spi.LearnedActivation;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A feed-forward network: layers, one behind the other. */
public final class Network {

  /** The largest number of rows that go through the network at once. */
  private static final int MOST_ROWS = 1024;

  /** The memory that they may take, in bytes. */
  private static final long MOST_BYTES = 1 << 26;

  /** The share of the steepest slope below which a unit is saturated. */
  private static final double FLAT = 0.05;

  private final int inputs;
  private final List<Layer> layers;
  private final List<Origin> origins;
  private final List<String> objections;

  /**
   * What a layer was made from.
   *
   * @param index its place in the configuration, from 0
   */
  record Origin(int index, LayerSpec spec) {

    private String name(Layer layer) {
      return "%s %s %s%s"
          .formatted(
              index + 1,
              PluginType.nameOf(spec),
              layer.outputs(),
              layer.activation().map(f -> " " + PluginType.nameOf(f)).orElse(""));
    }
  }

  /**
   * Joins layers.
   *
   * @param inputs the number of columns of the input
   * @param layers at least one, each made for the output of the one before
   * @param origins what each of them was made from
   * @param objections what there is to be said against it, in sentences
   */
  Network(int inputs, List<Layer> layers, List<Origin> origins, List<String> objections) {
    this.inputs = inputs;
    this.layers = List.copyOf(layers);
    this.origins = List.copyOf(origins);
    this.objections = List.copyOf(objections);
  }

  /** What there is to be said against learning with it: layers that can learn nothing. */
  public List<String> objections() {
    return objections;
  }

  /** The places, kinds and sizes of the layers, such as {@code 1 dense 16 tanh}. */
  public List<String> layerNames() {
    return IntStream.range(0, layers.size())
        .mapToObj(l -> origins.get(l).name(layers.get(l)))
        .toList();
  }

  /** What each layer learns, from the first to the last; {@link #parameters}, layer by layer. */
  public List<List<Parameter>> parametersByLayer() {
    return layers.stream().map(Layer::parameters).toList();
  }

  /**
   * The slope below which hardly any gradient passes through a layer: a twentieth of the steepest
   * that its activation has, as far as it has learned, or of 1 if that is less; 0 without an
   * activation.
   */
  public double flatSlope(int layer) {
    List<Parameter> coefficients = coefficientsOf(layers.get(layer));
    return layers
        .get(layer)
        .activation()
        .map(f -> FLAT * Math.min(1, Slopes.steepest(f, coefficients)))
        .orElse(0.0);
  }

  /** The layers, from the first to the last. */
  List<Layer> layers() {
    return layers;
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
   * All that is learned, from the first layer to the last; the arrays are shared with the network.
   */
  public List<Parameter> parameters() {
    return layers.stream().flatMap(layer -> layer.parameters().stream()).toList();
  }

  /** All that must be kept of it: what is learned, and what was found out beside; shared. */
  public List<Parameter> tensors() {
    return layers.stream()
        .flatMap(layer -> Stream.concat(layer.parameters().stream(), layer.statistics().stream()))
        .toList();
  }

  /** Whether it gives something else for the same inputs, while it learns. */
  public boolean isRandom() {
    return layers.stream().anyMatch(Layer::isRandom);
  }

  /** Whether, while it learns, what it gives for an example depends on the others of a batch. */
  public boolean needsWholeBatch() {
    return layers.stream().anyMatch(Layer::needsWholeBatch);
  }

  /** Whether it has found out something about its inputs that it predicts with. */
  public boolean keepsStatistics() {
    return layers.stream().anyMatch(layer -> !layer.statistics().isEmpty());
  }

  /**
   * The layer that can learn nothing from batches of so many rows, such as {@code 2 batch-norm 16},
   * if there is one.
   */
  public Optional<String> starvedBy(int rows) {
    return IntStream.range(0, layers.size())
        .filter(l -> layers.get(l).leastRows() > rows)
        .mapToObj(l -> origins.get(l).name(layers.get(l)))
        .findFirst();
  }

  /**
   * What the activation of a unit of the last layer has learned, in the order of its coefficients;
   * empty if it learns none.
   */
  public double[] outputCoefficients(int unit) {
    return coefficientsOf(last()).stream()
        .mapToDouble(each -> each.matrix().values()[unit])
        .toArray();
  }

  private static List<Parameter> coefficientsOf(Layer layer) {
    if (layer.activation().isPresent()
        && layer.activation().get() instanceof LearnedActivation learned) {
      List<Parameter> all = layer.parameters();
      return all.subList(all.size() - learned.coefficients().size(), all.size());
    }
    return List.of();
  }

  /** About how many multiplications a row takes on its way forward. */
  public long multiplications() {
    return layers.stream().mapToLong(Layer::multiplications).sum();
  }

  /** The number of numbers that are learned. */
  public long size() {
    return parameters().stream().mapToLong(parameter -> parameter.matrix().size()).sum();
  }

  /**
   * About how many bytes of memory it takes to learn, and to be measured in between.
   *
   * @param rows the number of rows of a batch
   */
  public long learningBytes(int rows) {
    return Pass.bytes(layers, rows, true) + Pass.bytes(layers, rowsAtOnce(), false);
  }

  /**
   * About how many bytes of memory it takes to predict.
   *
   * @param rows the number of rows that go through the network at once
   */
  public long predictingBytes(int rows) {
    return Pass.bytes(layers, rows, false);
  }

  /**
   * The length of the longest array that it takes to learn or to predict.
   *
   * @param rows the largest number of rows of a batch
   */
  public long largestArray(int rows) {
    return layers.stream().mapToLong(layer -> layer.largestArray(rows)).max().orElse(0);
  }

  /**
   * The path in the configuration of the layer that takes the longest array, such as {@code
   * network[1].dense}.
   *
   * @param rows the largest number of rows of a batch
   */
  public String largestLayer(int rows) {
    int largest = 0;
    for (int l = 1; l < layers.size(); l++) {
      if (layers.get(l).largestArray(rows) > layers.get(largest).largestArray(rows)) {
        largest = l;
      }
    }
    Origin origin = origins.get(largest);
    return "network[%s].%s".formatted(origin.index(), PluginType.nameOf(origin.spec()));
  }

  /** A number of rows that goes through the network at once in little memory. */
  public int rowsAtOnce() {
    long each = Pass.bytes(layers, 2, false) - Pass.bytes(layers, 1, false);
    return (int) Math.max(1, Math.min(MOST_ROWS, MOST_BYTES / each));
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
    return new Pass(layers, rows, team, false);
  }

  /**
   * Memory for ways forward and backward through this network that a team goes together.
   *
   * @param rows the largest number of rows of a batch
   * @param team used by the thread that owns it
   */
  public Pass newLearningPass(int rows, Team team) {
    return new Pass(layers, rows, team, true);
  }

  /**
   * Computes the outputs for any number of rows, by the thread that asks for them.
   *
   * @param inputs [n, inputs]; not modified
   * @param outputs [n, outputs]; overwritten
   */
  public void predict(Matrix inputs, Matrix outputs) {
    predict(inputs, outputs, Team.alone());
  }

  /**
   * Computes the outputs for any number of rows.
   *
   * @param inputs [n, inputs]; not modified
   * @param outputs [n, outputs]; overwritten
   * @param team used by the thread that owns it
   */
  public void predict(Matrix inputs, Matrix outputs, Team team) {
    int chunk = Math.max(1, Math.min(rowsAtOnce(), inputs.rows()));
    Pass pass = newPass(chunk, team);
    for (int from = 0; from < inputs.rows(); from += chunk) {
      Matrix rows = inputs.copyOfRows(from, Math.min(from + chunk, inputs.rows()));
      Matrix part = pass.outputs(rows);
      System.arraycopy(part.values(), 0, outputs.values(), from * outputs.columns(), part.size());
    }
  }

  private Layer last() {
    return layers.get(layers.size() - 1);
  }
}
