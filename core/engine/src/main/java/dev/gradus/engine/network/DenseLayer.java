package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.linear.Products;
import dev.gradus.engine.linear.RightFactor;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A fully connected layer: y = x W + b.
 *
 * <p>W is [inputs, units]: element (i, j) joins input i to unit j. b has one entry per unit.
 */
record DenseLayer(Parameter weight, Optional<Parameter> bias) implements Layer {

  @Override
  public int inputs() {
    return weight.matrix().rows();
  }

  @Override
  public int outputs() {
    return weight.matrix().columns();
  }

  @Override
  public List<Parameter> parameters() {
    return Stream.concat(Stream.of(weight), bias.stream()).toList();
  }

  @Override
  public Kernel kernel(Room room) {
    return new DenseKernel(room);
  }

  @Override
  public long kernelBytes(int rows, Way way) {
    long weights = weight.matrix().size();
    // The gradient laid out; that of the weights; the weights transposed.
    long back = (long) rows * outputs() + weights + (way == Way.BACK_TO_INPUTS ? weights : 0);
    return Float.BYTES * (way.isBack() ? weights + back : weights);
  }

  private final class DenseKernel implements Kernel {

    private final int units = outputs();
    private final float[] biases = bias.map(b -> b.matrix().values()).orElse(Products.ZEROS);
    private final Matrix y;
    private final Matrix gradient;
    private final Matrix weightGradient;
    private final Matrix biasGradient;
    private final double[] columnSums;
    private final RightFactor weights;
    private final Optional<RightFactor> transposedWeights;
    private final RightFactor laidOutGradient;
    private final List<Products> products;

    DenseKernel(Room room) {
      boolean learns = room.way().isBack();
      y = room.y();
      gradient = room.gradient();
      products = room.products();
      weights = RightFactor.of(weight.matrix(), learns ? room.rows() : Integer.MAX_VALUE);
      transposedWeights =
          room.way() == Way.BACK_TO_INPUTS
              ? Optional.of(RightFactor.ofTransposed(weight.matrix(), room.rows()))
              : Optional.empty();
      weightGradient = Matrix.zeros(learns ? inputs() : 0, units);
      biasGradient = Matrix.zeros(learns ? 1 : 0, units);
      columnSums = new double[units];
      laidOutGradient = RightFactor.of(gradient, inputs());
    }

    @Override
    public void layOut(int part, int parts) {
      int from = part * inputs() / parts;
      int to = (part + 1) * inputs() / parts;
      weights.layOut(from, to);
      if (transposedWeights.isPresent()) {
        transposedWeights.get().layOut(from, to);
      }
    }

    @Override
    public void forward(Matrix x, int from, int to, int member) {
      products.get(member).multiply(x, weights, biases, y.firstRows(x.rows()), from, to);
    }

    @Override
    public void backward(Matrix x, Matrix into, int from, int to, int member) {
      laidOutGradient.layOut(from, to);
      if (transposedWeights.isPresent()) {
        // dL/dx = dL/dy Wᵀ
        products
            .get(member)
            .multiply(gradient, transposedWeights.get(), Products.ZEROS, into, from, to);
      }
    }

    @Override
    public void parameterGradients(Matrix x, int part, int parts, int member) {
      // dL/dW = xᵀ dL/dy: a sum over the rows, since each row has used the same weights.
      int from = part * inputs() / parts;
      int to = (part + 1) * inputs() / parts;
      products.get(member).multiplyTransposedLeft(x, laidOutGradient, weightGradient, from, to);
      if (bias.isPresent()) {
        int first = part * units / parts;
        int last = (part + 1) * units / parts;
        ColumnSums.of(gradient, x.rows(), columnSums, first, last);
        ColumnSums.narrow(columnSums, biasGradient, first, last);
      }
    }

    @Override
    public List<Matrix> gradients() {
      return bias.isPresent() ? List.of(weightGradient, biasGradient) : List.of(weightGradient);
    }
  }
}
