package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.linear.Products;
import dev.gradus.engine.linear.RightFactor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The same few inputs of every square of an image: y = w W + b for each window w.
 *
 * <p>W is [size size channels, filters]: the numbers of a window, row by row, the channels of a
 * pixel beside each other. All windows of a batch are copied below each other, and one product
 * serves them all (K. Chellapilla, S. Puri, P. Simard, High Performance Convolutional Neural
 * Networks for Document Processing, 2006).
 *
 * @param weight [numbers of a window, filters]
 */
record ConvolutionLayer(Windows windows, Parameter weight, Optional<Parameter> bias)
    implements Layer {

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
    return Stream.concat(Stream.of(weight), bias.stream()).toList();
  }

  @Override
  public long multiplications() {
    return (long) windows.count() * weight.matrix().size();
  }

  @Override
  public Kernel kernel(Room room) {
    return new ConvolutionKernel(room);
  }

  @Override
  public long largestArray(int rows) {
    long squares = (long) rows * windows.count();
    return squares * Math.max(windows.numbers(), filters());
  }

  @Override
  public long kernelBytes(int rows, Way way) {
    long weights = weight.matrix().size();
    long cut = (long) rows * windows.count() * windows.numbers();
    long forward = weights + cut;
    long back = (long) rows * outputs() + weights;
    return Float.BYTES
        * (way.isBack() ? forward + back + (way == Way.BACK_TO_INPUTS ? forward : 0) : forward);
  }

  private final class ConvolutionKernel implements Kernel {

    private final float[] biases = bias.map(b -> b.matrix().values()).orElse(Products.ZEROS);
    private final int units = filters();
    private final int count = windows.count();
    private final Matrix cut;
    private final Matrix cutGradient;
    private final Matrix weightGradient;
    private final Matrix biasGradient;
    private final double[] columnSums;
    private final RightFactor weights;
    private final Optional<RightFactor> transposedWeights;
    private final RightFactor laidOutGradient;
    private final List<Products> products;

    /** [rows windows, filters] each. */
    private final Matrix y;

    private final Matrix gradient;

    ConvolutionKernel(Room room) {
      int all = Math.multiplyExact(room.rows(), count);
      boolean learns = room.way().isBack();
      boolean goesOn = room.way() == Way.BACK_TO_INPUTS;
      products = room.products();
      y = new Matrix(all, units, room.y().values());
      gradient = new Matrix(learns ? all : 0, units, room.gradient().values());
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
    public void forward(Matrix x, int from, int to, int member) {
      for (int i = from; i < to; i++) {
        windows.cut(x.values(), i, cut.values());
      }
      products.get(member).multiply(cut, weights, biases, y, from * count, to * count);
    }

    @Override
    public void backward(Matrix x, Matrix into, int from, int to, int member) {
      laidOutGradient.layOut(from * count, to * count);
      if (transposedWeights.isEmpty()) {
        return;
      }
      products
          .get(member)
          .multiply(
              gradient,
              transposedWeights.get(),
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
    public void parameterGradients(Matrix x, int part, int parts, int member) {
      // dL/dW = wᵀ dL/dy: a sum over all windows, since each has used the same weights.
      int all = x.rows() * count;
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
    public List<Matrix> gradients() {
      return bias.isPresent() ? List.of(weightGradient, biasGradient) : List.of(weightGradient);
    }
  }
}
