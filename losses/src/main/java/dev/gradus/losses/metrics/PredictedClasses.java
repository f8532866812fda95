package dev.gradus.losses.metrics;

import java.util.Arrays;

/**
 * Counts how often each class, or label, was true, was predicted, and was predicted correctly.
 *
 * <p>With one output there are two classes, and an output of at least ½ predicts the second; with
 * several, the class of the largest output is predicted, the first of equal ones. A label is
 * predicted if its output is at least ½, independently of the others.
 */
final class PredictedClasses {

  private static final double THRESHOLD = 0.5;

  private final int[] right;
  private final int[] actual;
  private final int[] answered;
  private final int examples;

  private PredictedClasses(int[] right, int[] actual, int[] answered, int examples) {
    this.right = right;
    this.actual = actual;
    this.answered = answered;
    this.examples = examples;
  }

  private PredictedClasses(int classes, int examples) {
    this(new int[classes], new int[classes], new int[classes], examples);
  }

  static PredictedClasses of(double[][] predictions, double[][] targets) {
    PredictedClasses answers =
        new PredictedClasses(Math.max(2, predictions[0].length), predictions.length);
    for (int i = 0; i < predictions.length; i++) {
      int actual = answer(targets[i]);
      int answered = answer(predictions[i]);
      answers.actual[actual]++;
      answers.answered[answered]++;
      answers.right[actual] += actual == answered ? 1 : 0;
    }
    return answers;
  }

  /** Counts labels: each output is a separate prediction. */
  static PredictedClasses ofLabels(double[][] predictions, double[][] targets) {
    PredictedClasses answers = new PredictedClasses(predictions[0].length, predictions.length);
    for (int i = 0; i < predictions.length; i++) {
      for (int k = 0; k < answers.classes(); k++) {
        boolean actual = targets[i][k] >= THRESHOLD;
        boolean answered = predictions[i][k] >= THRESHOLD;
        answers.actual[k] += actual ? 1 : 0;
        answers.answered[k] += answered ? 1 : 0;
        answers.right[k] += actual && answered ? 1 : 0;
      }
    }
    return answers;
  }

  /** The class that a row of outputs predicts. */
  static int answer(double[] row) {
    if (row.length == 1) {
      return row[0] >= THRESHOLD ? 1 : 0;
    }
    return indexOfLargest(row);
  }

  /** The index of the largest number; of several, the first. */
  static int indexOfLargest(double[] row) {
    int best = 0;
    for (int k = 1; k < row.length; k++) {
      best = row[k] > row[best] ? k : best;
    }
    return best;
  }

  /** The total counts of all classes, as if they were one. */
  PredictedClasses together() {
    return new PredictedClasses(
        new int[] {right()}, new int[] {sum(actual)}, new int[] {sum(answered)}, examples);
  }

  int classes() {
    return right.length;
  }

  int examples() {
    return examples;
  }

  /** How often a class was predicted correctly. */
  int right(int k) {
    return right[k];
  }

  /** How often it was the true class. */
  int actual(int k) {
    return actual[k];
  }

  /** How often it was predicted. */
  int answered(int k) {
    return answered[k];
  }

  int right() {
    return sum(right);
  }

  private static int sum(int[] counts) {
    return Arrays.stream(counts).sum();
  }
}
