package dev.gradus.engine.training;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.spi.BatchLoss;
import dev.gradus.spi.Loss;
import java.util.Arrays;

/**
 * A loss over batches: the mean over the examples, value and gradient together.
 *
 * <p>It holds buffers, so every thread needs its own.
 */
final class Objective {

  private final Loss loss;
  private final boolean onLogits;
  private final double[] prediction;
  private final double[] target;
  private final double[] gradient;

  /**
   * Makes an objective.
   *
   * @param loss the loss, in the form that takes logits if {@code onLogits}
   * @param onLogits whether {@link #evaluate} is given logits, not outputs
   * @param width the number of outputs
   */
  Objective(Loss loss, boolean onLogits, int width) {
    this.loss = loss;
    this.onLogits = onLogits;
    this.prediction = new double[width];
    this.target = new double[width];
    this.gradient = new double[width];
  }

  /** Whether {@link #evaluate} is given the logits of the last layer instead of its outputs. */
  boolean onLogits() {
    return onLogits;
  }

  /** Whether the loss of a batch is no mean over its examples. */
  boolean needsWholeBatch() {
    return loss instanceof BatchLoss;
  }

  /**
   * Returns the mean loss of a batch and writes its gradient.
   *
   * @param predictions outputs or logits, [n, width], n at least 1; not modified
   * @param targets [n, width]; not modified
   * @param gradients [n, width]; overwritten with dL/dpredictions, the factor 1/n of the mean
   *     included
   */
  double evaluate(Matrix predictions, Matrix targets, Matrix gradients) {
    if (loss instanceof BatchLoss batchLoss) {
      return evaluateBatch(batchLoss, predictions, targets, gradients);
    }
    int n = predictions.rows();
    double sum = 0;
    for (int row = 0; row < n; row++) {
      widen(predictions, row, prediction);
      widen(targets, row, target);
      sum += loss.evaluate(prediction, target, gradient);
      for (int k = 0; k < gradient.length; k++) {
        gradients.values()[row * gradient.length + k] = (float) (gradient[k] / n);
      }
    }
    return sum / n;
  }

  private double evaluateBatch(
      BatchLoss batchLoss, Matrix predictions, Matrix targets, Matrix gradients) {
    int n = predictions.rows();
    double[][] p = new double[n][prediction.length];
    double[][] t = new double[n][prediction.length];
    double[][] g = new double[n][prediction.length];
    for (int row = 0; row < n; row++) {
      widen(predictions, row, p[row]);
      widen(targets, row, t[row]);
    }
    double[] weights = new double[n];
    Arrays.fill(weights, 1);
    double value = batchLoss.evaluateBatch(p, t, weights, g);
    for (int i = 0; i < gradients.size(); i++) {
      gradients.values()[i] = (float) g[i / prediction.length][i % prediction.length];
    }
    return value;
  }

  private static void widen(Matrix matrix, int row, double[] wide) {
    for (int k = 0; k < wide.length; k++) {
      wide[k] = matrix.values()[row * wide.length + k];
    }
  }
}
