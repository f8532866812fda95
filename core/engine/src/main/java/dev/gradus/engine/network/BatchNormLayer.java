package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;
import java.util.List;

/**
 * A layer that standardises each input over the batch, and each channel of images over all pixels
 * too: y = scale xhat + shift, xhat = (x - mean)/sqrt(variance + epsilon).
 *
 * <p>While it learns, mean and variance are those of the batch, the variance divided by n, and the
 * running ones follow them, the variance divided by n - 1. A batch of one row leaves the running
 * variance as it is. When it predicts, it uses the running ones.
 */
final class BatchNormLayer implements Layer {

  /** What is measured of a channel, in floats: four doubles and two gradients. */
  private static final long FLOATS_A_CHANNEL = 10;

  private final Parameter scale;
  private final Parameter shift;
  private final Parameter runningMean;
  private final Parameter runningVariance;
  private final double momentum;
  private final double epsilon;
  private final int places;

  /**
   * Makes a layer.
   *
   * @param name what the names of its parameters begin with
   * @param shape of the inputs, and of the outputs
   */
  BatchNormLayer(String name, Shape shape, double momentum, double epsilon, Space space) {
    int width = shape.channels();
    places = shape.places();
    scale = Parameter.ofOnes(name + "weight", Parameter.Role.SCALE, width, space);
    shift = new Parameter(name + "bias", Parameter.Role.BIAS, space.matrix(1, width));
    runningMean =
        new Parameter(name + "running-mean", Parameter.Role.STATISTIC, space.matrix(1, width));
    runningVariance =
        Parameter.ofOnes(name + "running-variance", Parameter.Role.STATISTIC, width, space);
    this.momentum = momentum;
    this.epsilon = epsilon;
  }

  @Override
  public int inputs() {
    return places * scale.matrix().columns();
  }

  @Override
  public int outputs() {
    return inputs();
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(scale, shift);
  }

  @Override
  public List<Parameter> statistics() {
    return List.of(runningMean, runningVariance);
  }

  @Override
  public boolean needsWholeBatch() {
    return true;
  }

  /** Of a single number the mean is that number, and nothing is left. */
  @Override
  public int leastRows() {
    return places > 1 ? 1 : 2;
  }

  @Override
  public Kernel kernel(Room room) {
    return new BatchNormKernel(room);
  }

  @Override
  public long kernelBytes(int rows, Way way) {
    long standardised = way.isBack() ? (long) rows * inputs() : 0;
    return Float.BYTES * (standardised + FLOATS_A_CHANNEL * scale.matrix().columns());
  }

  private final class BatchNormKernel implements Kernel {

    private final int units = scale.matrix().columns();
    private final float[] y;

    /** [rows pixels, channels]. */
    private final Matrix gradient;

    private final boolean learns;
    private final Matrix standardised;
    private final double[] mean;
    private final double[] factor;
    private final double[] sums;
    private final double[] sumsOfProducts;
    private final Matrix scaleGradient;
    private final Matrix shiftGradient;
    private double share = momentum;

    BatchNormKernel(Room room) {
      learns = room.way().isBack();
      int all = learns ? room.rows() * places : 0;
      y = room.y().values();
      gradient = new Matrix(all, units, room.gradient().values());
      standardised = Matrix.zeros(all, units);
      mean = new double[units];
      factor = new double[units];
      sums = new double[units];
      sumsOfProducts = new double[units];
      scaleGradient = Matrix.zeros(1, units);
      shiftGradient = Matrix.zeros(1, units);
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
    public void forward(Matrix x, int from, int to, int member) {
      if (learns) {
        measure(x);
      } else {
        remember();
      }
      float[] inputs = x.values();
      float[] scales = scale.matrix().values();
      float[] shifts = shift.matrix().values();
      for (int i = from * places; i < to * places; i++) {
        for (int j = 0; j < units; j++) {
          int at = i * units + j;
          float hat = (float) ((inputs[at] - mean[j]) * factor[j]);
          y[at] = scales[j] * hat + shifts[j];
          if (learns) {
            standardised.values()[at] = hat;
          }
        }
      }
    }

    /** Takes mean and variance of a whole batch, and lets the running ones follow. */
    private void measure(Matrix x) {
      int n = x.rows() * places;
      ColumnSums.of(new Matrix(n, units, x.values()), n, mean, 0, units);
      for (int j = 0; j < units; j++) {
        mean[j] /= n;
        factor[j] = 0;
      }
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < units; j++) {
          double off = x.values()[i * units + j] - mean[j];
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

    private void follow(Parameter running, int unit, double measured) {
      float[] values = running.matrix().values();
      values[unit] = (float) ((1 - share) * values[unit] + share * measured);
    }

    private void remember() {
      for (int j = 0; j < units; j++) {
        mean[j] = runningMean.matrix().values()[j];
        factor[j] = 1 / Math.sqrt(runningVariance.matrix().values()[j] + epsilon);
      }
    }

    @Override
    public void backward(Matrix x, Matrix into, int from, int to, int member) {
      if (into.size() == 0) {
        return;
      }
      // dL/dx = scale factor (dL/dy - mean(dL/dy) - xhat mean(dL/dy xhat)), means over the batch
      int n = (to - from) * places;
      ColumnSums.of(gradient, n, sums, 0, units);
      ColumnSums.ofProducts(gradient, standardised, n, sumsOfProducts, 0, units);
      float[] up = gradient.values();
      float[] scales = scale.matrix().values();
      for (int i = from * places; i < to * places; i++) {
        for (int j = 0; j < units; j++) {
          int at = i * units + j;
          double centred = up[at] - sums[j] / n - standardised.values()[at] * sumsOfProducts[j] / n;
          into.values()[at] = (float) (scales[j] * factor[j] * centred);
        }
      }
    }

    @Override
    public void parameterGradients(Matrix x, int part, int parts, int member) {
      int from = part * units / parts;
      int to = (part + 1) * units / parts;
      ColumnSums.ofProducts(gradient, standardised, x.rows() * places, sumsOfProducts, from, to);
      ColumnSums.narrow(sumsOfProducts, scaleGradient, from, to);
      ColumnSums.of(gradient, x.rows() * places, sums, from, to);
      ColumnSums.narrow(sums, shiftGradient, from, to);
    }

    @Override
    public List<Matrix> gradients() {
      return List.of(scaleGradient, shiftGradient);
    }
  }
}
