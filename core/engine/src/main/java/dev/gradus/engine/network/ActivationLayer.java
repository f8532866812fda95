package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.spi.Activation;
import dev.gradus.spi.LearnedActivation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A non-linearity: y = f(z), each number by itself, or those of a row, or of a pixel, together.
 *
 * <p>What f learns is one number for each unit, or for each channel of an image.
 */
final class ActivationLayer implements Layer {

  private final Activation f;
  private final int places;
  private final int units;
  private final List<Parameter> coefficients = new ArrayList<>();

  /**
   * Puts an activation behind a layer.
   *
   * @param name what the names of its parameters begin with
   * @param shape of the inputs, and of the outputs
   */
  ActivationLayer(Activation f, String name, Shape shape, Space space) {
    this.f = f;
    places = shape.places();
    units = shape.channels();
    if (f instanceof LearnedActivation learned) {
      for (LearnedActivation.Coefficient coefficient : learned.coefficients()) {
        Matrix matrix = space.matrix(1, units);
        Arrays.fill(matrix.values(), (float) coefficient.initial());
        coefficients.add(new Parameter(name + coefficient.name(), Parameter.Role.SCALE, matrix));
      }
    }
  }

  Activation activation() {
    return f;
  }

  @Override
  public int inputs() {
    return Math.multiplyExact(places, units);
  }

  @Override
  public int outputs() {
    return inputs();
  }

  @Override
  public List<Parameter> parameters() {
    return coefficients;
  }

  @Override
  public boolean isInPlace() {
    return true;
  }

  @Override
  public Kernel kernel(Room room) {
    return new ActivationKernel(room);
  }

  @Override
  public long kernelBytes(int rows, Way way) {
    return way.isBack() ? (long) Float.BYTES * coefficients.size() * rows * outputs() : 0;
  }

  /**
   * How steep f is at each of its inputs: dy/dz of each unit by its own z. Allocates.
   *
   * @param z [rows, inputs]; not modified
   * @param y f(z)
   */
  Matrix slopes(Matrix z, Matrix y) {
    int rows = z.rows() * places;
    return Slopes.of(
        f.isPointwise(),
        activating(terms(rows)),
        new Matrix(rows, units, z.values()),
        new Matrix(rows, units, y.values()));
  }

  /** The steepest slope that f has, as far as it has learned. */
  double steepestSlope() {
    return Slopes.steepest(f, coefficients);
  }

  private List<Matrix> terms(int rows) {
    return coefficients.stream().map(each -> Matrix.zeros(rows, units)).toList();
  }

  private Activating activating(List<Matrix> terms) {
    return Activating.by(f, units, coefficients, terms);
  }

  private final class ActivationKernel implements Kernel {

    private final float[] y;
    private final float[] gradient;

    /** One for each thread. */
    private final List<Activating> activating;

    /** dL/dcoefficient of every element, whose sums do not depend on who computed which rows. */
    private final List<Matrix> terms;

    private final List<Matrix> coefficientGradients;
    private final double[] sums;

    ActivationKernel(Room room) {
      y = room.y().values();
      gradient = room.gradient().values();
      terms = terms(room.way().isBack() ? room.rows() * places : 0);
      activating =
          IntStream.range(0, room.products().size()).mapToObj(member -> activating(terms)).toList();
      coefficientGradients = coefficients.stream().map(each -> Matrix.zeros(1, units)).toList();
      sums = new double[coefficients.isEmpty() ? 0 : units];
    }

    @Override
    public void forward(Matrix z, int from, int to, int member) {
      activating.get(member).forward(z.values(), y, from * places, to * places);
    }

    @Override
    public void backward(Matrix z, Matrix into, int from, int to, int member) {
      activating.get(member).backward(z.values(), y, gradient, from * places, to * places);
    }

    @Override
    public void parameterGradients(Matrix z, int part, int parts, int member) {
      int from = part * units / parts;
      int to = (part + 1) * units / parts;
      for (int k = 0; k < terms.size(); k++) {
        ColumnSums.of(terms.get(k), z.rows() * places, sums, from, to);
        ColumnSums.narrow(sums, coefficientGradients.get(k), from, to);
      }
    }

    @Override
    public List<Matrix> gradients() {
      return coefficientGradients;
    }
  }
}
