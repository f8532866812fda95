package dev.gradus.engine.explaining;

import dev.gradus.engine.network.DoubleActivation;
import java.util.Optional;

/**
 * A dense layer in {@code double}: a = f(z), z = x W + b. It is never changed.
 *
 * <p>W is [inputs, units]: element (i, j) joins input i to unit j.
 */
final class ReferenceLayer {

  private final String place;
  private final Optional<String> activation;
  private final DoubleActivation f;
  private final double[][] weights;
  private final double[] biases;

  /**
   * Creates a layer.
   *
   * @param place in the configuration, such as {@code network[0].dense}
   * @param activation the name of f; empty for a = z
   * @param biases one for each unit; empty for none
   */
  ReferenceLayer(
      String place,
      Optional<String> activation,
      DoubleActivation f,
      double[][] weights,
      double[] biases) {
    this.place = place;
    this.activation = activation;
    this.f = f;
    this.weights = weights;
    this.biases = biases;
  }

  String place() {
    return place;
  }

  Optional<String> activation() {
    return activation;
  }

  DoubleActivation f() {
    return f;
  }

  int inputs() {
    return weights.length;
  }

  int units() {
    return weights[0].length;
  }

  /** W, shared; not to be modified. */
  double[][] weights() {
    return weights;
  }

  /** b, shared; not to be modified; empty if there are none. */
  double[] biases() {
    return biases;
  }

  /** z = x W + b. */
  double[] preActivate(double[] x) {
    double[] z = biases.length == 0 ? new double[units()] : biases.clone();
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < z.length; j++) {
        z[j] += x[i] * weights[i][j];
      }
    }
    return z;
  }

  /** dL/dx = dL/dz Wᵀ. */
  double[] inputGradient(double[] gradient) {
    double[] back = new double[inputs()];
    for (int i = 0; i < back.length; i++) {
      for (int j = 0; j < gradient.length; j++) {
        back[i] += gradient[j] * weights[i][j];
      }
    }
    return back;
  }

  /** The same layer with W + factor change. */
  ReferenceLayer moved(double[][] change, double factor) {
    double[][] moved = new double[inputs()][units()];
    for (int i = 0; i < moved.length; i++) {
      for (int j = 0; j < moved[i].length; j++) {
        moved[i][j] = weights[i][j] + factor * change[i][j];
      }
    }
    return new ReferenceLayer(place, activation, f, moved, biases);
  }

  /** The same layer with another number at W(i, j). */
  ReferenceLayer with(int i, int j, double weight) {
    double[][] changed = weights.clone();
    changed[i] = weights[i].clone();
    changed[i][j] = weight;
    return new ReferenceLayer(place, activation, f, changed, biases);
  }
}
