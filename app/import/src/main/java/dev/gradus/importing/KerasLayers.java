package dev.gradus.importing;

import dev.gradus.activations.Celu;
import dev.gradus.activations.Elu;
import dev.gradus.activations.Exponential;
import dev.gradus.activations.Gelu;
import dev.gradus.activations.HardShrink;
import dev.gradus.activations.HardSigmoid;
import dev.gradus.activations.HardSwish;
import dev.gradus.activations.HardTanh;
import dev.gradus.activations.Identity;
import dev.gradus.activations.LeakyRelu;
import dev.gradus.activations.LogSigmoid;
import dev.gradus.activations.LogSoftmax;
import dev.gradus.activations.Mish;
import dev.gradus.activations.Relu;
import dev.gradus.activations.Relu6;
import dev.gradus.activations.Selu;
import dev.gradus.activations.Sigmoid;
import dev.gradus.activations.Silu;
import dev.gradus.activations.SoftShrink;
import dev.gradus.activations.Softmax;
import dev.gradus.activations.Softplus;
import dev.gradus.activations.Softsign;
import dev.gradus.activations.Sparsemax;
import dev.gradus.activations.Squareplus;
import dev.gradus.activations.Tanh;
import dev.gradus.activations.TanhShrink;
import dev.gradus.activations.Threshold;
import dev.gradus.layers.AlphaDropout;
import dev.gradus.layers.BatchNorm;
import dev.gradus.layers.Dropout;
import dev.gradus.layers.GaussianNoise;
import dev.gradus.layers.LayerNorm;
import dev.gradus.layers.RmsNorm;
import dev.gradus.spi.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The layers of Keras, and what they become. */
final class KerasLayers {

  /** Activations by their names. */
  private static final Map<String, Activation> ACTIVATIONS =
      Map.ofEntries(
          Map.entry("linear", new Identity()),
          Map.entry("relu", new Relu()),
          Map.entry("relu6", new Relu6()),
          Map.entry("leaky_relu", new LeakyRelu(0.2)),
          Map.entry("elu", new Elu()),
          Map.entry("celu", new Celu()),
          Map.entry("selu", new Selu()),
          Map.entry("gelu", new Gelu()),
          Map.entry("silu", new Silu()),
          Map.entry("swish", new Silu()),
          Map.entry("mish", new Mish()),
          Map.entry("hard_silu", new HardSwish()),
          Map.entry("hard_swish", new HardSwish()),
          Map.entry("sigmoid", new Sigmoid()),
          Map.entry("hard_sigmoid", new HardSigmoid()),
          Map.entry("log_sigmoid", new LogSigmoid()),
          Map.entry("tanh", new Tanh()),
          Map.entry("hard_tanh", new HardTanh()),
          Map.entry("tanh_shrink", new TanhShrink()),
          Map.entry("soft_shrink", new SoftShrink()),
          Map.entry("hard_shrink", new HardShrink()),
          Map.entry("softplus", new Softplus()),
          Map.entry("softsign", new Softsign()),
          Map.entry("squareplus", new Squareplus(4)),
          Map.entry("exponential", new Exponential()),
          Map.entry("softmax", new Softmax()),
          Map.entry("log_softmax", new LogSoftmax()),
          Map.entry("sparsemax", new Sparsemax()));

  /** Layers that may follow zeros around an image. */
  private static final Set<String> BEHIND_ZEROS =
      Set.of("Conv2D", "MaxPooling2D", "AveragePooling2D", "ZeroPadding2D");

  private static final double KERAS_EPSILON = 1e-3;
  private static final double SIX = 6;

  /** The least standard deviation of a normalisation. */
  private static final double LEAST_DEVIATION = 1e-7;

  private final Map<String, Kind> kinds = new TreeMap<>();
  private final NetworkDraft draft;

  /** Appends a layer to the draft. */
  @FunctionalInterface
  private interface Kind {
    void append(KerasLayer layer) throws DamagedException;
  }

