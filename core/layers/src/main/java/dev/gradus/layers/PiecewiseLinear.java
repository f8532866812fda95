package dev.gradus.layers;

import dev.gradus.spi.Initializer;
import dev.gradus.spi.Layer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerSite;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Shape;
import dev.gradus.spi.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A layer that maps every number to a trainable vector, a piecewise linear function of the number:
 * y = w x + b + V e, with e from the bin b(t) to b(t + 1) of the quantiles of the training rows,
 *
 * <pre>{@code
 * e(t) = 0 below the bin, (x - b(t))/(b(t + 1) - b(t)) in it, 1 above it
 * }</pre>
 *
 * <p>The functions of the first and the last bin go on outside of the training rows. V is 0 at
 * first, so training begins with linear functions. If many rows have the same number, so that
 * quantiles are equal, the bins that this leaves lie between quantiles of the greater numbers,
 * where the authors have fewer bins. A column of a single value has none. Otherwise this is version
 * B of the reference's authors.
 *
 * @param bins the largest number of bins of a column
 * @param dimensions the length of the vector of each number
 */
@Plugin(
    name = "piecewise-linear",
    summary =
        "Embeds each numeric input as a trainable vector: a piecewise linear function with breakpoints at quantiles of the training rows. Other inputs pass through.",
    formula =
        "y = w x + b + V e, e(t) = (x - b(t))/(b(t + 1) - b(t)), cut to 0 below the bin and to 1 above it",
    reference =
        "Y. Gorishniy, I. Rubachev, A. Babenko, On Embeddings for Numerical Features in Tabular Deep Learning, 2022")
