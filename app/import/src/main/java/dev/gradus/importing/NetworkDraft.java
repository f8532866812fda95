package dev.gradus.importing;

import dev.gradus.activations.Identity;
import dev.gradus.activations.LogSigmoid;
import dev.gradus.activations.LogSoftmax;
import dev.gradus.activations.Prelu;
import dev.gradus.activations.Sigmoid;
import dev.gradus.activations.Softmax;
import dev.gradus.layers.AveragePool;
import dev.gradus.layers.BatchNorm;
import dev.gradus.layers.Dense;
import dev.gradus.layers.Flatten;
import dev.gradus.layers.GlobalAveragePool;
import dev.gradus.layers.Image;
import dev.gradus.layers.LayerNorm;
import dev.gradus.layers.MaxPool;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network that is being imported, layer by layer, with its weights.
 *
 * <p>It follows in which order the file has the numbers of a row, so that weights go to the right
 * places however the file arranges images. Not for use by several threads.
 */
final class NetworkDraft {

  /** The largest layer of ones that carries an activation, in units. */
  private static final int LARGEST_IDENTITY = 4096;

  /** The largest number of inputs, each of which is a column. */
  private static final int MOST_INPUTS = 1_000_000;

  private final List<Step> steps = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private final boolean channelsFirst;

  /** The column of the file for each input. */
  private int[] columns;

  /** What is subtracted from each column, and what it is divided by. */
  private final double[] means;

  private final double[] deviations;

  /** What the layers so far return. */
  private Shape shape;

  private Arrangement order;

  /** Whether the first dimension of the row counts as rows in the file. */
  private boolean folded;

  /** Zeros around the image that the next layer sees: above, left, below and right. */
  private List<Integer> zeros = Windows.NO_PADS;

  /**
   * Starts a network.
   *
   * @param dimensions of a row of inputs
   * @param channelsFirst whether images have their channels first
   */
  NetworkDraft(List<Integer> dimensions, boolean channelsFirst) {
    int size = Weights.sizeOf(dimensions);
    if (size < 1 || size > MOST_INPUTS) {
      throw Refusal.of(
          "the input has the shape %s; from 1 to %s numbers a row are imported",
          dimensions, MOST_INPUTS);
    }
    this.channelsFirst = channelsFirst;
    order = Arrangement.plain(dimensions);
    shape = Shape.line(order.size());
    columns = order.places();
    means = new double[order.size()];
    deviations = new double[order.size()];
    Arrays.fill(deviations, 1);
  }

  List<Step> steps() {
    return List.copyOf(steps);
  }

  List<String> remarks() {
    return List.copyOf(remarks);
  }

  void remark(String sentence, Object... parts) {
    remarks.add(sentence.formatted(parts));
  }

  /** The number of inputs of the network. */
  int inputs() {
    return columns.length;
  }

  /** The column of the file for each input of the network. */
  int[] columns() {
    return columns;
  }

  /** What is subtracted from a column. */
  double mean(int column) {
    return means[column];
  }

  /** What a column is divided by, after that. */
  double deviation(int column) {
    return deviations[column];
  }

  /** The shape of a row in the file. */
  List<Integer> dimensions() {
    return order.dimensions();
  }

  /** The axis of a row that a file counts with the rows as the first, from 0. */
  int axisOfRow(int axis) {
    int rank = order.dimensions().size();
    return axis < 0 ? rank + axis : folded ? axis : axis - 1;
  }

  /** The axis of the channels of an image, or of the units, in the shape of a row. */
  int channelAxis() {
    return channelsFirst && order.dimensions().size() == 3 ? 0 : order.dimensions().size() - 1;
  }

  /** The number of outputs so far. */
  int width() {
    return order.size();
  }

  /** Other dimensions of the same numbers. */
  void reshape(String origin, List<Integer> dimensions, boolean folds) {
    if (Weights.sizeOf(dimensions) != order.size()) {
      throw Refusal.of(
          "%s: it gives the %s numbers of a row the shape %s, which has another number of them",
          origin, order.size(), dimensions);
    }
    order = order.reshaped(dimensions.isEmpty() ? List.of(1) : dimensions);
    folded = folds;
  }

  /** Turns the axes of a row. */
  void transpose(String origin, List<Integer> axes) {
    refuseFolded(origin);
    order = order.transposed(axes);
  }

  private void refuseFolded(String origin) {
    if (folded) {
      throw Refusal.of(
          "%s: it sees parts of a row as rows of their own, of shape %s; a layer of Gradus sees whole rows",
          origin, order.dimensions().subList(1, order.dimensions().size()));
    }
  }