  KerasLayers(NetworkDraft draft) {
    this.draft = draft;
    kinds.put("InputLayer", layer -> {});
    kinds.put("Dense", this::dense);
    kinds.put("Conv2D", this::convolution);
    kinds.put("ZeroPadding2D", this::zeros);
    kinds.put("MaxPooling2D", layer -> pool(layer, true));
    kinds.put("AveragePooling2D", layer -> pool(layer, false));
    kinds.put("GlobalAveragePooling2D", layer -> globalPool(layer, false));
    kinds.put("GlobalMaxPooling2D", layer -> globalPool(layer, true));
    kinds.put("Flatten", this::flatten);
    kinds.put("Reshape", this::reshape);
    kinds.put("Permute", this::permute);
    kinds.put("BatchNormalization", this::batchNorm);
    kinds.put("LayerNormalization", this::layerNorm);
    kinds.put("RMSNormalization", this::rmsNorm);
    kinds.put("Normalization", this::normalization);
    kinds.put("Rescaling", this::rescaling);
    kinds.put("Dropout", layer -> draft.noise(layer.called(), new Dropout(rate(layer))));
    kinds.put("AlphaDropout", layer -> draft.noise(layer.called(), new AlphaDropout(rate(layer))));
    kinds.put(
        "GaussianNoise",
        layer -> draft.noise(layer.called(), new GaussianNoise(layer.number("stddev", 1))));
    for (String other : List.of("GaussianDropout", "SpatialDropout2D", "ActivityRegularization")) {
      kinds.put(
          other,
          layer -> draft.remark("%s is left out; predictions do not have it", layer.called()));
    }
    kinds.put("Activation", layer -> activation(layer, layer.option("activation")));
    kinds.put("ReLU", this::relu);
    kinds.put("LeakyReLU", layer -> draft.activation(layer.called(), new LeakyRelu(slope(layer))));
    kinds.put("ELU", layer -> draft.activation(layer.called(), new Elu(layer.number("alpha", 1))));
    kinds.put("PReLU", this::prelu);
    kinds.put("Softmax", this::softmax);
  }

  private static double rate(KerasLayer layer) {
    return layer.number("rate", 0.5);
  }

  /** Its name was alpha before Keras 3. */
  private static double slope(KerasLayer layer) {
    return layer.number("negative_slope", layer.number("alpha", 0.3));
  }

  void append(KerasLayer layer) throws DamagedException {
    Kind kind = kinds.get(layer.type());
    if (kind == null) {
      throw Refusal.of(
          "%s: the layer %s cannot be imported; these can: %s",
          layer.called(), layer.type(), String.join(", ", kinds.keySet()));
    }
    if (!BEHIND_ZEROS.contains(layer.type())) {
      draft.refuseZeros(layer.called());
    }
    try {
      kind.append(layer);
    } catch (IllegalArgumentException e) {
      throw Refusal.of("%s: %s", layer.called(), String.valueOf(e.getMessage()));
    }
  }

  private void activation(KerasLayer layer, JsonTree given) {
    if (given.isNull()) {
      return;
    }
    Activation found = given.text().map(ACTIVATIONS::get).orElse(null);
    if (found == null) {
      throw Refusal.of(
          "%s: its activation %s is not imported",
          layer.called(),
          given
              .text()
              .or(() -> given.get("registered_name").text())
              .or(() -> given.get("class_name").text())
              .orElse(given.toString()));
    }
    if (found.isPointwise()) {
      draft.activation(layer.called(), found);
    } else {
      draft.rowActivation(layer.called(), found, draft.channelAxis());
    }
  }

  private Optional<float[]> bias(KerasLayer layer) throws DamagedException {
    return layer.flag("use_bias", true)
        ? Optional.of(layer.weights(1, "bias", 1).values())
        : Optional.empty();
  }

  private void dense(KerasLayer layer) throws DamagedException {
    draft.dense(layer.called(), layer.weights(0, "kernel", 2), bias(layer));
    activation(layer, layer.option("activation"));
  }

  private void convolution(KerasLayer layer) throws DamagedException {
    layer.require("groups", 1);
    layer.require("dilation_rate", 1);
    draft.convolution(
        layer.called(),
        layer.weights(0, "kernel", 4),
        bias(layer),
        layer.square("strides", 1),
        pads(layer));
    activation(layer, layer.option("activation"));
  }

