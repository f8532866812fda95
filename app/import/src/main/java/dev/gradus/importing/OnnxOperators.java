package dev.gradus.importing;

import dev.gradus.activations.Celu;
import dev.gradus.activations.Elu;
import dev.gradus.activations.Exponential;
import dev.gradus.activations.Gelu;
import dev.gradus.activations.HardSigmoid;
import dev.gradus.activations.HardSwish;
import dev.gradus.activations.HardTanh;
import dev.gradus.activations.LeakyRelu;
import dev.gradus.activations.LogSoftmax;
import dev.gradus.activations.Mish;
import dev.gradus.activations.Relu;
import dev.gradus.activations.Relu6;
import dev.gradus.activations.Selu;
import dev.gradus.activations.Sigmoid;
import dev.gradus.activations.Silu;
import dev.gradus.activations.Sine;
import dev.gradus.activations.Softmax;
import dev.gradus.activations.Softplus;
import dev.gradus.activations.Softsign;
import dev.gradus.activations.Tanh;
import dev.gradus.activations.Threshold;
import dev.gradus.layers.BatchNorm;
import dev.gradus.layers.LayerNorm;
import dev.gradus.layers.RmsNorm;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.spi.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The operators of a chain, and the layers that they become. */
final class OnnxOperators {

  private static final double SELU_ALPHA = 1.6732632423543772;
  private static final double SELU_GAMMA = 1.0507009873554805;
  private static final double LEAST_DIFFERENCE = 1e-5;
  private static final double SIX = 6;

  /** Rows, channels, height and width. */
  private static final int RANK_OF_IMAGES = 4;

  /** A number of rows that no size of a row is. */
  private static final long ANY_ROWS = -1L;

  /** The default slopes and edges in the format. */
  private static final double LEAKY = 0.01;

  private static final double HARD = 0.2;

  /** Operators that may follow zeros around an image. */
  private static final Set<String> BEHIND_ZEROS =
      Set.of("Conv", "MaxPool", "AveragePool", "Pad", "Identity", "Dropout", "Cast");

  private final Map<String, Operator> known = new TreeMap<>();
  private final OnnxFile file;
  private final NetworkDraft draft;
  private final long rows;

  /** Appends a node to the draft. */
  @FunctionalInterface
  private interface Operator {
    void append(OnnxNode node, String input) throws DamagedException;
  }

  /** An activation of a node. */
  @FunctionalInterface
  private interface ActivationOf {
    Activation of(OnnxNode node) throws DamagedException;
  }

  /**
   * Creates the operators.
   *
   * @param rows that the file is for; {@link OnnxFile#UNKNOWN} for any
   */
  OnnxOperators(OnnxFile file, NetworkDraft draft, long rows) {
    this.file = file;
    this.draft = draft;
    this.rows = rows;
    layers();
    arithmetic();
    shapes();
    activations();
  }

  private void layers() {
    known.put("Gemm", (node, input) -> gemm(node));
    known.put("MatMul", this::product);
    known.put("Conv", (node, input) -> convolution(node));
    known.put("BatchNormalization", (node, input) -> batchNorm(node));
    known.put("LayerNormalization", (node, input) -> layerNorm(node));
    known.put("RMSNormalization", (node, input) -> rmsNorm(node));
    known.put("MaxPool", (node, input) -> pool(node, true));
    known.put("AveragePool", (node, input) -> pool(node, false));
    known.put("GlobalAveragePool", (node, input) -> draft.globalPool(node.called(), false, true));
    known.put("GlobalMaxPool", (node, input) -> draft.globalPool(node.called(), true, true));
    known.put("ReduceMean", (node, input) -> mean(node));
    known.put("ai.onnx.ml.Scaler", (node, input) -> scaler(node));
  }

  private void arithmetic() {
    known.put(
        "Add",
        (node, input) ->
            draft.scale(node.called(), Optional.empty(), Optional.of(other(node, input))));
    known.put(
        "Mul",
        (node, input) ->
            draft.scale(node.called(), Optional.of(other(node, input)), Optional.empty()));
    known.put("Sub", this::difference);
    known.put("Div", this::quotient);
    known.put(
        "Neg",
        (node, input) -> draft.scale(node.called(), Optional.of(number(-1)), Optional.empty()));
  }