  /** A fully connected layer; its weights have a row for each input. */
  void dense(String origin, Weights weight, Optional<float[]> bias) {
    line(origin, weight.shape(), weight.size(0));
    int units = weight.size(1);
    Map<String, float[]> tensors = new HashMap<>();
    tensors.put("weight", order.arrangeRows(weight.values(), units));
    bias.ifPresent(values -> tensors.put("bias", expanded(origin, "bias", values, units)));
    add(origin, denseOf(units, bias.isPresent()), tensors);
    shape = Shape.line(units);
    order = Arrangement.plain(List.of(units));
  }

  static Dense denseOf(int units, boolean bias) {
    return new Dense(
        Optional.of(units), Optional.empty(), Optional.empty(), Optional.empty(), bias);
  }

  private static float[] expanded(String origin, String name, float[] values, int size) {
    if (values.length == size) {
      return values;
    }
    if (values.length == 1) {
      float[] all = new float[size];
      Arrays.fill(all, values[0]);
      return all;
    }
    throw Refusal.of(
        "%s: its %s has %s numbers, but there must be %s", origin, name, values.length, size);
  }

  /** Makes a vector of the row, whose numbers a layer takes. */
  private void line(String origin, List<Integer> weights, int needed) {
    refuseFolded(origin);
    if (order.dimensions().size() != 1) {
      throw Refusal.of(
          "%s: its weights have the shape %s and take a vector, but its input has the shape %s; only dense layers behind flatten are imported",
          origin, weights, order.dimensions());
    }
    if (order.size() != needed) {
      throw Refusal.of(
          "%s: its weights have the shape %s, for %s inputs, but its input has the shape %s",
          origin, weights, needed, order.dimensions());
    }
    flatten();
  }

  private void flatten() {
    if (shape.isImage()) {
      add("", new Flatten(), Map.of());
      shape = Shape.line(shape.columns());
    }
  }

  /** Makes an image of the row. */
  private Shape image(String origin) {
    refuseFolded(origin);
    List<Integer> sizes = order.dimensions();
    if (sizes.size() != 3) {
      throw Refusal.of(
          "%s: it takes an image, but its input has the shape %s; only images with two sides and channels are imported",
          origin, sizes);
    }
    int channels = sizes.get(channelsFirst ? 0 : 2);
    Shape wanted =
        Shape.image(sizes.get(channelsFirst ? 1 : 0), sizes.get(channelsFirst ? 2 : 1), channels);
    Arrangement there = Arrangement.image(wanted.height(), wanted.width(), channels, channelsFirst);
    if (steps.isEmpty() && !shape.isImage()) {
      int[] moved = new int[columns.length];
      for (int i = 0; i < moved.length; i++) {
        moved[there.places()[i]] = columns[order.places()[i]];
      }
      columns = moved;
      order = there;
    }
    if (!order.isSame(there) || shape.isImage() && !shape.equals(wanted)) {
      throw Refusal.of(
          "%s: the file arranges the numbers of its input anew, of shape %s; within a network Gradus cannot move numbers",
          origin, sizes);
    }
    if (!shape.isImage()) {
      add("", new Image(wanted.height(), wanted.width(), channels), Map.of());
      shape = wanted;
    }
    return shape;
  }

  private void become(String origin, Shape image) {
    zeros = Windows.NO_PADS;
    List<Integer> sizes = List.of(image.height(), image.width(), image.channels());
    if (Weights.sizeOf(sizes) < 1) {
      throw Refusal.of("%s: its output, %s, is too large", origin, image);
    }
    shape = image;
    order = Arrangement.image(image.height(), image.width(), image.channels(), channelsFirst);
  }

  /**
   * Puts zeros around an image, for the convolution or the pooling that follows.
   *
   * @param pads rows above, columns left of, rows below and columns right of it
   */
  void zeros(String origin, List<Integer> pads) {
    image(origin);
    if (Collections.min(pads) < 0) {
      throw Refusal.of("%s: it cuts the edges of %s off (%s)", origin, shape, pads);
    }
    zeros = Windows.sum(zeros, pads);
  }

  /** Whether there are zeros around the image that the next layer sees. */
  boolean hasZeros() {
    return !zeros.equals(Windows.NO_PADS);
  }

  /** Refuses zeros around the input of a layer without windows. */
  void refuseZeros(String origin) {
    if (hasZeros()) {
      throw Refusal.of(
          "%s: its input is %s, with zeros around it; zeros are imported in front of a convolution or pooling only",
          origin, shape);
    }
  }

