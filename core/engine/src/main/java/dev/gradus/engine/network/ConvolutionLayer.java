package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.linear.Products;
import dev.gradus.engine.linear.RightFactor;
import dev.gradus.spi.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The same few inputs of every square of an image: y = f(z), z = w W + b for each window w.
 *
 * <p>W is [size size channels, filters]: the numbers of a window, row by row, the channels of a
 * pixel beside each other. All windows of a batch are copied below each other, and one product
 * serves them all (K. Chellapilla, S. Puri, P. Simard, High Performance Convolutional Neural
 * Networks for Document Processing, 2006).
 */
final class ConvolutionLayer implements Layer {

  private final Windows windows;
  private final Parameter weight;
  private final Optional<Parameter> bias;
  private final Optional<Activation> activation;
  private final Coefficients coefficients;

  /**
   * Makes a layer.
   *
   * @param name what the names of further parameters begin with
   * @param weight [numbers of a window, filters]
   */
  ConvolutionLayer(
      String name,
      Windows windows,
      Parameter weight,
      Optional<Parameter> bias,
      Optional<Activation> activation,
      Space space) {
    this.coefficients = new Coefficients(name, activation, weight.matrix().columns(), space);
    this.windows = windows;
    this.weight = weight;
    this.bias = bias;
    this.activation = activation;
  }

  @Override
  public int inputs() {
    return windows.image().columns();
  }

  @Override
  public int outputs() {
    return Math.multiplyExact(windows.count(), filters());
  }

  private int filters() {
    return weight.matrix().columns();
  }

  @Override
  public List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>(List.of(weight));
    bias.ifPresent(parameters::add);
    return coefficients.behind(parameters);
  }

  @Override
  public Optional<Activation> activation() {
    return activation;
  }

  @Override
  public long multiplications() {
    return (long) windows.count() * weight.matrix().size();
  }

  @Override
  public Memory newMemory(int rows, Way way, List<Products> products) {
    return new ConvolutionMemory(rows, way, products);
  }

  @Override
  public long largestArray(int rows) {
    long squares = (long) rows * windows.count();
    return squares * Math.max(windows.numbers(), filters());
  }

  @Override
  public long memoryBytes(int rows, Way way) {
    long weights = weight.matrix().size();
    long cut = (long) rows * windows.count() * windows.numbers();
    long forward =
        ActivatedMemory.size(rows, outputs(), activation.isPresent(), way)
            + coefficients.size(rows, outputs(), way)
            + weights
            + cut;
    long back = (long) rows * outputs() + weights;
    return Float.BYTES
        * (way == Way.FORWARD
            ? forward
            : forward + back + (way == Way.BACK_TO_INPUTS ? weights + cut : 0));
  }

  private final class ConvolutionMemory extends ActivatedMemory {

    private final float[] biases = bias.map(b -> b.matrix().values()).orElse(Products.ZEROS);
    private final Matrix cut;
    private final Matrix cutGradient;
    private final Matrix weightGradient;
    private final Matrix biasGradient;
    private final double[] columnSums;
    private final RightFactor weights;
    private final Optional<RightFactor> transposedWeights;
    private final RightFactor laidOutGradient;
    private final List<Products> products;

    ConvolutionMemory(int rows, Way way, List<Products> products) {
      super(rows, windows.count(), filters(), activation, coefficients, way, products.size());
      this.products = products;
      int all = Math.multiplyExact(rows, windows.count());
      boolean learns = way != Way.FORWARD;
      boolean goesOn = way == Way.BACK_TO_INPUTS;
      cut = Matrix.zeros(all, windows.numbers());
      cutGradient = Matrix.zeros(goesOn ? all : 0, windows.numbers());
      weights = RightFactor.of(weight.matrix(), all);
      transposedWeights =
          goesOn ? Optional.of(RightFactor.ofTransposed(weight.matrix(), all)) : Optional.empty();
      weightGradient = Matrix.zeros(learns ? windows.numbers() : 0, units);
      biasGradient = Matrix.zeros(learns ? 1 : 0, units);
      columnSums = new double[units];
      laidOutGradient = RightFactor.of(gradient, windows.numbers());
    }

    @Override
    public void layOut(int part, int parts) {
      int from = part * windows.numbers() / parts;
      int to = (part + 1) * windows.numbers() / parts;
      weights.layOut(from, to);
      if (transposedWeights.isPresent()) {
        transposedWeights.get().layOut(from, to);
      }
    }

    @Override
    public void preActivate(Matrix x, int from, int to, int member) {
      for (int i = from; i < to; i++) {
        windows.cut(x.values(), i, cut.values());
      }
      int count = windows.count();
      products.get(member).multiply(cut, weights, biases, z, from * count, to * count);
    }

    @Override
    public void backward(int from, int to, int member) {
      laidOutGradient.layOut(from * windows.count(), to * windows.count());
    }

    @Override
    public void inputGradient(Matrix into, int from, int to, int member) {
      int count = windows.count();
      products
          .get(member)
          .multiply(
              gradient,
              transposedWeights.orElseThrow(),
              Products.ZEROS,
              cutGradient,
              from * count,
              to * count);
      Arrays.fill(into.values(), from * inputs(), to * inputs(), 0);
      for (int i = from; i < to; i++) {
        windows.paste(cutGradient.values(), into.values(), i);
      }
    }

    @Override
    void ownParameterGradients(Matrix x, int part, int parts, int member) {
      // dL/dW = wᵀ dL/dz: a sum over all windows, since each has used the same weights.
      int all = x.rows() * windows.count();
      int from = part * windows.numbers() / parts;
      int to = (part + 1) * windows.numbers() / parts;
      products
          .get(member)
          .multiplyTransposedLeft(cut.firstRows(all), laidOutGradient, weightGradient, from, to);
      if (bias.isPresent()) {
        int first = part * units / parts;
        int last = (part + 1) * units / parts;
        ColumnSums.of(gradient, all, columnSums, first, last);
        ColumnSums.narrow(columnSums, biasGradient, first, last);
      }
    }

    @Override
    List<Matrix> ownGradients() {
      return bias.isPresent() ? List.of(weightGradient, biasGradient) : List.of(weightGradient);
    }
  }
}
