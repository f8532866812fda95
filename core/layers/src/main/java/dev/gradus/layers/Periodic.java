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
import java.util.stream.Stream;

/**
 * A layer that maps every number to a trainable vector, made of waves of trainable frequencies c:
 *
 * <pre>{@code
 * plr:  y = relu([cos(2π c x), sin(2π c x)] W + b)
 * pbld: y = [x, cos(2π c x + p) W + b]
 * }</pre>
 *
 * <p>At first c is normal, for plr cut at three standard deviations; p is uniform from -π to π; W
 * and b are uniform within 1/sqrt of the number of waves that W sums.
 *
 * @param form of the vectors
 * @param frequencies the number of frequencies of each number; empty for 48, for pbld 16
 * @param stddev the standard deviation of the initial frequencies; empty for 0.01, for pbld 0.1
 * @param dimensions the length of each vector; empty for 24, for pbld 4, of which x is the first
 * @param lite whether all numbers share one W and one b
 */
@Plugin(
    name = "periodic",
    summary =
        "Embeds each numeric input as a trainable vector of cosines and sines with trainable frequencies. Other inputs pass through.",
    formula =
        "plr: y = relu([cos(2 pi c x), sin(2 pi c x)] W + b); pbld: y = [x, cos(2 pi c x + p) W + b]",
    reference =
        "Y. Gorishniy, I. Rubachev, A. Babenko, On Embeddings for Numerical Features in Tabular Deep Learning, 2022 (plr); D. Holzmüller, L. Grinsztajn, I. Steinwart, Better by Default: Strong Pre-Tuned MLPs and Boosted Trees on Tabular Data, 2024 (pbld)")