  /**
   * The windows of a layer.
   *
   * @param pads above, left of, below and right of the image; empty for as many as give one window
   *     for each stride
   */
  Windows windows(String origin, int size, int stride, Optional<List<Integer>> pads) {
    return Windows.of(origin, image(origin), zeros, size, stride, pads);
  }

  /**
   * A convolution.
   *
   * @param kernel its dimensions are height, width, channels and filters
   * @param pads zeros above, left of, below and right of the image; empty for as many as give one
   *     window for each stride
   */
  void convolution(
      String origin,
      Weights kernel,
      Optional<float[]> bias,
      int stride,
      Optional<List<Integer>> pads) {
    Shape image = image(origin);
    int size = kernel.size(0);
    if (kernel.size(1) != size) {
      throw Refusal.of(
          "%s: its kernel has %s x %s pixels; only square kernels are imported",
          origin, size, kernel.size(1));
    }
    if (kernel.size(2) != image.channels()) {
      throw Refusal.of(
          "%s: its kernel has the shape %s (height, width, channels, filters), but its input has %s channels",
          origin, kernel.shape(), image.channels());
    }
    Windows windows = windows(origin, size, stride, pads);
    int filters = kernel.size(3);
    Map<String, float[]> tensors = new HashMap<>();
    tensors.put("weight", kernel.values());
    bias.ifPresent(values -> tensors.put("bias", expanded(origin, "bias", values, filters)));
    add(origin, windows.convolution(filters, bias.isPresent()), tensors);
    become(origin, windows.output(filters));
  }

  /** The maximum of windows, which sees nothing around the image. */
  void maxPool(String origin, Windows windows) {
    if (hasZeros() && !isNeverBelowZero()) {
      throw Refusal.of(
          "%s: its input is %s, with zeros around it, which may be larger than the numbers in it; in front of a maximum, zeros are imported only behind an activation that is never below 0, such as relu",
          origin, shape);
    }
    add(origin, new MaxPool(windows.size(), windows.strideOfPool(), windows.given()), Map.of());
    become(origin, windows.output(shape.channels()));
  }

  private boolean isNeverBelowZero() {
    return !steps.isEmpty()
        && steps
            .get(steps.size() - 1)
            .spec()
            .activation()
            .filter(each -> each.outputs().low() >= 0)
            .isPresent();
  }

  /**
   * The mean of windows.
   *
   * @param counts whether zeros that the layer puts around the image count in it
   */
  void averagePool(String origin, Windows windows, boolean counts) {
    if (!counts && !windows.pads().equals(zeros)) {
      throw Refusal.of(
          "%s: it pads %s, and its means leave the padding out; only means in which padding counts as zeros are imported",
          origin, shape);
    }
    add(origin, new AveragePool(windows.size(), windows.strideOfPool(), windows.given()), Map.of());
    become(origin, windows.output(shape.channels()));
  }

  /**
   * The mean or the maximum of each channel.
   *
   * @param keepsAxes whether the sides of the image stay, of size 1
   */
  void globalPool(String origin, boolean largest, boolean keepsAxes) {
    Shape image = image(origin);
    int channels = image.channels();
    if (largest) {
      if (image.height() != image.width()) {
        throw Refusal.of(
            "%s: it takes the maximum of %s, but only square windows are imported", origin, image);
      }
      int size = image.height();
      maxPool(origin, windows(origin, size, size, Optional.of(Windows.NO_PADS)));
    } else {
      add(origin, new GlobalAveragePool(), Map.of());
      shape = Shape.line(channels);
    }
    order =
        Arrangement.plain(
            !keepsAxes
                ? List.of(channels)
                : channelsFirst ? List.of(channels, 1, 1) : List.of(1, 1, channels));
  }

  /**
   * Batch normalisation, of each channel or of each number of a vector.
   *
   * @param norm with its epsilon
   */
  void batchNorm(String origin, BatchNorm norm, Map<String, float[]> values) {
    boolean isImage = order.dimensions().size() > 1;
    int size = isImage ? image(origin).channels() : order.size();
    if (!isImage) {
      refuseFolded(origin);
      flatten();
    }
    Map<String, float[]> tensors = new HashMap<>();
    values.forEach(
        (name, each) -> {
          if (each.length != size) {
            throw Refusal.of(
                "%s: its %s has the shape [%s], but its input has the shape %s",
                origin, name, each.length, order.dimensions());
          }
          tensors.put(name, isImage ? each : order.arrange(each));
        });
    add(origin, norm, tensors);
  }