public record PiecewiseLinear(
    @Option(
            value =
                "the largest number of bins of a column, between quantiles of the training rows; a column with fewer values has fewer",
            min = 1)
        int bins,
    @Option(value = "the length of the vector of each number", min = 1) int dimensions)
    implements Layer {

  /** The least width of a bin, as a share of the range of its column. */
  private static final float NARROWEST = 1e-6f;

  /** Creates a layer with 48 bins and 16 dimensions. */
  public PiecewiseLinear() {
    this(48, 16);
  }

  public PiecewiseLinear {
    Options.check(PiecewiseLinear.class, bins, dimensions);
  }

  @Override
  public LayerFunction build(LayerSite site) {
    EmbeddedNumbers numbers = EmbeddedNumbers.of(site, dimensions);
    int count = numbers.count();
    int most = LayerSite.MOST_NUMBERS / count / dimensions - 1;
    if (bins > most) {
      throw site.tooLarge("bins", bins, most, "each has a vector for every column");
    }
    Initializer uniform = uniform(dimensions);
    return new Vectors(
        numbers,
        bins,
        site.weights("weight", count, dimensions, Optional.of(uniform)),
        site.biases("bias", count * dimensions, Optional.of(uniform)),
        site.weights(
            "bin-weight",
            count * bins,
            dimensions,
            Optional.of((weights, fanIn, fanOut, random) -> Arrays.fill(weights, 0))),
        site.constant("edges", Tensor.Role.FIXED, count * (bins + 1), 0));
  }

  /** Uniform between -1/sqrt(inputs) and 1/sqrt(inputs). */
  static Initializer uniform(int inputs) {
    double bound = 1 / Math.sqrt(inputs);
    return (weights, fanIn, fanOut, random) -> {
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) (bound * (2 * random.nextDouble() - 1));
      }
    };
  }

  /**
   * The function.
   *
   * @param bins the number of bins for which there is room
   * @param weight w, [numbers, dimensions]
   * @param bias b, dimensions for each number
   * @param binWeight V, [numbers bins, dimensions]
   * @param edges the ends of the bins of each number, ascending; if it has fewer, the last one is
   *     repeated
   */
  private record Vectors(
      EmbeddedNumbers columns, int bins, Tensor weight, Tensor bias, Tensor binWeight, Tensor edges)
      implements LayerFunction {

    @Override
    public Shape input() {
      return columns.input();
    }

    @Override
    public Shape output() {
      return columns.output();
    }

    @Override
    public List<Tensor> parameters() {
      return List.of(weight, bias, binWeight);
    }

    @Override
    public List<Tensor> statistics() {
      return List.of(edges);
    }

    /** For each number two of its dimensions: the slope, and the part of the bin. */
    @Override
    public long multiplications() {
      return 2 * weight.size();
    }

    @Override
    public boolean initializesFromData() {
      return true;
    }

    @Override
    public void initialize(float[] x, int rows, RandomGenerator random) {
      float[] column = new float[rows];
      for (int f = 0; f < columns.count(); f++) {
        for (int i = 0; i < rows; i++) {
          column[i] = x[i * input().columns() + columns.numbers()[f]];
        }
        Arrays.sort(column);
        setEdges(column, f * (bins + 1));
      }
    }

    /**
     * Sets the ends of the bins to those of the sorted numbers that are nearest to quantiles. Where
     * a quantile equals the one before, the next greater number follows, and then quantiles of
     * those that are greater still: a column that is mostly 0 has all bins but the first among its
     * other numbers. In a bin that is narrower than the rounding errors of its numbers, the
     * function would jump.
     */
    private void setEdges(float[] sorted, int first) {
      float[] values = edges.values();
      int highest = sorted.length - 1;
      float least = NARROWEST * (sorted[highest] - sorted[0]);
      int edge = first;
      int end = first + bins;
      values[edge] = sorted[0];
      // The edges after number `from` are quantiles of the rows from `lowest` on.
      int from = first;
      int lowest = 0;
      while (edge < end && sorted[highest] - values[edge] > least) {
        int parts = end - from;
        int row =
            lowest + (int) (((long) (edge + 1 - from) * (highest - lowest) + parts / 2) / parts);
        boolean isEqual = sorted[row] - values[edge] <= least;
        while (sorted[row] - values[edge] <= least) {
          row++;
        }
        values[++edge] = sorted[row];
        if (isEqual) {
          from = edge;
          lowest = row;
        }
      }
      Arrays.fill(values, edge, end + 1, values[edge]);
    }

    @Override
    public Kernel kernel(Workspace workspace) {
      return new VectorKernel(this, workspace);
    }

    @Override
    public long kernelBytes(int rows, Direction direction) {
      long forward = Float.BYTES * binWeight.size() + Integer.BYTES * (long) columns.count();
      // The gradients, their two sums, and the place in its bin of each number.
      long back =
          (Float.BYTES + 2 * Double.BYTES) * (binWeight.size() + bias.size())
              + Float.BYTES * weight.size()
              + (Integer.BYTES + Float.BYTES) * (long) rows * columns.count();
      return direction.isBack() ? forward + back : forward;
    }
  }

  private static final class VectorKernel implements LayerFunction.Kernel {

    private final EmbeddedNumbers numbers;
    private final int bins;
    private final int dimensions;
    private final int inputs;
    private final int outputs;
    private final float[] weight;
    private final float[] bias;
    private final float[] binWeight;
    private final float[] edges;
    private final float[] y;
    private final float[] gradient;
    private final boolean learns;

    /** The number of bins of each number. */
    private final int[] used;

    /** For each bin b plus the rows of V of all bins below it, [numbers bins, dimensions]. */
    private final float[] below;

    /** The bin of each number of a batch, [rows, numbers]. */
    private final int[] bin;

    /** The place of each number in its bin: 0 at the lower end, 1 at the upper. */
    private final float[] place;

    private final float[] weightGradient;
    private final float[] biasGradient;
    private final float[] binGradient;

    /** For each number, the sums of dL/dy x. */
    private final double[] slopeSums;

    /** For each bin, the sums of dL/dy of the numbers in it. */
    private final double[] sums;

    /** The same, of the products of dL/dy with the places. */
    private final double[] placeSums;

    VectorKernel(Vectors layer, LayerFunction.Workspace workspace) {
      numbers = layer.columns();
      bins = layer.bins();
      dimensions = numbers.dimensions();
      inputs = layer.input().columns();
      outputs = layer.output().columns();
      weight = layer.weight().values();
      bias = layer.bias().values();
      binWeight = layer.binWeight().values();
      edges = layer.edges().values();
      y = workspace.y();
      gradient = workspace.gradient();
      learns = workspace.direction().isBack();
      int count = numbers.count();
      used = new int[count];
      below = new float[binWeight.length];
      int places = learns ? Math.multiplyExact(workspace.rows(), count) : 0;
      bin = new int[places];
      place = new float[places];
      weightGradient = new float[learns ? weight.length : 0];
      biasGradient = new float[learns ? bias.length : 0];
      binGradient = new float[learns ? binWeight.length : 0];
      slopeSums = new double[learns ? weight.length : 0];
      sums = new double[learns ? binWeight.length : 0];
      placeSums = new double[learns ? binWeight.length : 0];
    }

    @Override
    public void layOut(int part, int parts) {
      int end = LayerFunction.Kernel.startOf(part + 1, parts, used.length);
      for (int f = LayerFunction.Kernel.startOf(part, parts, used.length); f < end; f++) {
        used[f] = binsOf(f);
        System.arraycopy(bias, f * dimensions, below, f * bins * dimensions, dimensions);
        for (int at = (f * bins + 1) * dimensions; at < (f + 1) * bins * dimensions; at++) {
          below[at] = below[at - dimensions] + binWeight[at - dimensions];
        }
      }
    }

    private int binsOf(int number) {
      int first = number * (bins + 1);
      int count = 0;
      while (count < bins && edges[first + count + 1] > edges[first + count]) {
        count++;
      }
      return count;
    }

    @Override
    public void forward(float[] x, int from, int to, int thread) {
      numbers.copyOthers(x, y, from, to);
      int count = used.length;
      for (int i = from; i < to; i++) {
        for (int f = 0; f < count; f++) {
          float value = x[i * inputs + numbers.numbers()[f]];
          int t = used[f] == 0 ? 0 : binOf(value, f);
          float share = used[f] == 0 ? 0 : placeIn(value, f * (bins + 1) + t);
          int w = f * dimensions;
          int v = (f * bins + t) * dimensions;
          int at = i * outputs + numbers.at(f);
          for (int k = 0; k < dimensions; k++) {
            y[at + k] = weight[w + k] * value + below[v + k] + share * binWeight[v + k];
          }
          if (learns) {
            bin[i * count + f] = t;
            place[i * count + f] = share;
          }
        }
      }
    }

    /** The last bin that begins at a number or below it, or the first one, by bisection. */
    private int binOf(float value, int number) {
      int first = number * (bins + 1);
      int low = 0;
      int high = used[number];
      while (high - low > 1) {
        int middle = (low + high) >>> 1;
        if (edges[first + middle] <= value) {
          low = middle;
        } else {
          high = middle;
        }
      }
      return low;
    }

    /** Below 0 below the first bin, and above 1 above the last one. */
    private float placeIn(float value, int edge) {
      return (value - edges[edge]) / (edges[edge + 1] - edges[edge]);
    }

    @Override
    public void backward(float[] x, float[] dx, int from, int to, int thread) {
      if (dx.length == 0) {
        return;
      }
      numbers.copyGradientsOfOthers(gradient, dx, from, to);
      int count = used.length;
      for (int i = from; i < to; i++) {
        for (int f = 0; f < count; f++) {
          int t = bin[i * count + f];
          int at = i * outputs + numbers.at(f);
          int v = (f * bins + t) * dimensions;
          float slope = 0;
          float inBin = 0;
          for (int k = 0; k < dimensions; k++) {
            slope += gradient[at + k] * weight[f * dimensions + k];
            inBin += gradient[at + k] * binWeight[v + k];
          }
          int edge = f * (bins + 1) + t;
          dx[i * inputs + numbers.numbers()[f]] =
              used[f] == 0 ? slope : slope + inBin / (edges[edge + 1] - edges[edge]);
        }
      }
    }

    @Override
    public void parameterGradients(float[] x, int rows, int part, int parts, int thread) {
      int end = LayerFunction.Kernel.startOf(part + 1, parts, used.length);
      for (int f = LayerFunction.Kernel.startOf(part, parts, used.length); f < end; f++) {
        addUp(x, rows, f);
        narrow(f);
      }
    }

    private void addUp(float[] x, int rows, int f) {
      int size = bins * dimensions;
      Arrays.fill(slopeSums, f * dimensions, (f + 1) * dimensions, 0);
      Arrays.fill(sums, f * size, (f + 1) * size, 0);
      Arrays.fill(placeSums, f * size, (f + 1) * size, 0);
      for (int i = 0; i < rows; i++) {
        int at = i * outputs + numbers.at(f);
        int v = (f * bins + bin[i * used.length + f]) * dimensions;
        double value = x[i * inputs + numbers.numbers()[f]];
        double share = place[i * used.length + f];
        for (int k = 0; k < dimensions; k++) {
          float g = gradient[at + k];
          slopeSums[f * dimensions + k] += g * value;
          sums[v + k] += g;
          placeSums[v + k] += g * share;
        }
      }
    }

    /** A row of V counts with its place for the numbers in its bin, and fully for all above it. */
    private void narrow(int f) {
      for (int k = f * dimensions; k < (f + 1) * dimensions; k++) {
        weightGradient[k] = (float) slopeSums[k];
        double above = 0;
        for (int t = bins - 1; t >= 0; t--) {
          int at = f * bins * dimensions + t * dimensions + k - f * dimensions;
          binGradient[at] = (float) (placeSums[at] + above);
          above += sums[at];
        }
        biasGradient[k] = (float) above;
      }
    }

    @Override
    public List<float[]> gradients() {
      return List.of(weightGradient, biasGradient, binGradient);
    }
  }
}
