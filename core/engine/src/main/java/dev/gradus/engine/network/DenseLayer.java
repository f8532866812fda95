package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.linear.Products;
import dev.gradus.spi.Activation;
import java.util.ArrayList;
import java.util.Arrays;
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

  DenseLayer(Parameter weight, Optional<Parameter> bias, Optional<Activation> activation) {
    this.weight = weight;
    this.bias = bias;
    this.activation = activation;
  }

  private int inputs() {
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
    return parameters;
  }

  @Override
  public Optional<Activation> activation() {
    return activation;
  }

  @Override
  public Memory newMemory(int rows, Products products) {
    return new DenseMemory(rows, products);
  }

  private final class DenseMemory implements Memory {

    private final Products products;
    private final Matrix zs;
    private final Matrix ys;
    private final Matrix inputGradients;
    private final Matrix weightGradient = Matrix.zeros(inputs(), outputs());
    private final Matrix biasGradient = Matrix.zeros(1, outputs());
    private final double[] columnSums = new double[outputs()];
    private Matrix x;
    private Matrix z;

    DenseMemory(int rows, Products products) {
      this.products = products;
      zs = Matrix.zeros(rows, outputs());
      ys = activation.isPresent() ? Matrix.zeros(rows, outputs()) : zs;
      inputGradients = Matrix.zeros(rows, inputs());
      x = inputGradients;
      z = zs;
    }

    @Override
    public Matrix preActivate(Matrix input) {
      x = input;
      z = zs.firstRows(input.rows());
      if (bias.isPresent()) {
        products.multiplyAdd(x, weight.matrix(), bias.get().matrix().values(), z);
      } else {
        products.multiply(x, weight.matrix(), z);
      }
      return z;
    }

    @Override
    public Matrix activate() {
      Matrix y = ys.firstRows(z.rows());
      if (activation.isPresent()) {
        Activation f = activation.get();
        int slice = sliceOf(f);
        for (int from = 0; from < z.size(); from += slice) {
          f.forward(z.values(), y.values(), from, from + slice);
        }
      }
      return y;
    }

    @Override
    public void backwardThroughActivation(Matrix gradient) {
      if (activation.isPresent()) {
        Activation f = activation.get();
        int slice = sliceOf(f);
        for (int from = 0; from < z.size(); from += slice) {
          f.backward(z.values(), ys.values(), gradient.values(), from, from + slice);
        }
      }
    }

    /** All rows at once, or one after the other if the activation relates the units of a row. */
    private int sliceOf(Activation f) {
      return f.isPointwise() ? z.size() : z.columns();
    }

    @Override
    public void backward(Matrix gradient) {
      // dL/dW = xᵀ dL/dz: a sum over the rows, since each row has used the same weights.
      products.multiplyTransposedLeft(x, gradient, weightGradient);
      if (bias.isPresent()) {
        sumColumns(gradient, biasGradient.values());
      }
    }

    @Override
    public Matrix inputGradient(Matrix gradient) {
      // dL/dx = dL/dz Wᵀ
      Matrix result = inputGradients.firstRows(gradient.rows());
      products.multiplyTransposedRight(gradient, weight.matrix(), result);
      return result;
    }

    @Override
    public List<Matrix> gradients() {
      return bias.isPresent() ? List.of(weightGradient, biasGradient) : List.of(weightGradient);
    }

    private void sumColumns(Matrix matrix, float[] sums) {
      Arrays.fill(columnSums, 0);
      float[] values = matrix.values();
      for (int i = 0; i < matrix.size(); i += columnSums.length) {
        for (int j = 0; j < columnSums.length; j++) {
          columnSums[j] += values[i + j];
        }
      }
      for (int j = 0; j < columnSums.length; j++) {
        sums[j] = (float) columnSums[j];
      }
    }
  }
}