  /** Layer normalisation over all numbers of a row. */
  void rowNorm(String origin, Layer norm, Map<String, float[]> values) {
    refuseFolded(origin);
    Map<String, float[]> tensors = new HashMap<>();
    values.forEach(
        (name, each) -> {
          if (each.length != order.size()) {
            throw Refusal.of(
                "%s: its %s has %s numbers, but its input has the shape %s; only normalisation over whole rows is imported",
                origin, name, each.length, order.dimensions());
          }
          tensors.put(name, order.arrange(each));
        });
    add(origin, norm, tensors);
  }

  /** Noise, which predictions do not have. */
  void noise(String origin, Layer layer) {
    add(origin, layer, Map.of());
  }

  private void add(String origin, Layer layer, Map<String, float[]> tensors) {
    steps.add(new Step(origin, layer, tensors, true));
  }

  /** A constant for each number of the row, in the order of Gradus. */
  private float[] spread(String origin, Weights constant) {
    int[] sizes = order.dimensions().stream().mapToInt(each -> each).toArray();
    int rank = sizes.length;
    int extra = constant.rank() - rank;
    boolean fits = extra <= 0 || extra == 1 && constant.size(0) == 1;
    int[] strides = new int[rank];
    int stride = 1;
    for (int i = rank - 1; i >= 0 && fits; i--) {
      int own = i + extra < 0 ? 1 : constant.size(i + extra);
      fits = own == 1 || own == sizes[i];
      strides[i] = own == 1 ? 0 : stride;
      stride *= own;
    }
    if (!fits) {
      throw Refusal.of(
          "%s: its constant has the shape %s, which does not fit its input of shape %s",
          origin, constant.shape(), order.dimensions());
    }
    float[] all = new float[order.size()];
    int[] at = new int[rank];
    for (int i = 0; i < all.length; i++) {
      int from = 0;
      for (int axis = 0; axis < rank; axis++) {
        from += at[axis] * strides[axis];
      }
      all[order.places()[i]] = constant.values()[from];
      for (int axis = rank - 1; axis >= 0 && ++at[axis] == sizes[axis]; axis--) {
        at[axis] = 0;
      }
    }
    return all;
  }

  /** y = factor x + term, or, if the factor comes last, y = factor (x + term). */
  void scale(String origin, Optional<Weights> factor, Optional<Weights> term) {
    Optional<float[]> factors = factor.map(each -> spread(origin, each));
    Optional<float[]> terms = term.map(each -> spread(origin, each));
    if (steps.isEmpty() && factors.stream().allMatch(ScaledLayers::isPositive)) {
      scaleInputs(factors, terms);
      return;
    }
    int last = steps.size() - 1;
    boolean isRow = last >= 0 && steps.get(last).spec() instanceof LayerNorm;
    int period = isRow ? shape.columns() : shape.channels();
    Optional<float[]> ownFactors = factors.map(each -> once(origin, each, period));
    Optional<float[]> ownTerms = terms.map(each -> once(origin, each, period));
    Optional<Step> joined =
        last < 0 ? Optional.empty() : ScaledLayers.joined(steps.get(last), ownFactors, ownTerms);
    if (joined.isPresent()) {
      steps.set(last, joined.get());
    } else {
      steps.add(ScaledLayers.normOf(origin, period, ownFactors, ownTerms));
    }
  }

  /** The constants of one pixel, which must be those of all others. */
  private static float[] once(String origin, float[] all, int period) {
    for (int i = period; i < all.length; i++) {
      if (all[i] != all[i % period]) {
        throw Refusal.of(
            "%s: its constants differ between the pixels of an image; only those of whole channels are imported",
            origin);
      }
    }
    return Arrays.copyOf(all, period);
  }

  /** Lets the preparation of the columns scale them. */
  private void scaleInputs(Optional<float[]> factors, Optional<float[]> terms) {
    for (int i = 0; i < columns.length; i++) {
      int column = columns[i];
      int at = i;
      factors.ifPresent(each -> deviations[column] /= each[at]);
      terms.ifPresent(each -> means[column] -= each[at] * deviations[column]);
    }
  }

  /** An activation that sees each number by itself. */
  void activation(String origin, Activation activation) {
    if (!(activation instanceof Identity)) {
      attach(origin, activation, Map.of());
    }
  }

  /** Prelu, with a slope for each number, or for several. */
  void prelu(String origin, Weights slopes) {
    float[] each = once(origin, spread(origin, slopes), shape.channels());
    attach(origin, new Prelu(), Map.of("slope", each));
  }

