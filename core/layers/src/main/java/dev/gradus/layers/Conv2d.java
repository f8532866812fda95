package dev.gradus.layers;

import dev.gradus.spi.Activation;
import dev.gradus.spi.ColumnSums;
import dev.gradus.spi.Initializer;
import dev.gradus.spi.Layer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerSite;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Shape;
import dev.gradus.spi.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A convolution: filters that are applied to every window of an image.
 *
 * <p>Its weights are [kernel kernel channels, filters], and start as those of a dense layer of that
 * shape. Stride and padding are by default those of PyTorch and Keras.
 *
 * @param filters the number of filters; each produces one output channel
 * @param kernel the width and height of a window in pixels
 * @param stride the distance between two windows in pixels
 * @param padding what happens at the edges of the image
 * @param pads rows of zeros above, columns left, rows below and columns right of the image; a
 *     single number for all sides, or two for above and below and for left and right, become four;
 *     empty for what {@code padding} says
 * @param activation the activation; empty for none
 * @param weights the initializer of the weights; empty for the default of the activation
 * @param biases the initializer of the biases; empty for zero
 * @param bias whether there are biases
 */
@Plugin(
    name = "conv2d",
    summary =
        "A convolution: filters that are applied to every window of an image. For images and grids.",
    formula =
        "y[i,j,f] = activation(sum over k, l, c of x[stride i + k, stride j + l, c] W[k,l,c,f] + b[f])",
    reference =
        "Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Gradient-Based Learning Applied to Document Recognition, 1998")