  private void shapes() {
    known.put("Identity", (node, input) -> {});
    known.put("Dropout", (node, input) -> {});
    known.put("Cast", (node, input) -> cast(node));
    known.put("Flatten", (node, input) -> flatten(node));
    known.put("Reshape", (node, input) -> reshape(node));
    known.put("Squeeze", (node, input) -> squeeze(node));
    known.put("Unsqueeze", (node, input) -> unsqueeze(node));
    known.put("Transpose", (node, input) -> transpose(node));
    known.put("Pad", (node, input) -> pad(node));
  }

  private void activations() {
    pointwise("Relu", node -> new Relu());
    pointwise("Sigmoid", node -> new Sigmoid());
    pointwise("Tanh", node -> new Tanh());
    pointwise("Softplus", node -> new Softplus());
    pointwise("Softsign", node -> new Softsign());
    pointwise("Exp", node -> new Exponential());
    pointwise("Sin", node -> new Sine());
    pointwise("Mish", node -> new Mish());
    pointwise("HardSwish", node -> new HardSwish());
    pointwise("Elu", node -> new Elu(node.real("alpha", 1)));
    pointwise("Celu", node -> new Celu(node.real("alpha", 1)));
    pointwise("LeakyRelu", node -> new LeakyRelu(exact(node.real("alpha", LEAKY))));
    pointwise("ThresholdedRelu", node -> new Threshold(node.real("alpha", 1), 0));
    pointwise("Swish", node -> new Silu(node.real("alpha", 1)));
    pointwise("Selu", OnnxOperators::selu);
    pointwise("HardSigmoid", OnnxOperators::hardSigmoid);
    pointwise("Gelu", OnnxOperators::gelu);
    pointwise("Clip", this::clip);
    known.put(
        "PRelu", (node, input) -> draft.prelu(node.called(), constant(node, 1, "slope").weights()));
    known.put(
        "Softmax",
        (node, input) -> draft.rowActivation(node.called(), new Softmax(), axis(node, -1)));
    known.put(
        "LogSoftmax",
        (node, input) -> draft.rowActivation(node.called(), new LogSoftmax(), axis(node, -1)));
    known.put("Log", (node, input) -> draft.logarithm(node.called()));
  }

  private void pointwise(String operator, ActivationOf activation) {
    known.put(operator, (node, input) -> draft.activation(node.called(), activation.of(node)));
  }

  boolean isKnown(String operator) {
    return known.containsKey(operator);
  }

  GradusException unknown(OnnxNode node) {
    return Refusal.of(
        "%s: the operator %s cannot be imported; these can: %s",
        node.called(), node.operator(), String.join(", ", known.keySet()));
  }

  /** Appends the only node of a link. */
  void append(OnnxNode node, String input) throws DamagedException {
    Operator operator = known.get(node.operator());
    if (operator == null) {
      throw unknown(node);
    }
    boolean isFirst = node.inputs().get(0).equals(input);
    boolean turns = List.of("Add", "Mul", "Sub").contains(node.operator());
    if (!isFirst && !turns) {
      throw Refusal.of(
          "%s: its first input must be computed by the network; that as another input is not imported",
          node.called());
    }
    if (!BEHIND_ZEROS.contains(node.operator())) {
      draft.refuseZeros(node.called());
    }
    try {
      operator.append(node, input);
    } catch (IllegalArgumentException e) {
      throw Refusal.of("%s: %s", node.called(), String.valueOf(e.getMessage()));
    }
  }

  private OnnxTensor constant(OnnxNode node, int index, String name) throws DamagedException {
    if (!isGiven(node, index)) {
      throw Refusal.of("%s: its %s is missing", node.called(), name);
    }
    return file.constant(node.inputs().get(index))
        .orElseThrow(
            () ->
                Refusal.of(
                    "%s: its %s '%s' is computed from the input, but must be a constant",
                    node.called(), name, node.inputs().get(index)));
  }

  private static boolean isGiven(OnnxNode node, int index) {
    return node.inputs().size() > index && !node.inputs().get(index).isEmpty();
  }

