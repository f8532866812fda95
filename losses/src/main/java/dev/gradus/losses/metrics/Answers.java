package dev.gradus.losses.metrics;

/**
 * How often each class was answered, was right, and was answered rightly.
 *
 * <p>With one output there are two classes, and an output of at least ½ answers the second; with
 * several, the answer is the class of the largest output, the first of equal ones.
 */
final class Answers {

  private static final double THRESHOLD = 0.5;

  /** Row: the true class, column: the answered one. */
  private final int[][] matrix;

  private final int examples;

  private Answers(int[][] matrix, int examples) {
    this.matrix = matrix;
    this.examples = examples;
  }

  static Answers of(double[][] predictions, double[][] targets) {
    int classes = Math.max(2, predictions[0].length);
    int[][] matrix = new int[classes][classes];
    for (int i = 0; i < predictions.length; i++) {
      matrix[answer(targets[i])][answer(predictions[i])]++;
    }
    return new Answers(matrix, predictions.length);
  }

  /** The class that a row of outputs stands for. */
  static int answer(double[] row) {
    if (row.length == 1) {
      return row[0] >= THRESHOLD ? 1 : 0;
    }
    int best = 0;
    for (int k = 1; k < row.length; k++) {
      best = row[k] > row[best] ? k : best;
    }
    return best;
  }

  int classes() {
    return matrix.length;
  }

  int examples() {
    return examples;
  }

  /** How often a class was answered rightly. */
  int right(int k) {
    return matrix[k][k];
  }

  /** How often it was the true one. */
  int actual(int k) {
    int sum = 0;
    for (int count : matrix[k]) {
      sum += count;
    }
    return sum;
  }

  /** How often it was answered. */
  int answered(int k) {
    int sum = 0;
    for (int[] row : matrix) {
      sum += row[k];
    }
    return sum;
  }

  int right() {
    int sum = 0;
    for (int k = 0; k < classes(); k++) {
      sum += right(k);
    }
    return sum;
  }
}
