package dev.gradus.layers;

import dev.gradus.spi.ColumnSums;
import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.EnsembleLayer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerSite;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Shape;
import dev.gradus.spi.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Makes the rest of a network an ensemble, in one of the three forms of TabM.
 *
 * <p>The layers before it are computed once for all members; in training with {@code ownBatches},
 * once for each member. After it, each member scales its inputs by its own factors, and it scales
 * the inputs and outputs of every dense layer again. Each member has its own biases and its own
 * last layer. The members share all other layers. Training minimises the mean of the losses of the
 * members; the prediction is the mean of their probabilities or numbers.
 *
 * <p>As in the paper, the factors of this layer begin as random signs or normally distributed
 * numbers, and the factors of the dense layers begin at 1. Unlike in the paper, each input has its
 * own initial factor, even if several inputs embed one column.
 *
 * @param of the number of members
 * @param kind what the members have in common
 * @param start the initial factors; packed members have none
 * @param ownBatches whether the members learn from different rows in the same step
 */
@Plugin(
    name = "ensemble",
    summary =
        "Makes the following layers an ensemble with shared weights (TabM). The prediction is the mean "
            + "of its members. Usually better than one network on tables.",
    formula =
        "y[m] = x r[m] for each member m; a dense layer behind it: y[m] = activation(((x[m] r[m]) W) s[m] + b[m]); prediction = mean over m",
    reference =
        "Y. Gorishniy, A. Kotelnikov, A. Babenko, TabM: Advancing Tabular Deep Learning with Parameter-Efficient Ensembling, 2024")