  private Optional<float[]> optional(OnnxNode node, int index, String name)
      throws DamagedException {
    return isGiven(node, index)
        ? Optional.of(constant(node, index, name).weights().values())
        : Optional.empty();
  }

  /** A matrix of weights. */
  private Weights matrix(OnnxNode node) throws DamagedException {
    Weights matrix = constant(node, 1, "matrix").weights();
    if (matrix.rank() != 2 || matrix.values().length == 0) {
      throw Refusal.of(
          "%s: its weights have the shape %s; only matrices are imported",
          node.called(), matrix.shape());
    }
    return matrix;
  }

  private void gemm(OnnxNode node) throws DamagedException {
    node.require("transA", 0);
    Weights matrix = matrix(node);
    Weights turned = node.number("transB", 0) == 1 ? matrix.transposed() : matrix;
    times(turned.values(), node.real("alpha", 1));
    Optional<float[]> bias = optional(node, 2, "bias");
    bias.ifPresent(values -> times(values, betaOf(node)));
    draft.dense(node.called(), turned, bias);
  }

  private static double betaOf(OnnxNode node) {
    try {
      return node.real("beta", 1);
    } catch (DamagedException e) {
      throw Refusal.of("%s: beta is no number", node.called());
    }
  }

  private static void times(float[] values, double factor) {
    for (int i = 0; factor != 1 && i < values.length; i++) {
      values[i] *= (float) factor;
    }
  }

  private void product(OnnxNode node, String input) throws DamagedException {
    draft.dense(node.called(), matrix(node), Optional.empty());
  }

  private void convolution(OnnxNode node) throws DamagedException {
    node.require("group", 1);
    Weights kernel = constant(node, 1, "kernel").weights();
    if (kernel.rank() != 4 || kernel.values().length == 0) {
      throw Refusal.of(
          "%s: its kernel has the shape %s; only images with two sides are imported",
          node.called(), kernel.shape());
    }
    requireAll(node, "dilations", 1);
    draft.convolution(
        node.called(),
        kernel.channelsLast(),
        optional(node, 2, "bias"),
        square(node, "strides", 1),
        pads(node, draft.dimensions()));
  }

  private static void requireAll(OnnxNode node, String attribute, long value)
      throws DamagedException {
    List<Long> given = node.numbers(attribute, List.of());
    if (given.stream().anyMatch(each -> each != value)) {
      throw Refusal.of("%s: %s is %s; only %s is imported", node.called(), attribute, given, value);
    }
  }

  /** A number that must be the same in both directions. */
  private static int square(OnnxNode node, String attribute, int otherwise)
      throws DamagedException {
    List<Long> given = node.numbers(attribute, List.of((long) otherwise));
    if (given.isEmpty() || given.stream().distinct().count() != 1) {
      throw Refusal.of(
          "%s: %s is %s; only the same in both directions is imported",
          node.called(), attribute, given);
    }
    if (given.get(0) < 1 || given.get(0) > Integer.MAX_VALUE) {
      throw Refusal.of("%s: %s is %s", node.called(), attribute, given);
    }
    return given.get(0).intValue();
  }

  /** The padding of an image; empty for "same" with one more at the end. */
  private static Optional<List<Integer>> pads(OnnxNode node, List<Integer> dimensions)
      throws DamagedException {
    String auto = node.text("auto_pad", "NOTSET");
    if (auto.equals("SAME_UPPER")) {
      return Optional.empty();
    }
    if (auto.equals("VALID")) {
      return Optional.of(Windows.NO_PADS);
    }
    List<Long> pads = node.numbers("pads", List.of(0L, 0L, 0L, 0L));
    if (!auto.equals("NOTSET") || pads.size() != 4) {
      throw Refusal.of(
          "%s: its padding (auto_pad %s, pads %s) for an input of shape %s is not imported",
          node.called(), auto, pads, dimensions);
    }
    return Optional.of(pads.stream().map(Math::toIntExact).toList());
  }

