package dev.gradus.activations;

import dev.gradus.spi.Interval;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.RowActivation;

/**
 * The probability distribution closest to the numbers of a row: like {@link Softmax}, but most
 * probabilities are exactly 0.
 *
 * <p>It goes with {@code sparsemax-loss}; a probability of 0 would make cross-entropy infinite.
 */
@Plugin(
    name = "sparsemax",
    summary =
        "Turns numbers into probabilities that add up to 1, most of them 0. For the output of "
            + "several classes, few of them possible.",
    formula = "f(x)_j = max(x_j - tau, 0), with tau such that they add up to 1",
    reference =
        "A. F. T. Martins, R. F. Astudillo, From Softmax to Sparsemax: A Sparse Model of Attention and Multi-Label Classification, 2016")
public record Sparsemax() implements RowActivation {

  @Override
  public void forward(double[] x, double[] y) {
    double max = max(x);
    double tau = threshold(x, max);
    for (int j = 0; j < x.length; j++) {
      y[j] = Math.max(x[j] - max - tau, 0);
    }
  }

  private static double max(double[] x) {
    double max = Double.NEGATIVE_INFINITY;
    for (double value : x) {
      max = Math.max(max, value);
    }
    return max;
  }

  /**
   * The threshold, relative to the largest number: (sum of the numbers above it - 1) / their count.
   * Each round drops the numbers below it, until all are above.
   */
  private static double threshold(double[] x, double max) {
    double tau = Double.NEGATIVE_INFINITY;
    int before = -1;
    int above = 0;
    while (above != before) {
      before = above;
      above = 0;
      double sum = 0;
      for (double value : x) {
        if (value - max > tau) {
          sum += value - max;
          above++;
        }
      }
      tau = (sum - 1) / above;
    }
    return tau;
  }

  @Override
  public void backward(double[] x, double[] y, double[] gradient) {
    // dL/dx_j = dL/dy_j minus the mean of dL/dy where y > 0; 0 elsewhere
    double sum = 0;
    int support = 0;
    for (int k = 0; k < y.length; k++) {
      if (y[k] > 0) {
        sum += gradient[k];
        support++;
      }
    }
    for (int j = 0; j < y.length; j++) {
      gradient[j] = y[j] > 0 ? gradient[j] - sum / support : 0;
    }
  }

  @Override
  public NumpyExpression derivativeInNumpy() {
    return NumpyExpression.of(
        "(a > 0) * (d_A - np.sum(d_A * (a > 0), axis=1, keepdims=True) / np.sum(a > 0, axis=1, keepdims=True))");
  }

  @Override
  public boolean isSmoothAround(double[] x, double radius) {
    double max = max(x);
    double tau = threshold(x, max);
    for (double value : x) {
      if (Math.abs(value - max - tau) <= 2 * radius) {
        return false;
      }
    }
    return true;
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
