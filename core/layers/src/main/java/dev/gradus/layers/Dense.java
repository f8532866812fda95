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
import java.util.random.RandomGenerator;
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
 * @param parametrization whether the weights are used as they are, or divided by the root of the
 *     number of inputs
 * @param unitVariance whether the initial weights of each unit are scaled so that its
 *     pre-activation has standard deviation 1 on training rows
 * @param dataBiases whether each initial bias puts the zero of its unit within the training data
 */
@Plugin(
    name = "dense",
    summary = "Fully connected: a matrix of weights, biases, and an activation.",
    formula = "y = activation(x W + b); with ntk, y = activation(x W/sqrt(inputs) + b)",
    reference =
        "ntk: A. Jacot, F. Gabriel, C. Hongler, Neural Tangent Kernel: Convergence and Generalization in Neural Networks, 2018")
public record Dense(
    @Option(
            value = "number of units; left out in the last layer, where it follows from the target",
            min = 1)
        Optional<Integer> units,
    @Option("the activation of each unit; if left out, none") Optional<Activation> activation,
    @Option(
            "the initializer of the weights; if left out, the default of the activation, or with ntk a standard normal one")
        Optional<Initializer> weights,
    @Option("the initializer of the biases; if left out, zeros") Optional<Initializer> biases,
    @Option("whether there are biases") boolean bias,
    @Option(
            "how the weights are used. standard: as they are; ntk: divided by the root of the number of inputs, and standard normal at first, so that the same learning rate suits layers of any width. Penalties, weight decay and max-norm act on the weights before the division")
        Parametrization parametrization,
    @Option(
            "whether the initial weights of each unit are divided by the standard deviation of its pre-activations on training rows")
        boolean unitVariance,
    @Option(
            "whether each initial bias is minus a random convex combination of the pre-activations of five training rows, so that the unit bends within the data (he+5); no effect on layers that start from a model")
        boolean dataBiases)
    implements OutputLayer {

  /** How the weights are used. */
  public enum Parametrization {
    /** As they are. */
    STANDARD,
    /**
     * Divided by the root of the number of inputs: the parametrization of the neural tangent
     * kernel.
     */
    NTK
  }

  /** The initial weights for the parametrization of the neural tangent kernel. */
  private static final Initializer STANDARD_NORMAL =
      (weights, fanIn, fanOut, random) -> {
        for (int i = 0; i < weights.length; i++) {
          weights[i] = (float) random.nextGaussian();
        }
      };

  /** Creates a layer with as many units as the target needs, without an activation. */
  public Dense() {
    this(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), true);
  }

  /** Creates a layer that uses the weights as they are, and does not look at the data. */
  public Dense(
      Optional<Integer> units,
      Optional<Activation> activation,
      Optional<Initializer> weights,
      Optional<Initializer> biases,
      boolean bias) {
    this(units, activation, weights, biases, bias, Parametrization.STANDARD, false, false);
  }

  /**
   * Checks the number of units.
   *
   * @throws IllegalArgumentException with a sentence, if it is below 1, if there are initial values
   *     for biases but bias is false, or if they are given in two ways
   */
  public Dense {
    Options.check(
        Dense.class,
        units,
        activation,
        weights,
        biases,
        bias,
        parametrization,
        unitVariance,
        dataBiases);
    if (!bias && biases.isPresent()) {
      throw new IllegalArgumentException(
          "biases has an initializer, but bias is false, so there are no biases");
    }
    if (dataBiases && (!bias || biases.isPresent())) {
      throw new IllegalArgumentException(
          bias
              ? "data-biases sets the initial biases, but biases has an initializer; remove one of them"
              : "data-biases is true, but bias is false, so there are no biases");
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
    Optional<Initializer> initial =
        isNtk() ? weights.or(() -> Optional.of(STANDARD_NORMAL)) : weights;
    Tensor weight = site.weights("weight", inputs, outputs, initial);
    Optional<Tensor> biasTensor =
        bias ? Optional.of(site.biases("bias", outputs, biases)) : Optional.empty();
    Affine affine = new Affine(weight, biasTensor, new DataStart(unitVariance, dataBiases));
    return isNtk() ? new Scaled(affine) : affine;
  }

  private boolean isNtk() {
    return parametrization == Parametrization.NTK;
  }

  private LayerFunction in(LayerSite site, EnsembleLayer ensemble, int inputs, int outputs) {
    boolean isLast = site.outputs().isPresent();
    EnsembleLayer.Kind kind = isLast ? EnsembleLayer.Kind.PACKED : ensemble.kind();
    if (kind != EnsembleLayer.Kind.MINI) {
      checkStart(site);
    }
    return switch (kind) {
      case TABM -> ofMembers(site, ensemble.members(), inputs, outputs);
      case MINI -> plain(site, inputs, outputs);
      case PACKED -> packed(site, ensemble.members(), inputs, outputs);
    };
  }

  /**
   * The parametrization and start of RealMLP are those of a layer that is the same for all rows.
   */
  private void checkStart(LayerSite site) {
    String why =
        "is not possible in a layer whose members differ, as the last one of an ensemble and those of kind tabm and packed do; leave it out";
    if (isNtk()) {
      throw site.refusal("parametrization", "ntk " + why);
    }
    if (unitVariance) {
      throw site.refusal("unit-variance", why);
    }
    if (dataBiases) {
      throw site.refusal("data-biases", why);
    }
  }

  /** Each member has its own layer. */
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
  private record Affine(Tensor weight, Optional<Tensor> bias, DataStart start)
      implements AffineFunction {

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
    public boolean initializesFromData() {
      return start.isNeeded();
    }

    @Override
    public void initialize(float[] x, int rows, RandomGenerator random) {
      start.set(weight, bias, 1, x, rows, random);
    }

    @Override
    public Kernel kernel(Workspace workspace) {
      return new DenseKernel(weight, bias, 1, workspace);
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

  /** y = x W/sqrt(inputs) + b. */
  private record Scaled(Affine affine) implements LayerFunction {

    @Override
    public Shape input() {
      return affine.input();
    }

    @Override
    public Shape output() {
      return affine.output();
    }

    @Override
    public List<Tensor> parameters() {
      return affine.parameters();
    }

    private float factor() {
      return (float) (1 / Math.sqrt(input().columns()));
    }

    @Override
    public boolean initializesFromData() {
      return affine.initializesFromData();
    }

    @Override
    public void initialize(float[] x, int rows, RandomGenerator random) {
      affine.start.set(affine.weight, affine.bias, factor(), x, rows, random);
    }

    @Override
    public Kernel kernel(Workspace workspace) {
      return new DenseKernel(affine.weight, affine.bias, factor(), workspace);
    }

    @Override
    public long kernelBytes(int rows, Direction direction) {
      return affine.kernelBytes(rows, direction) + Float.BYTES * affine.weight.size();
    }
  }

  private static final class DenseKernel implements LayerFunction.Kernel {

    private static final float[] NONE = {};

    private final int inputs;
    private final int units;

    /** The factor on the weights; 1 if they are used as they are. */
    private final float factor;

    private final float[] weight;

    /** The weights times the factor; the same array if it is 1. */
    private final float[] effective;

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

    DenseKernel(
        Tensor tensor, Optional<Tensor> bias, float factor, LayerFunction.Workspace workspace) {
      boolean learns = workspace.direction().isBack();
      this.factor = factor;
      weight = tensor.values();
      effective = factor == 1 ? weight : new float[weight.length];
      inputs = tensor.rows();
      units = tensor.columns();
      hasBiases = bias.isPresent();
      biases = bias.map(Tensor::values).orElse(NONE);
      y = workspace.y();
      gradient = workspace.gradient();
      weights =
          workspace.factor(effective, inputs, units, learns ? workspace.rows() : Integer.MAX_VALUE);
      transposedWeights =
          workspace.direction() == LayerFunction.Direction.BACK_TO_INPUTS
              ? Optional.of(workspace.transposed(effective, inputs, units, workspace.rows()))
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
      scale(weight, effective, from, to);
      weights.layOut(from, to);
      if (transposedWeights.isPresent()) {
        transposedWeights.get().layOut(from, to);
      }
    }

    /** Multiplies the rows of some inputs by the factor, unless it is 1. */
    private void scale(float[] numbers, float[] into, int from, int to) {
      if (factor == 1) {
        return;
      }
      for (int i = from * units; i < to * units; i++) {
        into[i] = factor * numbers[i];
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
      scale(weightGradient, weightGradient, from, to);
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