  private void pool(OnnxNode node, boolean largest) throws DamagedException {
    requireAll(node, "dilations", 1);
    Windows windows =
        draft.windows(
            node.called(),
            square(node, "kernel_shape", 1),
            square(node, "strides", 1),
            pads(node, draft.dimensions()));
    boolean isCeiled = node.number("ceil_mode", 0) == 1;
    if (isCeiled && draft.hasZeros() && !windows.isWhole()) {
      throw Refusal.of(
          "%s: with ceil_mode it has incomplete windows at the edge of an image with zeros around it, which is not imported",
          node.called());
    }
    Windows all = isCeiled ? windows.withRest() : windows;
    if (largest) {
      draft.maxPool(node.called(), all);
    } else if (all.equals(windows)) {
      draft.averagePool(node.called(), all, node.number("count_include_pad", 0) == 1);
    } else {
      throw Refusal.of(
          "%s: with ceil_mode it has incomplete windows at the edge of an image of shape %s, which is not imported",
          node.called(), draft.dimensions());
    }
  }

  private void batchNorm(OnnxNode node) throws DamagedException {
    node.require("training_mode", 0);
    draft.batchNorm(
        node.called(),
        new BatchNorm(0.1, exact(node.real("epsilon", 1e-5)), Optional.empty()),
        Map.of(
            "weight", constant(node, 1, "scale").weights().values(),
            "bias", constant(node, 2, "bias").weights().values(),
            "running-mean", constant(node, 3, "mean").weights().values(),
            "running-variance", constant(node, 4, "variance").weights().values()));
  }

  private void layerNorm(OnnxNode node) throws DamagedException {
    float[] weight = constant(node, 1, "scale").weights().values();
    draft.rowNorm(
        node.called(),
        new LayerNorm(exact(node.real("epsilon", 1e-5)), Optional.empty()),
        Map.of(
            "weight", weight, "bias", optional(node, 2, "bias").orElse(new float[weight.length])));
  }

  private void rmsNorm(OnnxNode node) throws DamagedException {
    draft.rowNorm(
        node.called(),
        new RmsNorm(exact(node.real("epsilon", 1e-5)), Optional.empty()),
        Map.of("weight", constant(node, 1, "scale").weights().values()));
  }

  /** The decimal number that was rounded to a float, such as 0.01. */
  private static double exact(double rounded) {
    return Double.parseDouble(Float.toString((float) rounded));
  }

  private void mean(OnnxNode node) throws DamagedException {
    List<Long> axes =
        isGiven(node, 1) ? constant(node, 1, "axes").longs() : node.numbers("axes", List.of());
    List<Long> all = axes.stream().map(axis -> axis < 0 ? axis + 4 : axis).sorted().toList();
    if (draft.dimensions().size() != 3 || !all.equals(List.of(2L, 3L))) {
      throw Refusal.of(
          "%s: it takes the mean over the axes %s of rows of shape %s; only that over the pixels of an image is imported",
          node.called(), axes, draft.dimensions());
    }
    draft.globalPool(node.called(), false, node.number("keepdims", 1) == 1);
  }

  /** Standardised inputs, as scikit-learn's scalers have them. */
  private void scaler(OnnxNode node) throws DamagedException {
    float[] offset = node.reals("offset");
    float[] factor = node.reals("scale");
    if (offset.length > 0) {
      times(offset, -1);
      draft.scale(node.called(), Optional.empty(), Optional.of(row(offset)));
    }
    if (factor.length > 0) {
      draft.scale(node.called(), Optional.of(row(factor)), Optional.empty());
    }
  }

  private static Weights row(float[] values) {
    return new Weights(List.of(values.length), values);
  }

  private static Weights number(double value) {
    return row(new float[] {(float) value});
  }

  /** The constant among two inputs. */
  private Weights other(OnnxNode node, String input) throws DamagedException {
    return constant(node, node.inputs().get(0).equals(input) ? 1 : 0, "constant").weights();
  }

  private void difference(OnnxNode node, String input) throws DamagedException {
    Weights constant = other(node, input);
    boolean isFirst = node.inputs().get(0).equals(input);
    if (isFirst) {
      Weights negative = new Weights(constant.shape(), constant.values().clone());
      times(negative.values(), -1);
      draft.scale(node.called(), Optional.empty(), Optional.of(negative));
    } else {
      draft.scale(node.called(), Optional.of(number(-1)), Optional.of(constant));
    }
  }

