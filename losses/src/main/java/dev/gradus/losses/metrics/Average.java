package dev.gradus.losses.metrics;

import java.util.Optional;
import java.util.function.DoubleBinaryOperator;

/** How a number for each class becomes one. */
public enum Average {
  /** That of the positive class alone; for two classes with one output. */
  POSITIVE,
  /** The mean over all classes, also those that do not occur. */
  MACRO,
  /** That of the counts of all classes together. */
  MICRO,
  /** The mean over all classes, each weighted by how often it is the true one. */
  WEIGHTED;

  /**
   * The average of a ratio of counts.
   *
   * @param given the average, if one is asked for; else that of the positive class if there is one
   *     output, and macro if there are several
   */
  static double of(
      Optional<Average> given, double[][] predictions, double[][] targets, Ratio ratio) {
    Answers answers = Answers.of(predictions, targets);
    boolean single = predictions[0].length == 1;
    return switch (given.orElse(single ? POSITIVE : MACRO)) {
      case POSITIVE -> ratio.of(answers, answers.classes() - 1);
      case MACRO -> mean(answers, ratio, (value, actual) -> value) / answers.classes();
      case WEIGHTED -> mean(answers, ratio, (value, actual) -> value * actual) / answers.examples();
      // Every wrong answer is one too many for one class and one too few for another.
      case MICRO -> (double) answers.right() / answers.examples();
    };
  }

  private static double mean(Answers answers, Ratio ratio, DoubleBinaryOperator weighted) {
    double sum = 0;
    for (int k = 0; k < answers.classes(); k++) {
      sum += weighted.applyAsDouble(ratio.of(answers, k), answers.actual(k));
    }
    return sum;
  }

  /** A ratio for one class. */
  interface Ratio {
    double of(Answers answers, int k);
  }

  /** a/b, and 0 where there is nothing to divide. */
  static double ratio(double a, double b) {
    return b == 0 ? 0 : a / b;
  }
}
