package dev.gradus.activations;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.Interval;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.RowActivation;

/**
 * Turns the numbers of a row into probabilities that add up to 1.
 *
 * <p>The largest number is subtracted first; that leaves the result unchanged and keeps the
 * exponentials from overflowing.
 */
@Plugin(
    name = "softmax",
    summary =
        "Turns numbers into probabilities that add up to 1. For the output of several "
            + "classes.",
    formula = "f(x)_j = exp(x_j) / sum_k exp(x_k)",
    reference =
        "J. S. Bridle, Probabilistic Interpretation of Feedforward Classification Network Outputs, 1990")
public record Softmax() implements RowActivation {

  @Override
  public void forward(double[] x, double[] y) {
    double max = Double.NEGATIVE_INFINITY;
    for (double value : x) {
      max = Math.max(max, value);
    }
    double sum = 0;
    for (int j = 0; j < x.length; j++) {
      y[j] = DoubleMath.exp(x[j] - max);
      sum += y[j];
    }
    for (int j = 0; j < x.length; j++) {
      y[j] /= sum;
    }
  }

  @Override
  public void backward(double[] x, double[] y, double[] gradient) {
    // dL/dx_j = y_j (dL/dy_j - sum_k y_k dL/dy_k)
    double mean = 0;
    for (int k = 0; k < y.length; k++) {
      mean += y[k] * gradient[k];
    }
    for (int j = 0; j < y.length; j++) {
      gradient[j] = y[j] * (gradient[j] - mean);
    }
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("a * (d_A - np.sum(d_A * a, axis=1, keepdims=True))");
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