  private void quotient(OnnxNode node, String input) throws DamagedException {
    Weights constant = other(node, input);
    float[] inverse = constant.values().clone();
    for (int i = 0; i < inverse.length; i++) {
      if (inverse[i] == 0) {
        throw Refusal.of("%s: it divides by 0", node.called());
      }
      inverse[i] = (float) (1.0 / inverse[i]);
    }
    draft.scale(
        node.called(), Optional.of(new Weights(constant.shape(), inverse)), Optional.empty());
  }

  private static void cast(OnnxNode node) throws DamagedException {
    List<Long> reals = List.of(1L, 10L, 11L, 16L);
    if (!reals.contains(node.number("to", 1))) {
      throw Refusal.of(
          "%s: it converts numbers to the type %s of ONNX; only conversions between floating point numbers are imported",
          node.called(), node.number("to", 1));
    }
  }

  private void flatten(OnnxNode node) throws DamagedException {
    node.require("axis", 1);
    draft.reshape(node.called(), List.of(draft.width()), false);
  }

  private void reshape(OnnxNode node) throws DamagedException {
    node.require("allowzero", 0);
    List<Long> sizes = constant(node, 1, "shape").longs();
    if (sizes.isEmpty() || sizes.stream().anyMatch(size -> size < -1 || size > Integer.MAX_VALUE)) {
      throw Refusal.of("%s: its shape %s is none", node.called(), sizes);
    }
    long width = draft.width();
    List<Integer> rest = new ArrayList<>();
    long known = 1;
    for (int i = 1; i < sizes.size(); i++) {
      long size = sizes.get(i) == 0 ? kept(node, i) : sizes.get(i);
      rest.add((int) size);
      known *= Math.max(1, size);
      if (known > width) {
        throw misfit(node, sizes);
      }
    }
    int open = rest.indexOf(-1);
    if (open >= 0) {
      rest.set(open, (int) (width / known));
      known *= width / known;
    }
    boolean isRows = sizes.get(0) <= 0 || sizes.get(0) == rows;
    boolean folds = sizes.get(0) == -1 && known < width && width % known == 0;
    if (!isRows || known != width && !folds) {
      throw misfit(node, sizes);
    }
    if (folds) {
      rest.add(0, (int) (width / known));
    }
    draft.reshape(node.called(), rest, folds);
  }

  private long kept(OnnxNode node, int index) {
    int axis = draft.axisOfRow(index);
    if (axis >= draft.dimensions().size()) {
      throw Refusal.of("%s: it keeps dimension %s, which its input lacks", node.called(), index);
    }
    return draft.dimensions().get(axis);
  }

  private GradusException misfit(OnnxNode node, List<Long> sizes) {
    return Refusal.of(
        "%s: it gives rows of shape %s the shape %s, with the rows as the first dimension; that mixes rows",
        node.called(), draft.dimensions(), sizes);
  }

  private List<Long> axes(OnnxNode node) throws DamagedException {
    return isGiven(node, 1) ? constant(node, 1, "axes").longs() : node.numbers("axes", List.of());
  }

  private void squeeze(OnnxNode node) throws DamagedException {
    List<Long> axes = axes(node);
    reshape(
        node,
        OnnxConstants.squeezed(sizes(), axes),
        "it removes the axes %s of rows of shape %s, which are not of size 1",
        axes);
  }

  private void unsqueeze(OnnxNode node) throws DamagedException {
    List<Long> axes = axes(node);
    reshape(
        node,
        OnnxConstants.unsqueezed(sizes(), axes),
        "it adds the axes %s to rows of shape %s",
        axes);
  }

  /** The sizes of the input, with the rows as the first. */
  private List<Long> sizes() {
    return Stream.concat(Stream.of(ANY_ROWS), draft.dimensions().stream().map(Integer::longValue))
        .toList();
  }

  private void reshape(OnnxNode node, Optional<List<Long>> sizes, String refusal, List<Long> axes) {
    List<Long> found =
        sizes
            .filter(each -> !each.isEmpty() && each.get(0) == ANY_ROWS)
            .orElseThrow(
                () -> Refusal.of("%s: " + refusal, node.called(), axes, draft.dimensions()));
    draft.reshape(node.called(), found.stream().skip(1).map(Long::intValue).toList(), false);
  }

