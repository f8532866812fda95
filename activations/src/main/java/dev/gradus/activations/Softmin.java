package dev.gradus.activations;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.Interval;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.RowActivation;

/** {@link Softmax} of the negated numbers: the smallest number has the largest probability. */
@Plugin(
    name = "softmin",
    summary =
        "Turns numbers into probabilities that add up to 1, the largest for the smallest "
            + "number.",
    formula = "f(x)_j = exp(-x_j) / sum_k exp(-x_k)",
    reference =
        "J. S. Bridle, Probabilistic Interpretation of Feedforward Classification Network Outputs, 1990")
public record Softmin() implements RowActivation {

  @Override
  public void forward(double[] x, double[] y) {
    double min = Double.POSITIVE_INFINITY;
    for (double value : x) {
      min = Math.min(min, value);
    }
    double sum = 0;
    for (int j = 0; j < x.length; j++) {
      y[j] = DoubleMath.exp(min - x[j]);
      sum += y[j];
    }
    for (int j = 0; j < x.length; j++) {
      y[j] /= sum;
    }
  }

  @Override
  public void backward(double[] x, double[] y, double[] gradient) {
    // dL/dx_j = -y_j (dL/dy_j - sum_k y_k dL/dy_k)
    double mean = 0;
    for (int k = 0; k < y.length; k++) {
      mean += y[k] * gradient[k];
    }
    for (int j = 0; j < y.length; j++) {
      gradient[j] = y[j] * (mean - gradient[j]);
    }
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("a * (np.sum(d_A * a, axis=1, keepdims=True) - d_A)");
  }

  @Override
  public boolean givesDistribution() {
    return true;
  }

  @Override
  public Interval outputs() {
    return Interval.UNIT;
  }
}
