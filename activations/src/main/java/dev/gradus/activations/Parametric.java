package dev.gradus.activations;

import dev.gradus.spi.Activation;
import dev.gradus.spi.LearnedActivation;
import dev.gradus.spi.Option;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;
import java.util.List;

/**
 * Another activation, blended with the identity in a proportion that each unit learns.
 *
 * <p>The proportion starts at 1, where it is the other activation to the last bit. It is not
 * bounded: above 1 the unit is more curved, below 0 it bends the other way. RealMLP trains it with
 * a tenth of the learning rate.
 *
 * @param activation the other activation; pointwise, without coefficients of its own
 */
@Plugin(
    name = "parametric",
    summary =
        "Any pointwise activation, blended with the identity in a learned proportion. For hidden layers.",
    formula = "f(x) = (1 - a) x + a activation(x), a learned for each unit, initially 1",
    reference =
        "D. Holzmüller, L. Grinsztajn, I. Steinwart, Better by Default: Strong Pre-Tuned MLPs and Boosted Trees on Tabular Data, 2024")
public record Parametric(
    @Option(
            value =
                "the activation that is blended: pointwise, and without learned coefficients of its own",
            required = true)
        Activation activation)
    implements LearnedActivation {

  /** Creates a sample: mish. */
  public Parametric() {
    this(new Mish());
  }

  /**
   * Checks the activation.
   *
   * @throws IllegalArgumentException with a sentence, if it relates units, or learns itself
   */
  public Parametric {
    if (!(activation instanceof PointwiseActivation) || activation instanceof LearnedActivation) {
      throw new IllegalArgumentException(
          "activation must be pointwise and have no learned coefficients, such as mish or selu");
    }
  }

  private PointwiseActivation pointwise() {
    return (PointwiseActivation) activation;
  }

  @Override
  public List<Coefficient> coefficients() {
    return List.of(new Coefficient("alpha", 1));
  }

  @Override
  public double value(double x, double[] coefficients) {
    return (1 - coefficients[0]) * x + coefficients[0] * pointwise().value(x);
  }

  @Override
  public double derivative(double x, double[] coefficients) {
    return 1 - coefficients[0] + coefficients[0] * pointwise().derivative(x);
  }

  @Override
  public void coefficientDerivatives(double x, double[] coefficients, double[] derivatives) {
    derivatives[0] = pointwise().value(x) - x;
  }

  @Override
  public void forward(float[] x, float[] y, int from, int to) {
    activation.forward(x, y, from, to);
  }

  @Override
  public void backward(float[] x, float[] y, float[] gradient, int from, int to) {
    activation.backward(x, y, gradient, from, to);
  }

  @Override
  public boolean forwardRow(float[] x, float[] y, int from, float[][] coefficients) {
    float[] alpha = coefficients[0];
    activation.forward(x, y, from, from + alpha.length);
    for (int k = 0; k < alpha.length; k++) {
      y[from + k] = (1 - alpha[k]) * x[from + k] + alpha[k] * y[from + k];
    }
    return true;
  }

  @Override
  public boolean backwardRow(
      float[] x,
      float[] gradient,
      int from,
      float[][] coefficients,
      float[][] terms,
      float[] room) {
    float[] alpha = coefficients[0];
    float[] term = terms[0];
    int to = from + alpha.length;
    activation.forward(x, term, from, to);
    System.arraycopy(gradient, from, room, 0, alpha.length);
    activation.backward(x, term, gradient, from, to);
    for (int k = 0; k < alpha.length; k++) {
      term[from + k] = room[k] * (term[from + k] - x[from + k]);
      gradient[from + k] = (1 - alpha[k]) * room[k] + alpha[k] * gradient[from + k];
    }
    return true;
  }

  @Override
  public double[] kinks() {
    return pointwise().kinks();
  }

  @Override
  public String initializer() {
    return activation.initializer();
  }
}