  /** Zeros around an image, as exporters write the padding of a mean; or nothing. */
  private void pad(OnnxNode node) throws DamagedException {
    List<Integer> pads =
        (isGiven(node, 1) ? constant(node, 1, "pads").longs() : node.numbers("pads", List.of()))
            .stream().map(Math::toIntExact).toList();
    if (pads.stream().allMatch(each -> each == 0)) {
      return;
    }
    boolean isZero =
        isGiven(node, 2)
            ? Arrays.stream(constant(node, 2, "value").values()).allMatch(each -> each == 0)
            : node.real("value", 0) == 0;
    boolean isAround =
        pads.size() == 2 * RANK_OF_IMAGES
            && !isGiven(node, 3)
            && pads.subList(0, 2).equals(List.of(0, 0))
            && pads.subList(RANK_OF_IMAGES, RANK_OF_IMAGES + 2).equals(List.of(0, 0));
    if (!isAround || !isZero || !node.text("mode", "constant").equals("constant")) {
      throw Refusal.of(
          "%s: it pads rows of shape %s by %s; only zeros around an image are imported",
          node.called(), draft.dimensions(), pads);
    }
    draft.zeros(
        node.called(),
        List.of(
            pads.get(2), pads.get(3), pads.get(RANK_OF_IMAGES + 2), pads.get(RANK_OF_IMAGES + 3)));
  }

  private void transpose(OnnxNode node) throws DamagedException {
    List<Integer> axes = OnnxConstants.axes(node, draft.dimensions().size() + 1);
    if (axes.get(0) != 0) {
      throw Refusal.of("%s: it moves the axis of the rows (perm %s)", node.called(), axes);
    }
    draft.transpose(
        node.called(), axes.subList(1, axes.size()).stream().map(axis -> axis - 1).toList());
  }

  /** The axis of a row, from 0. */
  private int axis(OnnxNode node, int otherwise) throws DamagedException {
    return draft.axisOfRow((int) node.number("axis", otherwise));
  }

  private static Activation selu(OnnxNode node) throws DamagedException {
    requireNear(node, "alpha", SELU_ALPHA, SELU_ALPHA);
    requireNear(node, "gamma", SELU_GAMMA, SELU_GAMMA);
    return new Selu();
  }

  private static Activation hardSigmoid(OnnxNode node) throws DamagedException {
    requireNear(node, "alpha", 1 / SIX, HARD);
    requireNear(node, "beta", 0.5, 0.5);
    return new HardSigmoid();
  }

  private static void requireNear(OnnxNode node, String attribute, double wanted, double otherwise)
      throws DamagedException {
    double given = node.real(attribute, otherwise);
    if (!(Math.abs(given - wanted) < LEAST_DIFFERENCE)) {
      throw Refusal.of(
          "%s: %s is %s; only %s is imported",
          node.called(), attribute, (float) given, (float) wanted);
    }
  }

  private static Activation gelu(OnnxNode node) throws DamagedException {
    return new Gelu(
        node.text("approximate", "none").equals("tanh")
            ? Gelu.Approximation.TANH
            : Gelu.Approximation.NONE);
  }

  private Activation clip(OnnxNode node) throws DamagedException {
    double low = bound(node, 1, "min", -Float.MAX_VALUE);
    double high = bound(node, 2, "max", Float.MAX_VALUE);
    if (low == 0 && high == SIX) {
      return new Relu6();
    }
    return low == 0 && high >= Float.MAX_VALUE ? new Relu() : new HardTanh(low, high);
  }

  private double bound(OnnxNode node, int index, String name, double otherwise)
      throws DamagedException {
    if (!isGiven(node, index)) {
      return exact(node.real(name, (float) otherwise));
    }
    OnnxTensor bound = constant(node, index, name);
    if (!bound.isScalar()) {
      throw Refusal.of("%s: its %s has the shape %s", node.called(), name, bound.shape());
    }
    return exact(bound.values()[0]);
  }
}
