package dev.gradus.layers;

import dev.gradus.spi.Activation;
import dev.gradus.spi.ColumnSums;
import dev.gradus.spi.Layer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerSite;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Shape;
import dev.gradus.spi.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * A layer that standardises each of its inputs over the batch, and learns a scale and a shift.
 *
 * <p>Defaults are PyTorch's; Keras has epsilon 0.001 and momentum 0.99 in its own definition. The
 * layer before needs no biases.
 *
 * @param momentum the weight of the newest batch in the running statistics
 * @param epsilon a small number that is added to the variance
 * @param activation the activation of the result; empty for none
 */
@Plugin(
    name = "batch-norm",
    summary =
        "Standardises each input over the batch; in prediction, by running statistics. For deep "
            + "networks.",
    formula =
        "y = activation(weight (x - mean)/sqrt(variance + epsilon) + bias); running <- (1 - momentum) running + momentum batch",
    reference =
        "S. Ioffe, C. Szegedy, Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate Shift, 2015")
public record BatchNorm(
    @Option(value = "the weight of the newest batch in the running statistics", above = 0, max = 1)
        double momentum,
    @Option(value = "a small number that is added to the variance", above = 0) double epsilon,
    @Option("the activation of the result; if left out, none") Optional<Activation> activation)
    implements Layer {

  /** Creates a layer with momentum 0.1 and epsilon 1e-5. */
  public BatchNorm() {
    this(0.1, 1e-5, Optional.empty());
  }

  public BatchNorm {
    Options.check(BatchNorm.class, momentum, epsilon, activation);
  }

  @Override
  public LayerFunction build(LayerSite site) {
    int channels = site.input().channels();
    return new Standardization(
        site.input(),
        site.constant("weight", Tensor.Role.SCALE, channels, 1),
        site.biases("bias", channels, Optional.empty()),
        site.constant("running-mean", Tensor.Role.STATISTIC, channels, 0),
        site.constant("running-variance", Tensor.Role.STATISTIC, channels, 1),
        momentum,
        epsilon);
  }

  /**
   * Each input is standardised over the batch, and each channel of images over all pixels too: y =
   * scale xhat + shift, xhat = (x - mean)/sqrt(variance + epsilon).
   *
   * <p>In training, mean and variance are those of the batch, with a variance divided by n, and the
   * running statistics follow them, with a variance divided by n - 1. A batch of one row leaves the
   * running variance unchanged. Prediction uses the running statistics.
   */
  private record Standardization(
      Shape input,
      Tensor scale,
      Tensor shift,
      Tensor runningMean,
      Tensor runningVariance,
      double momentum,
      double epsilon)
      implements LayerFunction {

    /** The statistics of a channel, in floats: four doubles and two gradients. */
    private static final long FLOATS_A_CHANNEL = 10;

    @Override
    public Shape output() {
      return input;
    }

    @Override
    public List<Tensor> parameters() {
      return List.of(scale, shift);
    }

    @Override
    public List<Tensor> statistics() {
      return List.of(runningMean, runningVariance);
    }

    @Override
    public boolean needsWholeBatch() {
      return true;
    }

    /** The mean of a single number is the number itself, so the result would always be 0. */
    @Override
    public int leastRows() {
      return input.places() > 1 ? 1 : 2;
    }

    @Override
    public Kernel kernel(Workspace workspace) {
      return new StandardizationKernel(this, workspace);
    }

    @Override
    public long kernelBytes(int rows, Direction direction) {
      long standardised = direction.isBack() ? (long) rows * input.columns() : 0;
      return Float.BYTES * (standardised + FLOATS_A_CHANNEL * input.channels());
    }
  }

  private static final class StandardizationKernel implements LayerFunction.Kernel {

    private final int places;
    private final int units;
    private final double momentum;
    private final double epsilon;
    private final float[] scale;
    private final float[] shift;
    private final float[] runningMean;
    private final float[] runningVariance;
    private final float[] y;

    /** [rows pixels, channels]. */
    private final float[] gradient;

    private final boolean learns;
    private final float[] standardised;
    private final double[] mean;
    private final double[] factor;
    private final double[] sums;
    private final double[] sumsOfProducts;
    private final float[] scaleGradient;
    private final float[] shiftGradient;
    private double share;

    StandardizationKernel(Standardization layer, LayerFunction.Workspace workspace) {
      places = layer.input().places();
      units = layer.input().channels();
      momentum = layer.momentum();
      epsilon = layer.epsilon();
      scale = layer.scale().values();
      shift = layer.shift().values();
      runningMean = layer.runningMean().values();
      runningVariance = layer.runningVariance().values();
      share = momentum;
      learns = workspace.direction().isBack();
      y = workspace.y();
      gradient = workspace.gradient();
      standardised =
          new float[learns ? Math.multiplyExact(workspace.rows(), layer.input().columns()) : 0];
      mean = new double[units];
      factor = new double[units];
      sums = new double[units];
      sumsOfProducts = new double[units];
      scaleGradient = new float[units];
      shiftGradient = new float[units];
    }

    @Override
    public void begin(long step) {
      share = momentum;
    }

    @Override
    public void beginMeasuring(long step, double shareOfBatch) {
      share = shareOfBatch;
    }

    @Override
    public void forward(float[] x, int from, int to, int thread) {
      if (learns) {
        measure(x, (to - from) * places);
      } else {
        remember();
      }
      for (int i = from * places; i < to * places; i++) {
        for (int j = 0; j < units; j++) {
          int at = i * units + j;
          float hat = (float) ((x[at] - mean[j]) * factor[j]);
          y[at] = scale[j] * hat + shift[j];
          if (learns) {
            standardised[at] = hat;
          }
        }
      }
    }

    /** Computes mean and variance of a whole batch, and updates the running statistics. */
    private void measure(float[] x, int n) {
      ColumnSums.of(x, n, units, mean, 0, units);
      for (int j = 0; j < units; j++) {
        mean[j] /= n;
        factor[j] = 0;
      }
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < units; j++) {
          double off = x[i * units + j] - mean[j];
          factor[j] += off * off;
        }
      }
      for (int j = 0; j < units; j++) {
        follow(runningMean, j, mean[j]);
        if (n > 1) {
          follow(runningVariance, j, factor[j] / (n - 1));
        }
        factor[j] = 1 / Math.sqrt(factor[j] / n + epsilon);
      }
    }

    private void follow(float[] running, int unit, double measured) {
      running[unit] = (float) ((1 - share) * running[unit] + share * measured);
    }

    private void remember() {
      for (int j = 0; j < units; j++) {
        mean[j] = runningMean[j];
        factor[j] = 1 / Math.sqrt(runningVariance[j] + epsilon);
      }
    }

    @Override
    public void backward(float[] x, float[] dx, int from, int to, int thread) {
      if (dx.length == 0) {
        return;
      }
      // dL/dx = scale factor (dL/dy - mean(dL/dy) - xhat mean(dL/dy xhat)), means over the batch
      int n = (to - from) * places;
      ColumnSums.of(gradient, n, units, sums, 0, units);
      ColumnSums.ofProducts(gradient, standardised, n, units, sumsOfProducts, 0, units);
      for (int i = from * places; i < to * places; i++) {
        for (int j = 0; j < units; j++) {
          int at = i * units + j;
          double centred = gradient[at] - sums[j] / n - standardised[at] * sumsOfProducts[j] / n;
          dx[at] = (float) (scale[j] * factor[j] * centred);
        }
      }
    }

    @Override
    public void parameterGradients(float[] x, int rows, int part, int parts, int thread) {
      int from = LayerFunction.Kernel.startOf(part, parts, units);
      int to = LayerFunction.Kernel.startOf(part + 1, parts, units);
      int n = rows * places;
      ColumnSums.ofProducts(gradient, standardised, n, units, sumsOfProducts, from, to);
      ColumnSums.narrow(sumsOfProducts, scaleGradient, from, to);
      ColumnSums.of(gradient, n, units, sums, from, to);
      ColumnSums.narrow(sums, shiftGradient, from, to);
    }

    @Override
    public List<float[]> gradients() {
      return List.of(scaleGradient, shiftGradient);
    }
  }
}