public record Ensemble(
    @Option(value = "the number of members", min = 2, max = 1024) int of,
    @Option(
            "tabm: the members share the weights of dense layers, and have their own factors and "
                + "biases there; mini: they share all but the last layer, and their inputs have "
                + "different factors; packed: they share no dense layer, like networks that start from "
                + "different seeds")
        Kind kind,
    @Option(
            "the factors of the inputs at first: signs, at random; normal, from a standard normal "
                + "distribution, which suits embeddings of numbers in front of it")
        Start start,
    @Option(
            "whether each member learns from its own batches, as in the paper, instead of all from the "
                + "same ones; training then takes more epochs, and the prediction is often better")
        boolean ownBatches)
    implements EnsembleLayer {

  /** How the factors of the inputs begin. */
  public enum Start {
    /** 1 or -1. */
    SIGNS,
    /** From a standard normal distribution. */
    NORMAL
  }

  /** Creates an ensemble of 32 members that begin with random signs. */
  public Ensemble() {
    this(32);
  }

  /** Creates an ensemble that shares weights, and begins with random signs. */
  public Ensemble(int of) {
    this(of, Kind.TABM);
  }

  /** Creates an ensemble that begins with random signs. */
  public Ensemble(int of, Kind kind) {
    this(of, kind, Start.SIGNS);
  }

  /** Creates an ensemble whose members learn from the same batches. */
  public Ensemble(int of, Kind kind, Start start) {
    this(of, kind, start, false);
  }

  public Ensemble {
    Options.check(Ensemble.class, of, kind, start, ownBatches);
  }

  @Override
  public int members() {
    return of;
  }

  @Override
  public EnsembleLayer withMembers(int count) {
    return new Ensemble(count, kind, start, ownBatches);
  }

  @Override
  public LayerFunction build(LayerSite site) {
    if (site.input().isImage()) {
      throw new IllegalArgumentException(
          "takes a vector, but its input is %s; put it behind the convolutions and a flatten or global-average-pool layer"
              .formatted(site.input()));
    }
    int inputs = site.input().columns();
    int most = LayerSite.MOST_NUMBERS / inputs;
    if (of > most) {
      throw site.tooLarge("of", of, most, "each member has %s inputs".formatted(inputs));
    }
    if (kind == Kind.PACKED) {
      return new Spread(site.input(), of, Optional.empty());
    }
    Tensor factors = site.constant("factors", Tensor.Role.SCALE, of * inputs, 1);
    fill(factors.values(), site.seed());
    return new Spread(site.input(), of, Optional.of(factors));
  }

  /** One row that holds those of all members takes the factors of all. */
  @Override
  public LayerFunction ofOwnRows(LayerFunction built) {
    return new Spread(built.output(), 1, ((Spread) built).factors);
  }

  private void fill(float[] factors, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < factors.length; i++) {
      factors[i] = start == Start.NORMAL ? normal(random) : random.nextBoolean() ? 1 : -1;
    }
  }

  /** A normal number, from two uniform ones (G. E. P. Box, M. E. Muller, 1958). */
  private static float normal(SplittableRandom random) {
    double radius = Math.sqrt(-2 * DoubleMath.log(1 - random.nextDouble()));
    return (float) (radius * StrictMath.cos(2 * Math.PI * random.nextDouble()));
  }

  @Override
  public LayerFunction mean(int outputs) {
    return new Mean(outputs, of);
  }

  /** y[m] = x r[m], or x without factors: the rows of the members, one after another. */
  private record Spread(Shape input, int members, Optional<Tensor> factors)
      implements LayerFunction {

    @Override
    public Shape output() {
      return Shape.line(members * input.columns());
    }

    @Override
    public List<Tensor> parameters() {
      return factors.stream().toList();
    }

    @Override
    public Kernel kernel(Workspace workspace) {
      return new SpreadKernel(this, workspace);
    }

    @Override
    public long kernelBytes(int rows, Direction direction) {
      long width = output().columns();
      return direction.isBack() && factors.isPresent()
          ? width * (Float.BYTES * (rows + 1L) + Double.BYTES)
          : 0;
    }

    @Override
    public long threadBytes() {
      return (long) Float.BYTES * output().columns();
    }
  }

  private static final class SpreadKernel implements LayerFunction.Kernel {

    private static final float[] NONE = {};

    private final int inputs;
    private final int width;

    /** Empty if there are none. */
    private final float[] factors;

    private final MemberRows rows;
    private final float[] y;
    private final float[] gradient;

    /** The inputs, repeated for each member. */
    private final float[] repeated;

    private final double[] sums;
    private final float[] factorGradient;

    SpreadKernel(Spread layer, LayerFunction.Workspace workspace) {
      inputs = layer.input().columns();
      width = layer.output().columns();
      factors = layer.factors().map(Tensor::values).orElse(NONE);
      rows = new MemberRows(width, workspace.threads());
      y = workspace.y();
      gradient = workspace.gradient();
      boolean learns = workspace.direction().isBack() && factors.length > 0;
      repeated = learns ? new float[gradient.length] : y;
      sums = new double[learns ? width : 0];
      factorGradient = new float[learns ? width : 0];
    }

    @Override
    public void forward(float[] x, int from, int to, int thread) {
      for (int i = from; i < to; i++) {
        for (int at = i * width; at < (i + 1) * width; at += inputs) {
          System.arraycopy(x, i * inputs, repeated, at, inputs);
        }
      }
      if (factors.length > 0) {
        rows.scale(repeated, factors, y, from, to, thread);
      }
    }

    /** dL/dx = sum over m of dL/dy[m] r[m]. */
    @Override
    public void backward(float[] x, float[] dx, int from, int to, int thread) {
      for (int i = from; dx.length > 0 && i < to; i++) {
        float[] scaled = rows.scaled(gradient, factors, i, thread);
        for (int k = 0; k < inputs; k++) {
          double sum = 0;
          for (int at = k; at < width; at += inputs) {
            sum += scaled[at];
          }
          dx[i * inputs + k] = (float) sum;
        }
      }
    }

    @Override
    public void parameterGradients(float[] x, int batch, int part, int parts, int thread) {
      if (factors.length == 0) {
        return;
      }
      int from = LayerFunction.Kernel.startOf(part, parts, width);
      int to = LayerFunction.Kernel.startOf(part + 1, parts, width);
      ColumnSums.ofProducts(gradient, repeated, batch, width, sums, from, to);
      ColumnSums.narrow(sums, factorGradient, from, to);
    }

    @Override
    public List<float[]> gradients() {
      return factors.length == 0 ? List.of() : List.of(factorGradient);
    }
  }

  /** The mean of the rows of the members. */
  private record Mean(int outputs, int members) implements LayerFunction {

    @Override
    public Shape input() {
      return Shape.line(Math.multiplyExact(members, outputs));
    }

    @Override
    public Shape output() {
      return Shape.line(outputs);
    }

    @Override
    public Kernel kernel(Workspace workspace) {
      return new MeanKernel(this, workspace);
    }

    @Override
    public long kernelBytes(int rows, Direction direction) {
      return 0;
    }
  }

  private record MeanKernel(Mean of, LayerFunction.Workspace workspace)
      implements LayerFunction.Kernel {

    @Override
    public void forward(float[] x, int from, int to, int thread) {
      int outputs = of.outputs();
      int width = outputs * of.members();
      for (int i = from; i < to; i++) {
        for (int k = 0; k < outputs; k++) {
          double sum = 0;
          for (int at = i * width + k; at < (i + 1) * width; at += outputs) {
            sum += x[at];
          }
          workspace.y()[i * outputs + k] = (float) (sum / of.members());
        }
      }
    }

    @Override
    public void backward(float[] x, float[] dx, int from, int to, int thread) {
      int width = of.outputs() * of.members();
      for (int i = from * width; dx.length > 0 && i < to * width; i++) {
        int output = i / width * of.outputs() + i % of.outputs();
        dx[i] = workspace.gradient()[output] / of.members();
      }
    }
  }
}
