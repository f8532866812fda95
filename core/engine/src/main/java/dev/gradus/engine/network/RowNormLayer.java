package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A layer that standardises the inputs of each example: y = scale xhat + shift.
 *
 * <p>Centred, xhat = (x - mean)/sqrt(variance + epsilon), the variance divided by the number of
 * inputs; otherwise xhat = x/sqrt(mean of x² + epsilon), and there is no shift.
 */
final class RowNormLayer implements Layer {

  /** What is summed up of an input, in floats: a double and two gradients. */
  private static final long FLOATS_AN_INPUT = 4;

  private final Parameter scale;
  private final Optional<Parameter> shift;
  private final double epsilon;

  /**
   * Makes a layer.
   *
   * @param name what the names of its parameters begin with
   * @param width the number of inputs, and of outputs
   * @param centred whether the mean is taken away, and a shift is learned
   */
  RowNormLayer(String name, int width, boolean centred, double epsilon, Space space) {
    scale = Parameter.ofOnes(name + "weight", Parameter.Role.SCALE, width, space);
    shift =
        centred
            ? Optional.of(new Parameter(name + "bias", Parameter.Role.BIAS, space.matrix(1, width)))
            : Optional.empty();
    this.epsilon = epsilon;
  }

  @Override
  public int inputs() {
    return scale.matrix().columns();
  }

  @Override
  public int outputs() {
    return inputs();
  }

  @Override
  public List<Parameter> parameters() {
    return Stream.concat(Stream.of(scale), shift.stream()).toList();
  }

  @Override
  public Kernel kernel(Room room) {
    return new RowNormKernel(room);
  }

  @Override
  public long kernelBytes(int rows, Way way) {
    long standardised = (long) rows * inputs();
    return Float.BYTES * (standardised + FLOATS_AN_INPUT * inputs());
  }

  private final class RowNormKernel implements Kernel {

    private final int units = inputs();
    private final float[] y;
    private final Matrix gradient;

    private final Matrix standardised;
    private final double[] factor;
    private final double[] sums;
    private final Matrix scaleGradient;
    private final Matrix shiftGradient;

    RowNormKernel(Room room) {
      y = room.y().values();
      gradient = room.gradient();
      standardised = Matrix.zeros(room.rows(), units);
      factor = new double[room.rows()];
      sums = new double[units];
      scaleGradient = Matrix.zeros(1, units);
      shiftGradient = Matrix.zeros(1, units);
    }

    @Override
    public void forward(Matrix x, int from, int to, int member) {
      float[] inputs = x.values();
      float[] scales = scale.matrix().values();
      for (int i = from; i < to; i++) {
        int first = i * units;
        double mean = shift.isPresent() ? mean(inputs, first) : 0;
        double squares = 0;
        for (int j = 0; j < units; j++) {
          double off = inputs[first + j] - mean;
          squares += off * off;
        }
        factor[i] = 1 / Math.sqrt(squares / units + epsilon);
        for (int j = 0; j < units; j++) {
          float hat = (float) ((inputs[first + j] - mean) * factor[i]);
          standardised.values()[first + j] = hat;
          y[first + j] = scales[j] * hat + shiftOf(j);
        }
      }
    }

    private float shiftOf(int unit) {
      return shift.isPresent() ? shift.get().matrix().values()[unit] : 0;
    }

    private double mean(float[] values, int first) {
      double sum = 0;
      for (int j = 0; j < units; j++) {
        sum += values[first + j];
      }
      return sum / units;
    }

    @Override
    public void backward(Matrix x, Matrix into, int from, int to, int member) {
      if (into.size() == 0) {
        return;
      }
      // g = scale dL/dy, dL/dx = factor (g - mean(g) - xhat mean(g xhat)), means over the row, the
      // first only if centred
      float[] up = gradient.values();
      float[] hats = standardised.values();
      float[] scales = scale.matrix().values();
      for (int i = from; i < to; i++) {
        int first = i * units;
        double sum = 0;
        double sumOfProducts = 0;
        for (int j = 0; j < units; j++) {
          double g = (double) scales[j] * up[first + j];
          sum += g;
          sumOfProducts += g * hats[first + j];
        }
        double centre = shift.isPresent() ? sum / units : 0;
        for (int j = 0; j < units; j++) {
          double g = (double) scales[j] * up[first + j];
          double centred = g - centre - hats[first + j] * sumOfProducts / units;
          into.values()[first + j] = (float) (factor[i] * centred);
        }
      }
    }

    @Override
    public void parameterGradients(Matrix x, int part, int parts, int member) {
      int from = part * units / parts;
      int to = (part + 1) * units / parts;
      ColumnSums.ofProducts(gradient, standardised, x.rows(), sums, from, to);
      ColumnSums.narrow(sums, scaleGradient, from, to);
      if (shift.isPresent()) {
        ColumnSums.of(gradient, x.rows(), sums, from, to);
        ColumnSums.narrow(sums, shiftGradient, from, to);
      }
    }

    @Override
    public List<Matrix> gradients() {
      return shift.isPresent() ? List.of(scaleGradient, shiftGradient) : List.of(scaleGradient);
    }
  }
}