  /**
   * An activation that sees the numbers of an axis together, such as softmax.
   *
   * @param axis of the row, from 0
   */
  void rowActivation(String origin, Activation activation, int axis) {
    List<Integer> sizes = order.dimensions();
    boolean isVector = sizes.size() == 1 && !folded;
    int last = sizes.size() - 1;
    boolean isPixels =
        shape.isImage()
            && axis >= 0
            && axis < sizes.size()
            && sizes.get(axis) == shape.channels()
            && (folded
                ? axis == last && order.isPlain()
                : sizes.size() == 3 && axis == (channelsFirst ? 0 : last));
    if (isVector) {
      flatten();
    } else if (!isPixels) {
      throw Refusal.of(
          "%s: it relates the numbers of axis %s of rows of shape %s; only the axis of the units or the channels is imported",
          origin, axis + 1, sizes);
    }
    attach(origin, activation, Map.of());
  }

  /** The logarithm of probabilities. */
  void logarithm(String origin) {
    int last = steps.size() - 1;
    Optional<Activation> before = last < 0 ? Optional.empty() : steps.get(last).spec().activation();
    boolean isSoftmax = before.filter(Softmax.class::isInstance).isPresent();
    if (!isSoftmax && before.filter(Sigmoid.class::isInstance).isEmpty()) {
      throw Refusal.of("%s: a logarithm is imported behind softmax or sigmoid only", origin);
    }
    Step step = steps.get(last);
    steps.set(
        last,
        step.with(
            ActivationHosts.with(step.spec(), isSoftmax ? new LogSoftmax() : new LogSigmoid()),
            step.tensors()));
  }

  private void attach(String origin, Activation activation, Map<String, float[]> coefficients) {
    int host = ActivationHosts.find(steps, shape, activation, coefficients.isEmpty());
    if (host < 0) {
      identity(origin);
      host = steps.size() - 1;
    } else if (steps.subList(host, steps.size()).stream()
        .anyMatch(each -> ActivationHosts.isNoise(each.spec()))) {
      remark(
          "%s stands before the noise that it follows in the file; predictions are the same",
          origin);
    }
    Step step = steps.get(host);
    Map<String, float[]> tensors = new HashMap<>(step.tensors());
    tensors.putAll(coefficients);
    steps.set(host, step.with(ActivationHosts.with(step.spec(), activation), tensors));
  }

  /** A layer that computes nothing, to carry an activation. */
  private void identity(String origin) {
    int units = shape.isImage() ? shape.channels() : shape.columns();
    if (units > LARGEST_IDENTITY) {
      throw Refusal.of(
          "%s: it follows no layer that takes an activation, and a layer of %s units is too large to carry it",
          origin, units);
    }
    float[] ones = new float[units * units];
    for (int i = 0; i < units; i++) {
      ones[i * units + i] = 1;
    }
    add(
        origin,
        shape.isImage()
            ? new Windows(shape, 1, 1, Windows.NO_PADS).convolution(units, false)
            : denseOf(units, false),
        Map.of("weight", ones));
    remark(
        "network.%s carries %s and computes nothing itself, because a layer of Gradus has one activation at most",
        steps.size() - 1, origin);
  }

  /** Ends the network with a dense layer, as Gradus needs it. */
  void finish() {
    refuseFolded("the output");
    refuseZeros("the output");
    while (!steps.isEmpty() && ActivationHosts.isNoise(steps.get(steps.size() - 1).spec())) {
      Step left = steps.remove(steps.size() - 1);
      remark("%s is left out, because nothing follows it", left.origin());
    }
    order = order.reshaped(List.of(order.size()));
    boolean ends =
        !steps.isEmpty() && steps.get(steps.size() - 1).spec() instanceof Dense && order.isPlain();
    if (ends) {
      return;
    }
    flatten();
    int units = order.size();
    if (units > LARGEST_IDENTITY) {
      throw Refusal.of(
          "the network returns %s numbers; a network of Gradus ends with a dense layer, and one with that many units is too large",
          units);
    }
    float[] moving = new float[units * units];
    for (int i = 0; i < units; i++) {
      moving[order.places()[i] * units + i] = 1;
    }
    add("the output", denseOf(units, false), Map.of("weight", moving));
    order = Arrangement.plain(List.of(units));
    remark(
        "network.%s computes nothing: a network of Gradus ends with a dense layer",
        steps.size() - 1);
  }
}
