package dev.gradus.layers;

import dev.gradus.spi.Activation;
import dev.gradus.spi.AffineFunction;
import dev.gradus.spi.ColumnSums;
import dev.gradus.spi.EnsembleLayer;
import dev.gradus.spi.Initializer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerSite;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.OutputLayer;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Shape;
import dev.gradus.spi.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A fully connected layer. In an {@link Ensemble} the members share its weights, and have their own
 * factors and biases, or each member has its own layer, as it always has its own last layer.
 *
 * @param units the number of units; empty only for the last layer, where it follows from the target
 * @param activation the activation; empty for none
 * @param weights the initializer of the weights; empty for the default of the activation
 * @param biases the initializer of the biases; empty for zero
 * @param bias whether there are biases
 */
@Plugin(
    name = "dense",
    summary = "Fully connected: a matrix of weights, biases, and an activation.",
    formula = "y = activation(x W + b)")
public record Dense(
    @Option(
            value = "number of units; left out in the last layer, where it follows from the target",
            min = 1)
        Optional<Integer> units,
    @Option("the activation of each unit; if left out, none") Optional<Activation> activation,
    @Option("the initializer of the weights; if left out, the default of the activation")
        Optional<Initializer> weights,
    @Option("the initializer of the biases; if left out, zeros") Optional<Initializer> biases,
    @Option("whether there are biases") boolean bias)
    implements OutputLayer {

  /** Creates a layer with as many units as the target needs, without an activation. */
  public Dense() {
    this(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), true);
  }

  /**
   * Checks the number of units.
   *
   * @throws IllegalArgumentException with a sentence, if it is below 1, or if there is an
   *     initializer for biases but bias is false
   */
  public Dense {
    Options.check(Dense.class, units, activation, weights, biases, bias);
    if (!bias && biases.isPresent()) {
      throw new IllegalArgumentException(
          "biases has an initializer, but bias is false, so there are no biases");
    }
  }

  /** A hidden layer. */
  public static Dense of(int units, Activation activation) {
    return new Dense(
        Optional.of(units), Optional.of(activation), Optional.empty(), Optional.empty(), true);
  }

  /** A layer without an activation. */
  public static Dense of(int units) {
    return new Dense(
        Optional.of(units), Optional.empty(), Optional.empty(), Optional.empty(), true);
  }

  /** A last layer, with as many units as the target needs. */
  public static Dense output(Activation activation) {
    return new Dense(
        Optional.empty(), Optional.of(activation), Optional.empty(), Optional.empty(), true);
  }

  /** A last layer without an activation, for numeric targets. */
  public static Dense output() {
    return new Dense();
  }

  @Override
  public LayerFunction build(LayerSite site) {
    if (site.input().isImage()) {
      throw new IllegalArgumentException(
          "takes a vector, but its input is %s; put flatten or global-average-pool before it"
              .formatted(site.input()));
    }
    int inputs = site.input().columns();
    int outputs =
        units
            .or(site::outputs)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the number of units is missing; only the last layer may leave it out,"
                            + " e.g. dense: {units: 16}"));
    int most = LayerSite.MOST_NUMBERS / inputs;
    if (outputs > most) {
      throw site.tooLarge(
          units.isPresent() ? "units" : "",
          outputs,
          most,
          String.format(Locale.ROOT, "each unit has %,d weights", inputs));
    }
    if (site.ensemble().isPresent()) {
      return in(site, site.ensemble().get(), inputs, outputs);
    }
    return plain(site, inputs, outputs);
  }

  private LayerFunction plain(LayerSite site, int inputs, int outputs) {
    return new Affine(
        site.weights("weight", inputs, outputs, weights),
        bias ? Optional.of(site.biases("bias", outputs, biases)) : Optional.empty());
  }

  private LayerFunction in(LayerSite site, EnsembleLayer ensemble, int inputs, int outputs) {
    boolean isLast = site.outputs().isPresent();
    return switch (isLast ? EnsembleLayer.Kind.PACKED : ensemble.kind()) {
      case TABM -> ofMembers(site, ensemble.members(), inputs, outputs);
      case MINI -> plain(site, inputs, outputs);
      case PACKED -> packed(site, ensemble.members(), inputs, outputs);
    };
  }

  /** A layer of which each member has its own. */
  private LayerFunction packed(LayerSite site, int members, int inputs, int outputs) {
    return new PackedDense(
        members,
        site.weights("weight", inputs, members * outputs, outputs, weights),
        bias ? Optional.of(site.biases("bias", members * outputs, biases)) : Optional.empty());
  }

  /** A layer whose weights the members share; their factors and biases begin alike. */
  private LayerFunction ofMembers(LayerSite site, int members, int inputs, int outputs) {
    return new MemberDense(
        members,
        site.weights("weight", inputs, outputs, weights),
        site.isFirstOfMembers()
            ? Optional.empty()
            : Optional.of(site.constant("input-factors", Tensor.Role.SCALE, members * inputs, 1)),
        site.constant("output-factors", Tensor.Role.SCALE, members * outputs, 1),
        bias ? Optional.of(repeated(site, members, outputs)) : Optional.empty());
  }

  private Tensor repeated(LayerSite site, int members, int outputs) {
    float[] once = site.biases("bias", outputs, biases).values();
    Tensor all = site.constant("bias", Tensor.Role.BIAS, members * outputs, 0);
    for (int i = 0; i < all.values().length; i++) {
      all.values()[i] = once[i % outputs];
    }
    return all;
  }

  /** y = x W + b: element (i, j) of W joins input i to unit j, and b has one entry per unit. */
  private record Affine(Tensor weight, Optional<Tensor> bias) implements AffineFunction {

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
      return Stream.concat(Stream.of(weight), bias.stream()).toList();
    }

    @Override
    public Kernel kernel(Workspace workspace) {
      return new DenseKernel(this, workspace);
    }

    @Override
    public long kernelBytes(int rows, Direction direction) {
      long weights = weight.size();
      // The packed gradient, the gradient of the weights, and the transposed weights.
      long back =
          (long) rows * weight.columns()
              + weights
              + (direction == Direction.BACK_TO_INPUTS ? weights : 0);
      return Float.BYTES * (direction.isBack() ? weights + back : weights);
    }
  }

  private static final class DenseKernel implements LayerFunction.Kernel {

    private static final float[] NONE = {};

    private final int inputs;
    private final int units;
    private final boolean hasBiases;
    private final float[] biases;
    private final float[] y;
    private final float[] gradient;
    private final float[] weightGradient;
    private final float[] biasGradient;
    private final double[] columnSums;
    private final LayerFunction.Factor weights;
    private final Optional<LayerFunction.Factor> transposedWeights;
    private final LayerFunction.Factor laidOutGradient;

    DenseKernel(Affine layer, LayerFunction.Workspace workspace) {
      boolean learns = workspace.direction().isBack();
      float[] weight = layer.weight().values();
      inputs = layer.weight().rows();
      units = layer.weight().columns();
      hasBiases = layer.bias().isPresent();
      biases = layer.bias().map(Tensor::values).orElse(NONE);
      y = workspace.y();
      gradient = workspace.gradient();
      weights =
          workspace.factor(weight, inputs, units, learns ? workspace.rows() : Integer.MAX_VALUE);
      transposedWeights =
          workspace.direction() == LayerFunction.Direction.BACK_TO_INPUTS
              ? Optional.of(workspace.transposed(weight, inputs, units, workspace.rows()))
              : Optional.empty();
      weightGradient = new float[learns ? inputs * units : 0];
      biasGradient = new float[learns ? units : 0];
      columnSums = new double[units];
      laidOutGradient = workspace.factor(gradient, learns ? workspace.rows() : 0, units, inputs);
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
      weights.multiply(x, biases, y, from, to, thread);
    }

    @Override
    public void backward(float[] x, float[] dx, int from, int to, int thread) {
      laidOutGradient.layOut(from, to);
      if (transposedWeights.isPresent()) {
        // dL/dx = dL/dy Wᵀ
        transposedWeights.get().multiply(gradient, NONE, dx, from, to, thread);
      }
    }

    @Override
    public void parameterGradients(float[] x, int rows, int part, int parts, int thread) {
      // dL/dW = xᵀ dL/dy: a sum over the rows, because they share the weights.
      int from = LayerFunction.Kernel.startOf(part, parts, inputs);
      int to = LayerFunction.Kernel.startOf(part + 1, parts, inputs);
      laidOutGradient.multiplyTransposed(x, rows, inputs, weightGradient, from, to, thread);
      if (hasBiases) {
        int first = LayerFunction.Kernel.startOf(part, parts, units);
        int last = LayerFunction.Kernel.startOf(part + 1, parts, units);
        ColumnSums.of(gradient, rows, units, columnSums, first, last);
        ColumnSums.narrow(columnSums, biasGradient, first, last);
      }
    }

    @Override
    public List<float[]> gradients() {
      return hasBiases ? List.of(weightGradient, biasGradient) : List.of(weightGradient);
    }
  }
}
