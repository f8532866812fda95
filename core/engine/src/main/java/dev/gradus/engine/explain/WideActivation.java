package dev.gradus.engine.explain;

import dev.gradus.engine.plugin.PluginType;
import dev.gradus.spi.Activation;
import dev.gradus.spi.LearnedActivation;
import dev.gradus.spi.PointwiseActivation;
import dev.gradus.spi.RowActivation;
import java.util.List;
import java.util.Optional;

/** The activation of a layer in {@code double}, whichever form it has. */
sealed interface WideActivation {

  /** a = f(z) for all units of a layer. */
  double[] forward(double[] z);

  /**
   * dL/dz for dL/da.
   *
   * @param a what {@link #forward} made of z; not modified
   * @param gradient dL/da; not modified
   */
  double[] backward(double[] z, double[] a, double[] gradient);

  /** Whether each a depends on its own z alone. */
  default boolean isPointwise() {
    return true;
  }

  /** The pre-activations at which there is no derivative. */
  default double[] kinks() {
    return new double[0];
  }

  /**
   * The form of an activation.
   *
   * @param coefficients what it has learned: an array for each of its coefficients, with one number
   *     a unit
   * @param place of the layer, for messages
   * @throws ExplanationException if it has no form in double
   */
  static WideActivation of(
      Optional<Activation> activation, List<double[]> coefficients, String place) {
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
    throw new ExplanationException(
        "%s: %s computes in float alone, too roughly for finite differences; let it implement PointwiseActivation or RowActivation"
            .formatted(place, PluginType.nameOf(f)));
  }

  /** da[j]/dz[k] for all j: how all outputs answer to one pre-activation. */
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
  record None() implements WideActivation {

    @Override
    public double[] forward(double[] z) {
      return z.clone();
    }

    @Override
    public double[] backward(double[] z, double[] a, double[] gradient) {
      return gradient.clone();
    }
  }

  /** Each unit apart. */
  record Pointwise(PointwiseActivation f) implements WideActivation {

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

  /** Each unit apart, with coefficients of its own. */
  record Learned(LearnedActivation f, List<double[]> coefficients) implements WideActivation {

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

  /** All units of a row together. */
  record Row(RowActivation f) implements WideActivation {

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