  /** No padding; empty for "same". */
  private static Optional<List<Integer>> pads(KerasLayer layer) {
    String padding = layer.option("padding").text().orElse("valid");
    if (!padding.equals("valid") && !padding.equals("same")) {
      throw Refusal.of(
          "%s: padding is %s; only valid and same are imported", layer.called(), padding);
    }
    return padding.equals("same") ? Optional.empty() : Optional.of(Windows.NO_PADS);
  }

  private void pool(KerasLayer layer, boolean largest) {
    int size = layer.square("pool_size", 2);
    int stride = layer.option("strides").isNull() ? size : layer.square("strides", size);
    Windows windows = draft.windows(layer.called(), size, stride, pads(layer));
    if (largest) {
      draft.maxPool(layer.called(), windows);
    } else {
      draft.averagePool(layer.called(), windows, false);
    }
  }

  private void zeros(KerasLayer layer) {
    draft.zeros(layer.called(), layer.sides("padding"));
  }

  private void globalPool(KerasLayer layer, boolean largest) {
    draft.globalPool(layer.called(), largest, layer.flag("keepdims", false));
  }

  private void flatten(KerasLayer layer) {
    draft.reshape(layer.called(), List.of(draft.width()), false);
  }

  private void reshape(KerasLayer layer) {
    List<Integer> sizes = new ArrayList<>(layer.sizes("target_shape"));
    int open = sizes.indexOf(-1);
    if (open >= 0) {
      sizes.set(open, 1);
      int others = Math.max(1, Weights.sizeOf(sizes));
      sizes.set(open, draft.width() / others);
    }
    draft.reshape(layer.called(), sizes, false);
  }

