package dev.gradus.layers;

import dev.gradus.spi.ColumnSums;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerSite;
import dev.gradus.spi.Shape;
import dev.gradus.spi.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A layer that standardises the inputs of each example: y = scale xhat + shift.
 *
 * <p>Centred, xhat = (x - mean)/sqrt(variance + epsilon), the variance divided by the number of
 * inputs; otherwise xhat = x/sqrt(mean of x² + epsilon), and there is no shift.
 */
record RowNorm(Shape input, Tensor scale, Optional<Tensor> shift, double epsilon)
    implements LayerFunction {

  /** The memory for the sums of an input, in floats: a double and two gradients. */
  private static final long FLOATS_AN_INPUT = 4;

  /**
   * Creates a layer.
   *
   * @param centred whether the mean is subtracted, and a shift is trained
   */
  static RowNorm in(LayerSite site, boolean centred, double epsilon) {
    int width = site.input().columns();
    if (width == 1) {
      site.objection(
          "standardises a single number, so its output is %s for every input, and nothing is learned through this layer; leave it out, or give the layer before it more units"
              .formatted(centred ? "the same" : "1 or -1"));
    }
    return new RowNorm(
        site.input(),
        site.constant("weight", Tensor.Role.SCALE, width, 1),
        centred ? Optional.of(site.biases("bias", width, Optional.empty())) : Optional.empty(),
        epsilon);
  }

  @Override
  public Shape output() {
    return input;
  }

  /** All numbers of an example are standardised together. */
  @Override
  public Shape activationShape() {
    return Shape.line(input.columns());
  }

  @Override
  public List<Tensor> parameters() {
    return Stream.concat(Stream.of(scale), shift.stream()).toList();
  }

  @Override
  public Kernel kernel(Workspace workspace) {
    return new RowNormKernel(workspace);
  }

  @Override
  public long kernelBytes(int rows, Direction direction) {
    long standardised = (long) rows * input.columns();
    return Float.BYTES * (standardised + FLOATS_AN_INPUT * input.columns());
  }

  private final class RowNormKernel implements Kernel {

    private final int units = input.columns();
    private final float[] y;
    private final float[] gradient;
    private final float[] standardised;
    private final double[] factor;
    private final double[] sums;
    private final float[] scaleGradient;
    private final float[] shiftGradient;

    RowNormKernel(Workspace workspace) {
      y = workspace.y();
      gradient = workspace.gradient();
      standardised = new float[Math.multiplyExact(workspace.rows(), units)];
      factor = new double[workspace.rows()];
      sums = new double[units];
      scaleGradient = new float[units];
      shiftGradient = new float[units];
    }

    @Override
    public void forward(float[] x, int from, int to, int thread) {
      float[] scales = scale.values();
      for (int i = from; i < to; i++) {
        int first = i * units;
        double mean = shift.isPresent() ? mean(x, first) : 0;
        double squares = 0;
        for (int j = 0; j < units; j++) {
          double off = x[first + j] - mean;
          squares += off * off;
        }
        factor[i] = 1 / Math.sqrt(squares / units + epsilon);
        for (int j = 0; j < units; j++) {
          float hat = (float) ((x[first + j] - mean) * factor[i]);
          standardised[first + j] = hat;
          y[first + j] = scales[j] * hat + shiftOf(j);
        }
      }
    }

    private float shiftOf(int unit) {
      return shift.isPresent() ? shift.get().values()[unit] : 0;
    }

    private double mean(float[] values, int first) {
      double sum = 0;
      for (int j = 0; j < units; j++) {
        sum += values[first + j];
      }
      return sum / units;
    }

    @Override
    public void backward(float[] x, float[] dx, int from, int to, int thread) {
      if (dx.length == 0) {
        return;
      }
      // g = scale dL/dy, dL/dx = factor (g - mean(g) - xhat mean(g xhat)), means over the row, the
      // first only if centred
      float[] scales = scale.values();
      for (int i = from; i < to; i++) {
        int first = i * units;
        double sum = 0;
        double sumOfProducts = 0;
        for (int j = 0; j < units; j++) {
          double g = (double) scales[j] * gradient[first + j];
          sum += g;
          sumOfProducts += g * standardised[first + j];
        }
        double centre = shift.isPresent() ? sum / units : 0;
        for (int j = 0; j < units; j++) {
          double g = (double) scales[j] * gradient[first + j];
          double centred = g - centre - standardised[first + j] * sumOfProducts / units;
          dx[first + j] = (float) (factor[i] * centred);
        }
      }
    }

    @Override
    public void parameterGradients(float[] x, int rows, int part, int parts, int thread) {
      int from = Kernel.startOf(part, parts, units);
      int to = Kernel.startOf(part + 1, parts, units);
      ColumnSums.ofProducts(gradient, standardised, rows, units, sums, from, to);
      ColumnSums.narrow(sums, scaleGradient, from, to);
      if (shift.isPresent()) {
        ColumnSums.of(gradient, rows, units, sums, from, to);
        ColumnSums.narrow(sums, shiftGradient, from, to);
      }
    }

    @Override
    public List<float[]> gradients() {
      return shift.isPresent() ? List.of(scaleGradient, shiftGradient) : List.of(scaleGradient);
    }
  }
}
