package dev.gradus.layers;

import dev.gradus.spi.ColumnSums;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.Shape;
import dev.gradus.spi.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A dense layer whose weights the members of an ensemble share: y = ((x r) W) s + b, with r, s and
 * b of the member that a row belongs to. For all members together it is one product.
 *
 * @param members the number of members; row i belongs to member i modulo it
 * @param weight W, [inputs, units]
 * @param inputFactors r of all members, one after another; empty if the inputs have been scaled
 *     already
 * @param outputFactors s of all members, one after another
 * @param bias b of all members, one after another; empty if there are no biases
 */
record MemberDense(
    int members,
    Tensor weight,
    Optional<Tensor> inputFactors,
    Tensor outputFactors,
    Optional<Tensor> bias)
    implements LayerFunction {

  @Override
  public Shape input() {
    return Shape.line(weight.rows());
  }

  @Override
  public Shape output() {
    return Shape.line(weight.columns());
  }

  @Override
  public List<Tensor> parameters() {
    List<Tensor> parameters = new ArrayList<>();
    inputFactors.ifPresent(parameters::add);
    parameters.add(weight);
    parameters.add(outputFactors);
    bias.ifPresent(parameters::add);
    return parameters;
  }

  /** For the row of one member. */
  @Override
  public long multiplications() {
    return weight.size() + weight.rows() + weight.columns();
  }

  @Override
  public Kernel kernel(Workspace workspace) {
    return new MemberKernel(this, workspace);
  }

  @Override
  public long kernelBytes(int rows, Direction direction) {
    long scaled = inputFactors.isPresent() ? (long) rows * weight.rows() : 0;
    if (!direction.isBack()) {
      return Float.BYTES * (weight.size() + scaled);
    }
    // The pre-scaled outputs, and their gradient, as it is and laid out.
    long outputs = 3L * rows * weight.columns();
    // Laid out, transposed, and the gradient; sums are in double.
    long parameters = 3 * weight.size() + 3L * members * (weight.rows() + 2L * weight.columns());
    return Float.BYTES * (2 * scaled + outputs + parameters);
  }

  @Override
  public long threadBytes() {
    return (long) Float.BYTES * members * (weight.rows() + weight.columns());
  }

  private static final class MemberKernel implements LayerFunction.Kernel {

    private static final float[] NONE = {};

    private final int members;
    private final int inputs;
    private final int units;
    private final boolean isScaled;
    private final boolean hasBiases;
    private final float[] inputFactors;
    private final float[] outputFactors;
    private final float[] biases;
    private final MemberRows inputRows;
    private final MemberRows outputRows;
    private final float[] y;
    private final float[] gradient;

    /** x r; empty if the inputs have been scaled already. */
    private final float[] scaled;

    private final float[] scaledGradient;

    /** (x r) W. */
    private final float[] z;

    private final float[] dz;
    private final LayerFunction.Factor weights;
    private final Optional<LayerFunction.Factor> transposedWeights;
    private final LayerFunction.Factor laidOutGradient;
    private final double[] inputSums;
    private final double[] outputSums;
    private final float[] inputFactorGradient;
    private final float[] weightGradient;
    private final float[] outputFactorGradient;
    private final float[] biasGradient;

    MemberKernel(MemberDense layer, LayerFunction.Workspace workspace) {
      LayerFunction.Direction direction = workspace.direction();
      boolean learns = direction.isBack();
      float[] weight = layer.weight().values();
      int rows = workspace.rows();
      members = layer.members();
      inputs = layer.weight().rows();
      units = layer.weight().columns();
      isScaled = layer.inputFactors().isPresent();
      hasBiases = layer.bias().isPresent();
      inputFactors = layer.inputFactors().map(Tensor::values).orElse(NONE);
      outputFactors = layer.outputFactors().values();
      biases = layer.bias().map(Tensor::values).orElse(NONE);
      inputRows = new MemberRows(isScaled ? members * inputs : 0, workspace.threads());
      outputRows = new MemberRows(members * units, workspace.threads());
      y = workspace.y();
      gradient = workspace.gradient();
      scaled = new float[isScaled ? Math.multiplyExact(rows, inputs) : 0];
      scaledGradient = new float[learns ? scaled.length : 0];
      z = learns ? new float[y.length] : y;
      dz = new float[gradient.length];
      weights = workspace.factor(weight, inputs, units, learns ? rows : Integer.MAX_VALUE);
      transposedWeights =
          learns && isScaled || direction == LayerFunction.Direction.BACK_TO_INPUTS
              ? Optional.of(workspace.transposed(weight, inputs, units, rows))
              : Optional.empty();
      laidOutGradient = workspace.factor(dz, learns ? rows : 0, units, inputs);
      inputSums = new double[learns && isScaled ? members * inputs : 0];
      outputSums = new double[learns ? members * units : 0];
      inputFactorGradient = new float[inputSums.length];
      weightGradient = new float[learns ? inputs * units : 0];
      outputFactorGradient = new float[outputSums.length];
      biasGradient = new float[outputSums.length];
    }

    @Override
    public void layOut(int part, int parts) {
      int from = LayerFunction.Kernel.startOf(part, parts, inputs);
      int to = LayerFunction.Kernel.startOf(part + 1, parts, inputs);
      weights.layOut(from, to);
      if (transposedWeights.isPresent()) {
        transposedWeights.get().layOut(from, to);
      }
    }

    @Override
    public void forward(float[] x, int from, int to, int thread) {
      int first = from / members;
      int last = to / members;
      if (isScaled) {
        inputRows.scale(x, inputFactors, scaled, first, last, thread);
      }
      weights.multiply(isScaled ? scaled : x, NONE, z, from, to, thread);
      outputRows.scale(z, outputFactors, biases, y, first, last, thread);
    }

    @Override
    public void backward(float[] x, float[] dx, int from, int to, int thread) {
      int first = from / members;
      int last = to / members;
      outputRows.scale(gradient, outputFactors, dz, first, last, thread);
      laidOutGradient.layOut(from, to);
      if (transposedWeights.isEmpty()) {
        return;
      }
      float[] back = isScaled ? scaledGradient : dx;
      transposedWeights.get().multiply(dz, NONE, back, from, to, thread);
      if (isScaled && dx.length > 0) {
        inputRows.scale(scaledGradient, inputFactors, dx, first, last, thread);
      }
    }

    @Override
    public void parameterGradients(float[] x, int rows, int part, int parts, int thread) {
      laidOutGradient.multiplyTransposed(
          isScaled ? scaled : x,
          rows,
          inputs,
          weightGradient,
          LayerFunction.Kernel.startOf(part, parts, inputs),
          LayerFunction.Kernel.startOf(part + 1, parts, inputs),
          thread);
      int examples = rows / members;
      if (isScaled) {
        int width = members * inputs;
        int from = LayerFunction.Kernel.startOf(part, parts, width);
        int to = LayerFunction.Kernel.startOf(part + 1, parts, width);
        ColumnSums.ofProducts(scaledGradient, x, examples, width, inputSums, from, to);
        ColumnSums.narrow(inputSums, inputFactorGradient, from, to);
      }
      int width = members * units;
      int from = LayerFunction.Kernel.startOf(part, parts, width);
      int to = LayerFunction.Kernel.startOf(part + 1, parts, width);
      ColumnSums.ofProducts(gradient, z, examples, width, outputSums, from, to);
      ColumnSums.narrow(outputSums, outputFactorGradient, from, to);
      if (hasBiases) {
        ColumnSums.of(gradient, examples, width, outputSums, from, to);
        ColumnSums.narrow(outputSums, biasGradient, from, to);
      }
    }

    @Override
    public List<float[]> gradients() {
      List<float[]> gradients = new ArrayList<>();
      if (isScaled) {
        gradients.add(inputFactorGradient);
      }
      gradients.add(weightGradient);
      gradients.add(outputFactorGradient);
      if (hasBiases) {
        gradients.add(biasGradient);
      }
      return gradients;
    }
  }
}
