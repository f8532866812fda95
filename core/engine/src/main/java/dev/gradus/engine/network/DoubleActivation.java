package dev.gradus.engine.network;

import dev.gradus.spi.Activation;
import dev.gradus.spi.LearnedActivation;
import dev.gradus.spi.PointwiseActivation;
import dev.gradus.spi.RowActivation;
import java.util.List;
import java.util.Optional;

/**
 * The activation of a layer in {@code double}, with its learned parameters, whichever form of
 * activation it is.
 */
public sealed interface DoubleActivation {

  /** a = f(z) for all units of a layer. */
  double[] forward(double[] z);

  /**
   * dL/dz for dL/da.
   *
   * @param a the outputs of {@link #forward}; not modified
   * @param gradient dL/da; not modified
   */
  double[] backward(double[] z, double[] a, double[] gradient);

  /**
   * Whether it computes in {@code double}; an activation that only takes float arrays rounds its
   * inputs and outputs.
   */
  default boolean isExact() {
    return true;
  }

  /** Whether each a depends on its own z alone. */
  default boolean isPointwise() {
    return true;
  }

  /** The pre-activations at which there is no derivative. */
  default double[] kinks() {
    return new double[0];
  }

  /**
   * Wraps an activation of any form.
   *
   * @param coefficients its learned parameters: for each of them an array with one number for each
   *     unit
   */
  static DoubleActivation of(Optional<Activation> activation, List<double[]> coefficients) {
    if (activation.isEmpty()) {
      return new None();
    }
    Activation f = activation.get();
    if (f instanceof LearnedActivation learned) {
      return new Learned(learned, coefficients);
    }
    if (f instanceof PointwiseActivation pointwise) {
      return new Pointwise(pointwise);
    }
    if (f instanceof RowActivation row) {
      return new Row(row);
    }
    return new Rounded(f);
  }

  /** da[j]/dz[k] for all j: the derivatives of all outputs by one pre-activation. */
  default double[] answersTo(int k, double[] z, double[] a) {
    double[] answers = new double[z.length];
    for (int j = 0; j < answers.length; j++) {
      if (!isPointwise() || j == k) {
        answers[j] = slope(j, k, z, a);
      }
    }
    return answers;
  }

  /** da[j]/dz[k]. */
  default double slope(int j, int k, double[] z, double[] a) {
    double[] unit = new double[z.length];
    unit[j] = 1;
    return backward(z, a, unit)[k];
  }

  /** a = z. */
  record None() implements DoubleActivation {

    @Override
    public double[] forward(double[] z) {
      return z.clone();
    }

    @Override
    public double[] backward(double[] z, double[] a, double[] gradient) {
      return gradient.clone();
    }
  }

  /** Each unit separately. */
  record Pointwise(PointwiseActivation f) implements DoubleActivation {

    @Override
    public double[] forward(double[] z) {
      double[] a = new double[z.length];
      for (int k = 0; k < z.length; k++) {
        a[k] = f.value(z[k]);
      }
      return a;
    }

    @Override
    public double[] backward(double[] z, double[] a, double[] gradient) {
      double[] back = new double[z.length];
      for (int k = 0; k < z.length; k++) {
        back[k] = gradient[k] == 0 ? 0 : gradient[k] * f.derivative(z[k]);
      }
      return back;
    }

    @Override
    public double[] kinks() {
      return f.kinks();
    }
  }

  /** Each unit separately, with its own coefficients. */
  record Learned(LearnedActivation f, List<double[]> coefficients) implements DoubleActivation {

    private double[] of(int unit) {
      return coefficients.stream().mapToDouble(each -> each[unit]).toArray();
    }

    @Override
    public double[] forward(double[] z) {
      double[] a = new double[z.length];
      for (int k = 0; k < z.length; k++) {
        a[k] = f.value(z[k], of(k));
      }
      return a;
    }

    @Override
    public double[] backward(double[] z, double[] a, double[] gradient) {
      double[] back = new double[z.length];
      for (int k = 0; k < z.length; k++) {
        back[k] = gradient[k] * f.derivative(z[k], of(k));
      }
      return back;
    }

    @Override
    public double[] kinks() {
      return f.kinks();
    }
  }

  /** Converts to float arrays and back. */
  record Rounded(Activation f) implements DoubleActivation {

    @Override
    public double[] forward(double[] z) {
      float[] a = new float[z.length];
      f.forward(narrow(z), a, 0, a.length);
      return widen(a);
    }

    @Override
    public double[] backward(double[] z, double[] a, double[] gradient) {
      float[] back = narrow(gradient);
      f.backward(narrow(z), narrow(a), back, 0, back.length);
      return widen(back);
    }

    @Override
    public boolean isExact() {
      return false;
    }

    @Override
    public boolean isPointwise() {
      return f.isPointwise();
    }

    private static float[] narrow(double[] values) {
      float[] narrow = new float[values.length];
      for (int i = 0; i < narrow.length; i++) {
        narrow[i] = (float) values[i];
      }
      return narrow;
    }

    private static double[] widen(float[] values) {
      double[] wide = new double[values.length];
      for (int i = 0; i < wide.length; i++) {
        wide[i] = values[i];
      }
      return wide;
    }
  }

  /** All units of a row together. */
  record Row(RowActivation f) implements DoubleActivation {

    @Override
    public double[] forward(double[] z) {
      double[] a = new double[z.length];
      f.forward(z.clone(), a);
      return a;
    }

    @Override
    public double[] backward(double[] z, double[] a, double[] gradient) {
      double[] back = gradient.clone();
      f.backward(z.clone(), a.clone(), back);
      return back;
    }

    @Override
    public boolean isPointwise() {
      return false;
    }
  }
}
