package dev.gradus.layers;

import dev.gradus.spi.ColumnSums;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.Shape;
import dev.gradus.spi.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The dense layers of the members of an ensemble, where each member has its own layer: y = x W + b,
 * with W and b of the member that a row belongs to.
 *
 * @param members the number of members; row i belongs to member i modulo it
 * @param weight [inputs, members units]: W of all members, side by side
 * @param bias b of all members, one after another; empty if there are no biases
 */
record PackedDense(int members, Tensor weight, Optional<Tensor> bias) implements LayerFunction {

  @Override
  public Shape input() {
    return Shape.line(weight.rows());
  }

  @Override
  public Shape output() {
    return Shape.line(weight.columns() / members);
  }

  @Override
  public List<Tensor> parameters() {
    return Stream.concat(Stream.of(weight), bias.stream()).toList();
  }

  /** For the row of one member. */
  @Override
  public long multiplications() {
    return weight.size() / members;
  }

  @Override
  public Kernel kernel(Workspace workspace) {
    return new PackedKernel(this, workspace);
  }

  @Override
  public long kernelBytes(int rows, Direction direction) {
    // A copy of inputs and outputs, and of their gradients, of which one is laid out.
    long copies = (long) rows * (weight.rows() + weight.columns() / members);
    long gradients = direction.isBack() ? copies + (long) rows * weight.columns() / members : 0;
    return Float.BYTES * (copies + gradients + (direction.isBack() ? 5 : 2) * weight.size());
  }

  private static final class PackedKernel implements LayerFunction.Kernel {

    private static final float[] NONE = {};

    private final int members;
    private final int inputs;
    private final int units;
    private final boolean hasBiases;
    private final float[] weight;
    private final float[] biases;
    private final float[] y;
    private final float[] gradient;
    private final List<Member> all;
    private final float[] weightGradient;
    private final float[] biasGradient;
    private final double[] sums;

    /** The numbers of one member, without gaps. */
    private static final class Member {
      private final float[] weight;
      private final float[] biases;
      private final float[] x;
      private final float[] y;
      private final float[] dx;
      private final float[] dy;
      private final float[] weightGradient;
      private final LayerFunction.Factor weights;
      private final LayerFunction.Factor transposedWeights;
      private final LayerFunction.Factor laidOutGradient;

      Member(
          LayerFunction.Workspace workspace, int rows, int inputs, int units, boolean hasBiases) {
        boolean learns = workspace.direction().isBack();
        boolean back = workspace.direction() == LayerFunction.Direction.BACK_TO_INPUTS;
        weight = new float[inputs * units];
        biases = new float[hasBiases ? units : 0];
        x = new float[rows * inputs];
        y = new float[rows * units];
        dx = new float[back ? x.length : 0];
        dy = new float[learns ? y.length : 0];
        weightGradient = new float[learns ? weight.length : 0];
        weights = workspace.factor(weight, inputs, units, learns ? rows : Integer.MAX_VALUE);
        transposedWeights = workspace.transposed(weight, inputs, units, back ? rows : 0);
        laidOutGradient = workspace.factor(dy, learns ? rows : 0, units, inputs);
      }
    }

    PackedKernel(PackedDense layer, LayerFunction.Workspace workspace) {
      boolean learns = workspace.direction().isBack();
      members = layer.members();
      inputs = layer.weight().rows();
      units = layer.output().columns();
      hasBiases = layer.bias().isPresent();
      weight = layer.weight().values();
      biases = layer.bias().map(Tensor::values).orElse(NONE);
      y = workspace.y();
      gradient = workspace.gradient();
      int rows = workspace.rows() / members;
      all =
          IntStream.range(0, members)
              .mapToObj(m -> new Member(workspace, rows, inputs, units, hasBiases))
              .toList();
      weightGradient = new float[learns ? weight.length : 0];
      biasGradient = new float[learns ? members * units : 0];
      sums = new double[biasGradient.length];
    }

    @Override
    public void layOut(int part, int parts) {
      int from = LayerFunction.Kernel.startOf(part, parts, inputs);
      int to = LayerFunction.Kernel.startOf(part + 1, parts, inputs);
      for (int m = 0; m < members; m++) {
        Member own = all.get(m);
        for (int i = from; i < to; i++) {
          System.arraycopy(weight, (i * members + m) * units, own.weight, i * units, units);
        }
        own.weights.layOut(from, to);
        own.transposedWeights.layOut(from, to);
        if (part == 0) {
          System.arraycopy(biases, m * own.biases.length, own.biases, 0, own.biases.length);
        }
      }
    }

    @Override
    public void forward(float[] x, int from, int to, int thread) {
      int first = from / members;
      int last = to / members;
      for (int m = 0; m < members; m++) {
        Member own = all.get(m);
        gather(x, m, inputs, own.x, first, last);
        own.weights.multiply(own.x, own.biases, own.y, first, last, thread);
        scatter(own.y, m, units, y, first, last);
      }
    }

    /** Copies the rows of a member out of those of all. */
    private void gather(float[] rows, int m, int width, float[] into, int from, int to) {
      for (int i = from; i < to; i++) {
        System.arraycopy(rows, (i * members + m) * width, into, i * width, width);
      }
    }

    private void scatter(float[] part, int m, int width, float[] rows, int from, int to) {
      for (int i = from; i < to; i++) {
        System.arraycopy(part, i * width, rows, (i * members + m) * width, width);
      }
    }

    @Override
    public void backward(float[] x, float[] dx, int from, int to, int thread) {
      int first = from / members;
      int last = to / members;
      for (int m = 0; m < members; m++) {
        Member own = all.get(m);
        gather(gradient, m, units, own.dy, first, last);
        own.laidOutGradient.layOut(first, last);
        if (dx.length > 0) {
          own.transposedWeights.multiply(own.dy, NONE, own.dx, first, last, thread);
          scatter(own.dx, m, inputs, dx, first, last);
        }
      }
    }

    @Override
    public void parameterGradients(float[] x, int rows, int part, int parts, int thread) {
      int examples = rows / members;
      int from = LayerFunction.Kernel.startOf(part, parts, inputs);
      int to = LayerFunction.Kernel.startOf(part + 1, parts, inputs);
      for (int m = 0; m < members; m++) {
        Member own = all.get(m);
        own.laidOutGradient.multiplyTransposed(
            own.x, examples, inputs, own.weightGradient, from, to, thread);
        for (int i = from; i < to; i++) {
          System.arraycopy(
              own.weightGradient, i * units, weightGradient, (i * members + m) * units, units);
        }
      }
      if (hasBiases) {
        int width = members * units;
        int begin = LayerFunction.Kernel.startOf(part, parts, width);
        int end = LayerFunction.Kernel.startOf(part + 1, parts, width);
        ColumnSums.of(gradient, examples, width, sums, begin, end);
        ColumnSums.narrow(sums, biasGradient, begin, end);
      }
    }

    @Override
    public List<float[]> gradients() {
      return hasBiases ? List.of(weightGradient, biasGradient) : List.of(weightGradient);
    }
  }
}