public record Periodic(
    @Option(
            "plr: cosines and sines, a linear map and relu; pbld: the number itself, and a linear map of cosines with trainable phases")
        Form form,
    @Option(
            value = "the number of frequencies of each number; if left out, 48, for pbld 16",
            min = 1)
        Optional<Integer> frequencies,
    @Option(
            value =
                "the standard deviation of the initial frequencies, the most important option; if left out, 0.01, for pbld 0.1",
            above = 0)
        Optional<Double> stddev,
    @Option(
            value =
                "the length of the vector of each number; if left out, 24, for pbld 4, of which the number itself is the first",
            min = 1)
        Optional<Integer> dimensions,
    @Option("whether all numbers share one linear map") boolean lite)
    implements Layer {

  /** What a vector consists of. */
  public enum Form {
    /** Cosines and sines, a linear map, and relu. */
    PLR,
    /** The number itself, and a linear map of cosines with trainable phases. */
    PBLD
  }

  /** The initial frequencies of plr are cut at this number of standard deviations. */
  private static final double CUT = 3;

  /** Creates a layer of the form plr with its defaults. */
  public Periodic() {
    this(Form.PLR);
  }

  /** Creates a layer of a form with its defaults. */
  public Periodic(Form form) {
    this(form, Optional.empty(), Optional.empty(), Optional.empty(), false);
  }

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException with a sentence, if one of them is out of bounds, or nothing
   *     is left of a vector of pbld besides the number itself
   */
  public Periodic {
    Options.check(Periodic.class, form, frequencies, stddev, dimensions, lite);
    if (form == Form.PBLD && dimensions.orElse(2) < 2) {
      throw new IllegalArgumentException(
          "dimensions must be at least 2 for pbld, because the number itself is the first of them, but is "
              + dimensions.get());
    }
  }

  private boolean isPlr() {
    return form == Form.PLR;
  }

  @Override
  public LayerFunction build(LayerSite site) {
    EmbeddedNumbers numbers = EmbeddedNumbers.of(site, dimensions.orElse(isPlr() ? 24 : 4));
    int count = numbers.count();
    int learned = numbers.dimensions() - (isPlr() ? 0 : 1);
    int waves = frequencies.orElse(isPlr() ? 48 : 16);
    int most = LayerSite.MOST_NUMBERS / count / learned / 2;
    if (waves > most) {
      throw site.tooLarge("frequencies", waves, most, "each has weights for every column");
    }
    int maps = lite ? 1 : count;
    int summed = isPlr() ? 2 * waves : waves;
    Initializer uniform = PiecewiseLinear.uniform(summed);
    return new Waves(
        numbers,
        isPlr(),
        site.weights("frequency", count, waves, Optional.of(normal())),
        isPlr()
            ? Optional.empty()
            : Optional.of(site.biases("phase", count * waves, Optional.of(turn()))),
        site.weights("weight", maps * summed, learned, Optional.of(uniform)),
        site.biases("bias", maps * learned, Optional.of(uniform)));
  }

  private Initializer normal() {
    double deviation = stddev.orElse(isPlr() ? 0.01 : 0.1);
    double cut = isPlr() ? CUT : Double.POSITIVE_INFINITY;
    return (weights, fanIn, fanOut, random) -> {
      for (int i = 0; i < weights.length; i++) {
        double drawn = random.nextGaussian();
        while (Math.abs(drawn) > cut) {
          drawn = random.nextGaussian();
        }
        weights[i] = (float) (deviation * drawn);
      }
    };
  }

  /** Uniform between -π and π. */
  private static Initializer turn() {
    return (weights, fanIn, fanOut, random) -> {
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) (Math.PI * (2 * random.nextDouble() - 1));
      }
    };
  }

  /**
   * The function.
   *
   * @param isPlr whether the form is plr
   * @param frequency c, [numbers, frequencies]
   * @param phase p, frequencies for each number; empty for plr
   * @param weight W, [waves, outputs], for each number unless they share one; the waves are the
   *     cosines, for plr followed by the sines
   * @param bias b, outputs for each W
   */
  private record Waves(
      EmbeddedNumbers columns,
      boolean isPlr,
      Tensor frequency,
      Optional<Tensor> phase,
      Tensor weight,
      Tensor bias)
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
      return Stream.of(Stream.of(frequency), phase.stream(), Stream.of(weight, bias))
          .flatMap(tensors -> tensors)
          .toList();
    }

    /** The number of outputs of W. */
    int learned() {
      return weight.columns();
    }

    /** The number of waves of a number. */
    int waves() {
      return (isPlr ? 2 : 1) * frequency.columns();
    }

    boolean isShared() {
      return weight.rows() == waves() && columns.count() > 1;
    }

    /** A sine or a cosine takes about as long as ten multiplications. */
    @Override
    public long multiplications() {
      return (long) columns.count() * waves() * (learned() + 10);
    }

    /** The waves of a batch are kept for the backward pass. */
    @Override
    public long largestArray(int rows) {
      return Math.max(rows * frequency.size(), (long) rows * output().columns());
    }

    @Override
    public Kernel kernel(Workspace workspace) {
      return new WaveKernel(this, workspace);
    }

    @Override
    public long kernelBytes(int rows, Direction direction) {
      if (!direction.isBack()) {
        return 0;
      }
      long gradients = 2 * weight.size() + bias.size() + 2 * frequency.size();
      return Float.BYTES * (3L * rows * frequency.size() + gradients) + Double.BYTES * bias.size();
    }

    /** The waves of a number in prediction; in training the gradients of its waves and outputs. */
    @Override
    public long threadBytes() {
      return (long) Float.BYTES * (2 * frequency.columns() + learned());
    }
  }

  private static final class WaveKernel implements LayerFunction.Kernel {

    private static final float[] NONE = {};
    private static final float TURN = (float) (2 * Math.PI);

    private final EmbeddedNumbers numbers;
    private final boolean isPlr;
    private final boolean isShared;
    private final int count;
    private final int waves;
    private final int frequencies;
    private final int learned;
    private final int inputs;
    private final int outputs;

    /** The index of the first output of W among those of a number. */
    private final int skipped;

    private final float[] frequency;
    private final float[] phase;
    private final float[] weight;
    private final float[] bias;
    private final float[] y;
    private final float[] gradient;
    private final boolean learns;

    /** For each W its transpose, [outputs, waves]. */
    private final float[] transposed;

    /** The cosines of a batch, [rows, numbers, frequencies]; in prediction those of a thread. */
    private final float[] cosines;

    private final float[] sines;

    /**
     * dL/dt of a batch, where the waves are cos(2πt) and sin(2πt), [rows, numbers, frequencies].
     */
    private final float[] turnGradient;

    /** For each thread, dL/dz of a number, where z is y before relu. */
    private final float[] slopes;

    /** For each thread, dL/d of the waves of a number. */
    private final float[] waveGradient;

    private final float[] frequencyGradient;
    private final float[] phaseGradient;
    private final float[] weightGradient;
    private final float[] biasGradient;
    private final double[] biasSums;

    WaveKernel(Waves layer, LayerFunction.Workspace workspace) {
      numbers = layer.columns();
      isPlr = layer.isPlr();
      isShared = layer.isShared();
      count = numbers.count();
      waves = layer.waves();
      frequencies = layer.frequency().columns();
      learned = layer.learned();
      inputs = layer.input().columns();
      outputs = layer.output().columns();
      skipped = isPlr ? 0 : 1;
      frequency = layer.frequency().values();
      phase = layer.phase().map(Tensor::values).orElse(NONE);
      weight = layer.weight().values();
      bias = layer.bias().values();
      y = workspace.y();
      gradient = workspace.gradient();
      learns = workspace.direction().isBack();
      int kept =
          learns
              ? Math.multiplyExact(workspace.rows(), count * frequencies)
              : workspace.threads() * frequencies;
      cosines = new float[kept];
      sines = new float[kept];
      turnGradient = new float[learns ? kept : 0];
      waveGradient = new float[learns ? workspace.threads() * waves : 0];
      slopes = new float[learns ? workspace.threads() * learned : 0];
      transposed = new float[learns ? weight.length : 0];
      frequencyGradient = new float[learns ? frequency.length : 0];
      phaseGradient = new float[learns ? phase.length : 0];
      weightGradient = new float[learns ? weight.length : 0];
      biasGradient = new float[learns ? bias.length : 0];
      biasSums = new double[learns ? bias.length : 0];
    }

    /** Which W a number has. */
    private int mapOf(int number) {
      return isShared ? 0 : number;
    }

    @Override
    public void layOut(int part, int parts) {
      if (!learns) {
        return;
      }
      int maps = weight.length / (waves * learned);
      int end = LayerFunction.Kernel.startOf(part + 1, parts, maps);
      for (int map = LayerFunction.Kernel.startOf(part, parts, maps); map < end; map++) {
        int first = map * waves * learned;
        for (int j = 0; j < waves; j++) {
          for (int k = 0; k < learned; k++) {
            transposed[first + k * waves + j] = weight[first + j * learned + k];
          }
        }
      }
    }

    @Override
    public void forward(float[] x, int from, int to, int thread) {
      numbers.copyOthers(x, y, from, to);
      for (int i = from; i < to; i++) {
        for (int f = 0; f < count; f++) {
          int at = i * outputs + numbers.at(f);
          float value = x[i * inputs + numbers.numbers()[f]];
          int first = (learns ? i * count + f : thread) * frequencies;
          swing(value, f, first);
          if (!isPlr) {
            y[at] = value;
          }
          at += skipped;
          int w = mapOf(f) * waves * learned;
          System.arraycopy(bias, mapOf(f) * learned, y, at, learned);
          addProduct(cosines, first, w, at);
          if (isPlr) {
            addProduct(sines, first, w + frequencies * learned, at);
            for (int k = at; k < at + learned; k++) {
              y[k] = Math.max(0, y[k]);
            }
          }
        }
      }
    }

    /** Computes the waves of a number. */
    private void swing(float value, int number, int first) {
      int c = number * frequencies;
      for (int j = 0; j < frequencies; j++) {
        float turns = frequency[c + j] * value;
        if (!isPlr) {
          turns += phase[c + j] / TURN;
        }
        cosines[first + j] = Turns.cos(turns);
        sines[first + j] = Turns.sin(turns);
      }
    }

    /** Adds the product of some waves with rows of W to outputs. */
    private void addProduct(float[] of, int first, int w, int at) {
      for (int j = 0; j < frequencies; j++) {
        float wave = of[first + j];
        int row = w + j * learned;
        for (int k = 0; k < learned; k++) {
          y[at + k] += wave * weight[row + k];
        }
      }
    }

    /** Writes dL/dz of a number to those of a thread. */
    private void slope(int at, int thread) {
      int first = thread * learned;
      for (int k = 0; k < learned; k++) {
        slopes[first + k] = isPlr && y[at + k] <= 0 ? 0 : gradient[at + k];
      }
    }

    @Override
    public void backward(float[] x, float[] dx, int from, int to, int thread) {
      if (dx.length > 0) {
        numbers.copyGradientsOfOthers(gradient, dx, from, to);
      }
      for (int i = from; i < to; i++) {
        for (int f = 0; f < count; f++) {
          int at = i * outputs + numbers.at(f);
          slope(at + skipped, thread);
          toWaves(mapOf(f) * waves * learned, thread);
          int first = (i * count + f) * frequencies;
          float sum = isPlr ? 0 : gradient[at];
          for (int j = 0; j < frequencies; j++) {
            float ofCosine = waveGradient[thread * waves + j];
            float turned = -sines[first + j] * ofCosine;
            if (isPlr) {
              turned += cosines[first + j] * waveGradient[thread * waves + frequencies + j];
            }
            turnGradient[first + j] = TURN * turned;
            sum += turnGradient[first + j] * frequency[f * frequencies + j];
          }
          if (dx.length > 0) {
            dx[i * inputs + numbers.numbers()[f]] = sum;
          }
        }
      }
    }

    /** Computes dL/d of the waves of a number, which is dL/dz Wᵀ. */
    private void toWaves(int w, int thread) {
      int first = thread * waves;
      Arrays.fill(waveGradient, first, first + waves, 0);
      for (int k = 0; k < learned; k++) {
        float slope = slopes[thread * learned + k];
        int row = w + k * waves;
        for (int j = 0; j < waves; j++) {
          waveGradient[first + j] += slope * transposed[row + j];
        }
      }
    }

    @Override
    public void parameterGradients(float[] x, int rows, int part, int parts, int thread) {
      int end = LayerFunction.Kernel.startOf(part + 1, parts, count);
      for (int f = LayerFunction.Kernel.startOf(part, parts, count); f < end; f++) {
        ofTurns(x, rows, f);
      }
      if (isShared) {
        int to = LayerFunction.Kernel.startOf(part + 1, parts, waves);
        int from = LayerFunction.Kernel.startOf(part, parts, waves);
        ofMap(rows, 0, count, from, to, part == 0, thread);
      } else {
        for (int f = LayerFunction.Kernel.startOf(part, parts, count); f < end; f++) {
          ofMap(rows, f, f + 1, 0, waves, true, thread);
        }
      }
    }

    /** The gradients of the frequencies and phases of a number. */
    private void ofTurns(float[] x, int rows, int number) {
      int c = number * frequencies;
      Arrays.fill(frequencyGradient, c, c + frequencies, 0);
      if (!isPlr) {
        Arrays.fill(phaseGradient, c, c + frequencies, 0);
      }
      for (int i = 0; i < rows; i++) {
        float value = x[i * inputs + numbers.numbers()[number]];
        int first = (i * count + number) * frequencies;
        for (int j = 0; j < frequencies; j++) {
          frequencyGradient[c + j] += turnGradient[first + j] * value;
        }
        if (!isPlr) {
          for (int j = 0; j < frequencies; j++) {
            phaseGradient[c + j] += turnGradient[first + j] / TURN;
          }
        }
      }
    }

    /**
     * Some rows of the gradient of the W of some numbers.
     *
     * @param firstWave the first row
     * @param lastWave the end, exclusive
     * @param withBias whether the gradient of b is computed too
     */
    private void ofMap(
        int rows,
        int firstNumber,
        int lastNumber,
        int firstWave,
        int lastWave,
        boolean withBias,
        int thread) {
      int s = thread * learned;
      int w = mapOf(firstNumber) * waves * learned;
      int b = mapOf(firstNumber) * learned;
      Arrays.fill(weightGradient, w + firstWave * learned, w + lastWave * learned, 0);
      if (withBias) {
        Arrays.fill(biasSums, b, b + learned, 0);
      }
      for (int i = 0; i < rows; i++) {
        for (int f = firstNumber; f < lastNumber; f++) {
          slope(i * outputs + numbers.at(f) + skipped, thread);
          int first = (i * count + f) * frequencies;
          for (int j = firstWave; j < lastWave; j++) {
            float wave = j < frequencies ? cosines[first + j] : sines[first + j - frequencies];
            int row = w + j * learned;
            for (int k = 0; k < learned; k++) {
              weightGradient[row + k] += wave * slopes[s + k];
            }
          }
          for (int k = 0; withBias && k < learned; k++) {
            biasSums[b + k] += slopes[s + k];
          }
        }
      }
      for (int k = 0; withBias && k < learned; k++) {
        biasGradient[b + k] = (float) biasSums[b + k];
      }
    }

    @Override
    public List<float[]> gradients() {
      return isPlr
          ? List.of(frequencyGradient, weightGradient, biasGradient)
          : List.of(frequencyGradient, phaseGradient, weightGradient, biasGradient);
    }
  }
}
