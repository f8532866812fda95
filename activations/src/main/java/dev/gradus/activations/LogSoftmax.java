package dev.gradus.activations;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.Interval;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.RowActivation;

/**
 * The logarithm of {@link Softmax}, exact even for the smallest probabilities.
 *
 * <p>For a network that outputs log-probabilities. To train a classifier, softmax with
 * cross-entropy is just as exact, because the loss is evaluated from the logits.
 */
@Plugin(
    name = "log-softmax",
    summary =
        "The logarithms of probabilities that add up to 1. For outputs that are log-probabilities.",
    formula = "f(x)_j = x_j - log(sum_k exp(x_k))",
    reference =
        "J. S. Bridle, Probabilistic Interpretation of Feedforward Classification Network Outputs, 1990")
public record LogSoftmax() implements RowActivation {

  @Override
  public void forward(double[] x, double[] y) {
    double max = Double.NEGATIVE_INFINITY;
    for (double value : x) {
      max = Math.max(max, value);
    }
    double sum = 0;
    for (double value : x) {
      sum += DoubleMath.exp(value - max);
    }
    double logSum = DoubleMath.log(sum);
    for (int j = 0; j < x.length; j++) {
      y[j] = x[j] - max - logSum;
    }
  }

  @Override
  public void backward(double[] x, double[] y, double[] gradient) {
    // dL/dx_j = dL/dy_j - exp(y_j) sum_k dL/dy_k
    double sum = 0;
    for (double g : gradient) {
      sum += g;
    }
    for (int j = 0; j < y.length; j++) {
      gradient[j] -= DoubleMath.exp(y[j]) * sum;
    }
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of("d_A - np.exp(a) * np.sum(d_A, axis=1, keepdims=True)");
  }

  @Override
  public Interval outputs() {
    return new Interval(Double.NEGATIVE_INFINITY, false, 0, true);
  }
}