public record Conv2d(
    @Option(
            value = "the number of filters; each produces one output channel",
            min = 1,
            required = true)
        int filters,
    @Option(value = "the width and height of a window in pixels", min = 1) int kernel,
    @Option(value = "the distance between two windows in pixels", min = 1) int stride,
    @Option(
            "valid: windows lie wholly in the image; same: one window for each stride in the "
                + "image, with zeros around it")
        Padding padding,
    @Option(
            value = "rows and columns of zeros around the image, instead of padding: " + Pads.FORMS,
            min = 0)
        Optional<List<Integer>> pads,
    @Option("the activation of each filter; if left out, none") Optional<Activation> activation,
    @Option("the initializer of the weights; if left out, the default of the activation")
        Optional<Initializer> weights,
    @Option("the initializer of the biases; if left out, zeros") Optional<Initializer> biases,
    @Option("whether there are biases") boolean bias)
    implements Layer {

  /** What happens at the edges of an image. */
  public enum Padding {
    /** Windows lie wholly in the image, so the result is smaller. */
    VALID,
    /** The image is padded with zeros: with stride 1 the result has the same size. */
    SAME
  }

  /** An example: 8 filters. */
  public Conv2d() {
    this(8);
  }

  /** Creates a layer with a kernel of 3, stride 1, no padding, and no activation. */
  public Conv2d(int filters) {
    this(filters, 3, 1, Padding.VALID, Optional.empty(), Optional.empty(), Optional.empty(), true);
  }

  /** Creates a layer without pads. */
  public Conv2d(
      int filters,
      int kernel,
      int stride,
      Padding padding,
      Optional<Activation> activation,
      Optional<Initializer> weights,
      Optional<Initializer> biases,
      boolean bias) {
    this(filters, kernel, stride, padding, Optional.empty(), activation, weights, biases, bias);
  }

  public Conv2d {
    Options.check(
        Conv2d.class, filters, kernel, stride, padding, pads, activation, weights, biases, bias);
    pads = Pads.ofSides(pads, "kernel", kernel);
    if (padding == Padding.SAME && pads.isPresent()) {
      throw new IllegalArgumentException(
          "pads is given, but padding is same, which sets the zeros around the image; leave out one of them");
    }
    if (!bias && biases.isPresent()) {
      throw new IllegalArgumentException(
          "biases has an initializer, but bias is false, so there are no biases");
    }
  }

  /** A layer with an activation. */
  public static Conv2d of(int filters, int kernel, Padding padding, Activation activation) {
    return new Conv2d(
        filters,
        kernel,
        1,
        padding,
        Optional.of(activation),
        Optional.empty(),
        Optional.empty(),
        true);
  }

  @Override
  public LayerFunction build(LayerSite site) {
    Patches windows =
        padding == Padding.SAME
            ? Patches.around(Patches.image(site), kernel, stride)
            : Patches.inside(site, "kernel", kernel, stride, pads);
    int mostKernel = (int) Math.sqrt((double) LayerSite.MOST_NUMBERS / windows.image().channels());
    if (kernel > mostKernel) {
      throw site.tooLarge(
          "kernel",
          kernel,
          mostKernel,
          "a filter has a weight for every pixel of a square and each of its channels");
    }
    int numbers = windows.numbers();
    int mostFilters = LayerSite.MOST_NUMBERS / Math.max(numbers, windows.count());
    if (filters > mostFilters) {
      throw site.tooLarge(
          "filters",
          filters,
          mostFilters,
          String.format(
              Locale.ROOT,
              "each filter has %,d weights and gives %,d numbers for each example",
              numbers,
              windows.count()));
    }
    // A pixel is in as many windows as the kernel has pixels.
    int fanOut = (int) Math.min(Integer.MAX_VALUE, (long) kernel * kernel * filters);
    return new Convolution(
        windows,
        site.weights("weight", numbers, filters, fanOut, weights),
        bias ? Optional.of(site.biases("bias", filters, biases)) : Optional.empty());
  }

  /**
   * y = w W + b for each window w.
   *
   * <p>All windows of a batch are copied into one matrix, and a single matrix product serves them
   * all (K. Chellapilla, S. Puri, P. Simard, High Performance Convolutional Neural Networks for
   * Document Processing, 2006).
   *
   * @param weight [numbers of a window, filters]
   */
  private record Convolution(Patches windows, Tensor weight, Optional<Tensor> bias)
      implements LayerFunction {

    @Override
    public Shape input() {
      return windows.image();
    }

    @Override
    public Shape output() {
      return Shape.image(windows.rows(), windows.columns(), weight.columns());
    }

    @Override
    public List<Tensor> parameters() {
      return Stream.concat(Stream.of(weight), bias.stream()).toList();
    }

    @Override
    public long multiplications() {
      return windows.count() * weight.size();
    }

    @Override
    public Kernel kernel(Workspace workspace) {
      return new ConvolutionKernel(this, workspace);
    }

    @Override
    public long largestArray(int rows) {
      long squares = (long) rows * windows.count();
      return squares * Math.max(windows.numbers(), weight.columns());
    }

    @Override
    public long kernelBytes(int rows, Direction direction) {
      long squares = (long) rows * windows.count();
      long forward = weight.size() + squares * windows.numbers();
      long back = squares * weight.columns() + weight.size();
      return Float.BYTES
          * (direction.isBack()
              ? forward + back + (direction == Direction.BACK_TO_INPUTS ? forward : 0)
              : forward);
    }
  }

  private static final class ConvolutionKernel implements LayerFunction.Kernel {

    private static final float[] NONE = {};

    /**
     * How many windows, about, are copied and used before the next ones: they stay in the cache.
     */
    private static final int WINDOWS_TOGETHER = 512;

    private final Patches windows;
    private final int count;

    /** The number of images whose windows are copied before they are used. */
    private final int together;

    private final int numbers;
    private final int units;
    private final boolean hasBiases;
    private final float[] biases;
    private final float[] cut;
    private final float[] cutGradient;
    private final float[] weightGradient;
    private final float[] biasGradient;
    private final double[] columnSums;
    private final LayerFunction.Factor weights;
    private final Optional<LayerFunction.Factor> transposedWeights;
    private final LayerFunction.Factor laidOutGradient;

    /** [rows windows, filters] each. */
    private final float[] y;

    private final float[] gradient;

    ConvolutionKernel(Convolution layer, LayerFunction.Workspace workspace) {
      boolean learns = workspace.direction().isBack();
      boolean goesOn = workspace.direction() == LayerFunction.Direction.BACK_TO_INPUTS;
      float[] weight = layer.weight().values();
      windows = layer.windows();
      count = windows.count();
      together = Math.max(1, WINDOWS_TOGETHER / count);
      numbers = windows.numbers();
      units = layer.weight().columns();
      hasBiases = layer.bias().isPresent();
      biases = layer.bias().map(Tensor::values).orElse(NONE);
      int all = Math.multiplyExact(workspace.rows(), count);
      y = workspace.y();
      gradient = workspace.gradient();
      cut = new float[Math.multiplyExact(all, numbers)];
      cutGradient = new float[goesOn ? cut.length : 0];
      weights = workspace.factor(weight, numbers, units, all);
      transposedWeights =
          goesOn
              ? Optional.of(workspace.transposed(weight, numbers, units, all))
              : Optional.empty();
      weightGradient = new float[learns ? weight.length : 0];
      biasGradient = new float[learns ? units : 0];
      columnSums = new double[units];
      laidOutGradient = workspace.factor(gradient, learns ? all : 0, units, numbers);
    }

    @Override
    public void layOut(int part, int parts) {
      int from = LayerFunction.Kernel.startOf(part, parts, numbers);
      int to = LayerFunction.Kernel.startOf(part + 1, parts, numbers);
      weights.layOut(from, to);
      if (transposedWeights.isPresent()) {
        transposedWeights.get().layOut(from, to);
      }
    }

    @Override
    public void forward(float[] x, int from, int to, int thread) {
      for (int first = from; first < to; first += together) {
        int last = Math.min(first + together, to);
        for (int i = first; i < last; i++) {
          windows.cut(x, i, cut);
        }
        weights.multiply(cut, biases, y, first * count, last * count, thread);
      }
    }

    @Override
    public void backward(float[] x, float[] dx, int from, int to, int thread) {
      laidOutGradient.layOut(from * count, to * count);
      if (transposedWeights.isEmpty()) {
        return;
      }
      LayerFunction.Factor factor = transposedWeights.get();
      int inputs = windows.image().columns();
      Arrays.fill(dx, from * inputs, to * inputs, 0);
      for (int first = from; first < to; first += together) {
        int last = Math.min(first + together, to);
        factor.multiply(gradient, NONE, cutGradient, first * count, last * count, thread);
        for (int i = first; i < last; i++) {
          windows.paste(cutGradient, dx, i);
        }
      }
    }

    @Override
    public void parameterGradients(float[] x, int rows, int part, int parts, int thread) {
      // dL/dW = wᵀ dL/dy: a sum over all windows, because they share the weights.
      int all = rows * count;
      int from = LayerFunction.Kernel.startOf(part, parts, numbers);
      int to = LayerFunction.Kernel.startOf(part + 1, parts, numbers);
      laidOutGradient.multiplyTransposed(cut, all, numbers, weightGradient, from, to, thread);
      if (hasBiases) {
        int first = LayerFunction.Kernel.startOf(part, parts, units);
        int last = LayerFunction.Kernel.startOf(part + 1, parts, units);
        ColumnSums.of(gradient, all, units, columnSums, first, last);
        ColumnSums.narrow(columnSums, biasGradient, first, last);
      }
    }

    @Override
    public List<float[]> gradients() {
      return hasBiases ? List.of(weightGradient, biasGradient) : List.of(weightGradient);
    }
  }
}