  private void permute(KerasLayer layer) {
    List<Integer> axes = layer.sizes("dims").stream().map(axis -> axis - 1).toList();
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < draft.dimensions().size(); i++) {
      all.add(i);
    }
    if (!axes.stream().sorted().toList().equals(all)) {
      throw Refusal.of(
          "%s: dims is %s, but its input has the shape %s",
          layer.called(), layer.option("dims"), draft.dimensions());
    }
    draft.transpose(layer.called(), axes);
  }

  /** Refuses another axis than that of the channels. */
  private void requireChannels(KerasLayer layer) {
    JsonTree given = layer.option("axis");
    List<JsonTree> axes = given.isList() ? given.elements() : List.of(given);
    int rank = draft.dimensions().size();
    boolean fits =
        given.isNull()
            || axes.size() == 1
                && axes.get(0)
                    .number()
                    .filter(
                        axis ->
                            axis - 1 == draft.channelAxis() || axis + rank == draft.channelAxis())
                    .isPresent();
    if (!fits) {
      throw Refusal.of(
          "%s: axis is %s, but its input has the shape %s; only the axis of the units or the channels is imported",
          layer.called(), given, draft.dimensions());
    }
  }

  private void batchNorm(KerasLayer layer) throws DamagedException {
    requireChannels(layer);
    Map<String, float[]> values = scaleAndShift(layer);
    int next = (layer.flag("scale", true) ? 1 : 0) + (layer.flag("center", true) ? 1 : 0);
    values.put("running-mean", layer.weights(next, "moving mean", 1).values());
    values.put("running-variance", layer.weights(next + 1, "moving variance", 1).values());
    double momentum = Math.max(1e-6, 1 - layer.number("momentum", 0.99));
    draft.batchNorm(
        layer.called(),
        new BatchNorm(rounded(momentum), layer.number("epsilon", KERAS_EPSILON), Optional.empty()),
        values);
  }

  /** 1 - 0.99 is 0.01, not 0.010000000000000009. */
  private static double rounded(double momentum) {
    return Math.round(momentum * 1e9) / 1e9;
  }

  /** The trained scale and shift of the last axis; ones and zeros if it has none. */
  private Map<String, float[]> scaleAndShift(KerasLayer layer) throws DamagedException {
    int size = draft.dimensions().get(draft.channelAxis());
    float[] ones = new float[size];
    Arrays.fill(ones, 1);
    boolean scales = layer.flag("scale", true);
    Map<String, float[]> values = new HashMap<>();
    values.put("weight", scales ? layer.weights(0, "gamma", 1).values() : ones);
    values.put(
        "bias",
        layer.flag("center", true)
            ? layer.weights(scales ? 1 : 0, "beta", 1).values()
            : new float[size]);
    return values;
  }

  private void layerNorm(KerasLayer layer) throws DamagedException {
    requireChannels(layer);
    if (layer.flag("rms_scaling", false)) {
      throw Refusal.of("%s: rms_scaling is not imported; use RMSNormalization", layer.called());
    }
    draft.rowNorm(
        layer.called(),
        new LayerNorm(layer.number("epsilon", KERAS_EPSILON), Optional.empty()),
        scaleAndShift(layer));
  }

  private void rmsNorm(KerasLayer layer) throws DamagedException {
    requireChannels(layer);
    draft.rowNorm(
        layer.called(),
        new RmsNorm(layer.number("epsilon", 1e-6), Optional.empty()),
        Map.of("weight", layer.weights(0, "scale", 1).values()));
  }

  /** Standardisation by statistics of the data, in the file or in the options. */
  private void normalization(KerasLayer layer) throws DamagedException {
    requireChannels(layer);
    if (layer.flag("invert", false)) {
      throw Refusal.of("%s: invert is not imported", layer.called());
    }
    Weights mean = statistic(layer, "mean", 0);
    Weights variance = statistic(layer, "variance", 1);
    float[] terms = mean.values().clone();
    float[] factors = variance.values().clone();
    for (int i = 0; i < terms.length; i++) {
      terms[i] = -terms[i];
    }
    for (int i = 0; i < factors.length; i++) {
      factors[i] = (float) (1 / Math.max(Math.sqrt(factors[i]), LEAST_DEVIATION));
    }
    draft.scale(layer.called(), Optional.empty(), Optional.of(new Weights(mean.shape(), terms)));
    draft.scale(
        layer.called(), Optional.of(new Weights(variance.shape(), factors)), Optional.empty());
  }

  private static Weights statistic(KerasLayer layer, String name, int index)
      throws DamagedException {
    List<Double> numbers =
        layer.option(name).all().stream().flatMap(each -> each.number().stream()).toList();
    if (!numbers.isEmpty()) {
      float[] values = new float[numbers.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (double) numbers.get(i);
      }
      return new Weights(List.of(values.length), values);
    }
    Weights found =
        layer
            .find(index)
            .orElseThrow(
                () ->
                    Refusal.of(
                        "%s: its %s is missing; adapt it before saving", layer.called(), name));
    return new Weights(List.of(found.values().length), found.values());
  }

  private void rescaling(KerasLayer layer) {
    draft.scale(layer.called(), Optional.of(constant(layer, "scale", 1)), Optional.empty());
    draft.scale(layer.called(), Optional.empty(), Optional.of(constant(layer, "offset", 0)));
  }

  private static Weights constant(KerasLayer layer, String name, double otherwise) {
    JsonTree given = layer.option(name);
    List<Double> numbers =
        given.isList()
            ? given.elements().stream().flatMap(each -> each.number().stream()).toList()
            : List.of(given.number().orElse(otherwise));
    float[] values = new float[numbers.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (double) numbers.get(i);
    }
    return new Weights(List.of(values.length), values);
  }

  private void relu(KerasLayer layer) {
    double slope = layer.number("negative_slope", 0);
    double threshold = layer.number("threshold", 0);
    Optional<Double> most = layer.option("max_value").number();
    Activation found;
    if (slope == 0 && threshold == 0) {
      found =
          most.isEmpty()
              ? new Relu()
              : most.get() == SIX ? new Relu6() : new HardTanh(0, most.get());
    } else if (most.isEmpty() && threshold == 0) {
      found = new LeakyRelu(slope);
    } else if (most.isEmpty() && slope == 0) {
      found = new Threshold(threshold, 0);
    } else {
      throw Refusal.of(
          "%s: only one of max_value, negative_slope and threshold is imported", layer.called());
    }
    draft.activation(layer.called(), found);
  }

  private void prelu(KerasLayer layer) throws DamagedException {
    draft.prelu(
        layer.called(),
        layer.find(0).orElseThrow(() -> Refusal.of("%s: its alpha is missing", layer.called())));
  }

  private void softmax(KerasLayer layer) {
    requireChannels(layer);
    draft.rowActivation(layer.called(), new Softmax(), draft.channelAxis());
  }
}
