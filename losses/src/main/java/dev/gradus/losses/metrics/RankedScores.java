package dev.gradus.losses.metrics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.ToDoubleFunction;

/** The examples in the order of their scores, for metrics that consider every threshold. */
final class RankedScores {

  private final double[] scores;
  private final boolean[] positive;

  private RankedScores(double[] scores, boolean[] positive) {
    this.scores = scores;
    this.positive = positive;
  }

  /** The examples by decreasing score of one output. */
  static RankedScores of(double[][] predictions, double[][] targets, int output) {
    Integer[] order = new Integer[predictions.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> -predictions[i][output]));
    double[] scores = new double[order.length];
    boolean[] positive = new boolean[order.length];
    for (int i = 0; i < order.length; i++) {
      scores[i] = predictions[order[i]][output];
      positive[i] = targets[order[i]][output] >= 0.5;
    }
    return new RankedScores(scores, positive);
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
    int found = 0;
    int next = 0;
    while (next < scores.length) {
      int first = next;
      int before = found;
      while (next < scores.length && scores[next] == scores[first]) {
        found += positive[next] ? 1 : 0;
        next++;
      }
      visitor.at(found, next, found - before, next - first);
    }
  }

  int positives() {
    int count = 0;
    for (boolean each : positive) {
      count += each ? 1 : 0;
    }
    return count;
  }

  int size() {
    return scores.length;
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
