package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.linear.Products;
import dev.gradus.engine.linear.RightFactor;
import dev.gradus.spi.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A fully connected layer: y = f(z), z = x W + b.
 *
 * <p>W is [inputs, units]: element (i, j) joins input i to unit j. b has one entry per unit, and f
 * is the activation.
 */
final class DenseLayer implements Layer {

  private final Parameter weight;
  private final Optional<Parameter> bias;
  private final Optional<Activation> activation;
  private final Coefficients coefficients;

  /**
   * Makes a layer.
   *
   * @param name what the names of further parameters begin with
   */
  DenseLayer(
      String name,
      Parameter weight,
      Optional<Parameter> bias,
      Optional<Activation> activation,
      Space space) {
    this.coefficients = new Coefficients(name, activation, weight.matrix().columns(), space);
    this.weight = weight;
    this.bias = bias;
    this.activation = activation;
  }

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
    List<Parameter> parameters = new ArrayList<>(List.of(weight));
    bias.ifPresent(parameters::add);
    return coefficients.behind(parameters);
  }

  @Override
  public Optional<Activation> activation() {
    return activation;
  }

  @Override
  public Memory newMemory(int rows, Way way, List<Products> products) {
    return new DenseMemory(rows, way, products);
  }

  @Override
  public long memoryBytes(int rows, Way way) {
    long weights = weight.matrix().size();
    long forward =
        ActivatedMemory.size(rows, outputs(), activation.isPresent(), way)
            + coefficients.size(rows, outputs(), way)
            + weights;
    // The gradient laid out; that of the weights; the weights transposed.
    long back = (long) rows * outputs() + weights + (way == Way.BACK_TO_INPUTS ? weights : 0);
    return Float.BYTES * (way == Way.FORWARD ? forward : forward + back);
  }

  private final class DenseMemory extends ActivatedMemory {

    private final float[] biases = bias.map(b -> b.matrix().values()).orElse(Products.ZEROS);
    private final Matrix weightGradient;
    private final Matrix biasGradient;
    private final double[] columnSums;
    private final RightFactor weights;
    private final Optional<RightFactor> transposedWeights;
    private final RightFactor laidOutGradient;
    private final List<Products> products;

    DenseMemory(int rows, Way way, List<Products> products) {
      super(rows, 1, DenseLayer.this.outputs(), activation, coefficients, way, products.size());
      this.products = products;
      int height = way == Way.FORWARD ? Integer.MAX_VALUE : rows;
      weights = RightFactor.of(weight.matrix(), height);
      transposedWeights =
          way == Way.BACK_TO_INPUTS
              ? Optional.of(RightFactor.ofTransposed(weight.matrix(), rows))
              : Optional.empty();
      boolean learns = way != Way.FORWARD;
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
    public void preActivate(Matrix x, int from, int to, int member) {
      products.get(member).multiply(x, weights, biases, z.firstRows(x.rows()), from, to);
    }

    @Override
    public void backward(int from, int to, int member) {
      laidOutGradient.layOut(from, to);
    }

    @Override
    public void inputGradient(Matrix into, int from, int to, int member) {
      // dL/dx = dL/dz Wᵀ
      products
          .get(member)
          .multiply(gradient, transposedWeights.orElseThrow(), Products.ZEROS, into, from, to);
    }

    @Override
    void ownParameterGradients(Matrix x, int part, int parts, int member) {
      // dL/dW = xᵀ dL/dz: a sum over the rows, since each row has used the same weights.
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
    List<Matrix> ownGradients() {
      return bias.isPresent() ? List.of(weightGradient, biasGradient) : List.of(weightGradient);
    }
  }
}
