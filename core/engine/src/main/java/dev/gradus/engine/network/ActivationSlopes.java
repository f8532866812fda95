package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.runtime.network.ActivationFunction;
import dev.gradus.runtime.network.ActivationLayer;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * The derivatives of an activation at the current pre-activations: da/dz of each unit, by its own
 * z.
 */
final class ActivationSlopes {

  /**
   * The maximum number of sampled units for an activation that relates units, because each needs a
   * backward pass.
   */
  private static final int MOST_RELATED = 64;

  /**
   * Larger pre-activations are not searched: an activation that is flat there is already flat here.
   */
  private static final int REACH = 10;

  private static final int STEPS = 400;

  private ActivationSlopes() {}

  /**
   * The derivative of a layer's activation at each of its inputs: dy/dz of each unit by its own z.
   *
   * @param z [rows, inputs]; not modified
   * @param y the outputs of the activation; not modified
   */
  static Matrix of(ActivationLayer layer, Matrix z, Matrix y) {
    int rows = z.rows() * layer.units().places();
    int units = layer.units().channels();
    return of(
        layer.activation().isPointwise(),
        layer.activating(layer.terms(rows)),
        new Matrix(rows, units, z.values()),
        new Matrix(rows, units, y.values()));
  }

  /**
   * The derivatives of all units.
   *
   * @param z [rows, units]; not modified
   * @param y the outputs of the activation; not modified
   * @return [rows, units]; only the first {@value #MOST_RELATED} columns if the activation relates
   *     its units
   */
  static Matrix of(boolean pointwise, ActivationFunction activating, Matrix z, Matrix y) {
    if (pointwise) {
      Matrix slopes = Matrix.zeros(z.rows(), z.columns());
      Arrays.fill(slopes.values(), 1);
      activating.backward(z.values(), y.values(), slopes.values(), 0, z.rows());
      return slopes;
    }
    int units = Math.min(z.columns(), MOST_RELATED);
    Matrix slopes = Matrix.zeros(z.rows(), units);
    Matrix gradient = Matrix.zeros(z.rows(), z.columns());
    for (int k = 0; k < units; k++) {
      Arrays.fill(gradient.values(), 0);
      for (int row = 0; row < z.rows(); row++) {
        gradient.values()[row * z.columns() + k] = 1;
      }
      activating.backward(z.values(), y.values(), gradient.values(), 0, z.rows());
      for (int row = 0; row < z.rows(); row++) {
        slopes.values()[row * units + k] = gradient.get(row, k);
      }
    }
    return slopes;
  }

  /**
   * The steepest slope of an activation in the range that is searched. If the activation relates
   * its units, it is measured with two units; if it has learned parameters, the steepest unit
   * counts.
   *
   * @param coefficients its learned parameters, each [1, units]; empty if it has none
   */
  static double steepest(Activation f, List<Tensor> coefficients) {
    int learning = coefficients.isEmpty() ? 1 : coefficients.get(0).columns();
    int units = f.isPointwise() ? learning : 2;
    Matrix z = Matrix.zeros(STEPS + 1, units);
    Matrix y = Matrix.zeros(STEPS + 1, units);
    for (int row = 0; row <= STEPS; row++) {
      for (int unit = 0; unit < learning; unit++) {
        z.values()[row * units + unit] = (float) (2.0 * REACH * row / STEPS - REACH);
      }
    }
    List<float[]> terms = coefficients.stream().map(each -> new float[y.size()]).toList();
    ActivationFunction activating = ActivationFunction.by(f, units, coefficients, terms);
    activating.forward(z.values(), y.values(), 0, z.rows());
    Matrix slopes = of(f.isPointwise(), activating, z, y);
    double steepest = 0;
    for (int row = 0; row <= STEPS; row++) {
      for (int unit = 0; unit < learning; unit++) {
        steepest = Math.max(steepest, Math.abs(slopes.get(row, unit)));
      }
    }
    return steepest;
  }
}
