package dev.gradus.losses.metrics;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * The examples in the order of their scores, for metrics that consider every threshold. They take 8
 * bytes each.
 */
final class RankedScores {

  /** The scores of the positive examples, ascending. */
  private final double[] positive;

  /** The scores of the others, ascending. */
  private final double[] negative;

  private RankedScores(double[] positive, double[] negative) {
    this.positive = positive;
    this.negative = negative;
  }

  /** The examples by the score of one output. */
  static RankedScores of(double[][] predictions, double[][] targets, int output) {
    int count = 0;
    for (double[] target : targets) {
      count += target[output] >= 0.5 ? 1 : 0;
    }
    double[] positive = new double[count];
    double[] negative = new double[predictions.length - count];
    int p = 0;
    int n = 0;
    for (int i = 0; i < predictions.length; i++) {
      if (targets[i][output] >= 0.5) {
        positive[p++] = predictions[i][output];
      } else {
        negative[n++] = predictions[i][output];
      }
    }
    Arrays.sort(positive);
    Arrays.sort(negative);
    return new RankedScores(positive, negative);
  }

  /** The counts at each threshold, from the highest to the lowest; equal scores together. */
  interface Visitor {

    /**
     * The counts at a threshold.
     *
     * @param found the positive examples at or above it
     * @param taken all examples at or above it
     * @param newFound the positive examples exactly at it
     * @param newTaken all examples exactly at it
     */
    void at(int found, int taken, int newFound, int newTaken);
  }

  void visit(Visitor visitor) {
    int p = positive.length;
    int n = negative.length;
    while (p > 0 || n > 0) {
      double score =
          n == 0 || (p > 0 && positive[p - 1] >= negative[n - 1])
              ? positive[p - 1]
              : negative[n - 1];
      int newFound = 0;
      while (p > 0 && positive[p - 1] == score) {
        newFound++;
        p--;
      }
      int newTaken = newFound;
      while (n > 0 && negative[n - 1] == score) {
        newTaken++;
        n--;
      }
      visitor.at(positive.length - p, size() - p - n, newFound, newTaken);
    }
  }

  int positives() {
    return positive.length;
  }

  int size() {
    return positive.length + negative.length;
  }

  /**
   * The mean over outputs, or the value of a single output; NaN if it is undefined for one of them.
   */
  static double mean(
      double[][] predictions, double[][] targets, ToDoubleFunction<RankedScores> metric) {
    double sum = 0;
    int outputs = predictions[0].length;
    for (int k = 0; k < outputs; k++) {
      sum += metric.applyAsDouble(of(predictions, targets, k));
    }
    return sum / outputs;
  }
}
