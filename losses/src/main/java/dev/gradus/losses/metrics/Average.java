package dev.gradus.losses.metrics;

import dev.gradus.spi.Metric;
import dev.gradus.spi.Target;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;

/** How the numbers of classes, or labels, are averaged. */
public enum Average {
  /** Only the positive class; for two classes with one output. */
  POSITIVE,
  /** The mean over all classes, including those that do not occur. */
  MACRO,
  /** The ratio of the total counts of all classes. */
  MICRO,
  /** The mean over all classes, each weighted by how often it is the true one. */
  WEIGHTED;

  /**
   * The average of a ratio of counts of classes.
   *
   * @param given the requested average; if empty, that of the positive class for one output, and
   *     macro for several
   */
  static double of(
      Optional<Average> given, double[][] predictions, double[][] targets, Ratio ratio) {
    boolean single = predictions[0].length == 1;
    return given
        .orElse(single ? POSITIVE : MACRO)
        .of(PredictedClasses.of(predictions, targets), ratio);
  }

  /**
   * The form of a metric for a target.
   *
   * @param metric for classes: the average of the ratio
   * @throws IllegalArgumentException with a sentence, if the target is numeric, or has labels, none
   *     of which is the positive class
   */
  static Metric suited(Metric metric, Optional<Average> given, Ratio ratio, Target target) {
    if (target.kind() != Target.Kind.LABELS) {
      return Targets.only(metric, target, Target.Kind.BINARY, Target.Kind.CLASSES);
    }
    Average average = given.orElse(MACRO);
    if (average == POSITIVE) {
      throw new IllegalArgumentException(
          "%s with average: positive is for two classes, but the target is the labels %s; use macro, micro or weighted"
              .formatted(Targets.nameOf(metric), String.join(", ", target.outputs())));
    }
    return new OfLabels(average, ratio);
  }

  private double of(PredictedClasses answers, Ratio ratio) {
    return switch (this) {
      case POSITIVE -> ratio.of(answers, answers.classes() - 1);
      case MACRO -> sum(answers, ratio, (value, actual) -> value) / answers.classes();
      case WEIGHTED ->
          ratio(
              sum(answers, ratio, (value, actual) -> value * actual), answers.together().actual(0));
      case MICRO -> ratio.of(answers.together(), 0);
    };
  }

  private static double sum(PredictedClasses answers, Ratio ratio, DoubleBinaryOperator weighted) {
    double sum = 0;
    for (int k = 0; k < answers.classes(); k++) {
      sum += weighted.applyAsDouble(ratio.of(answers, k), answers.actual(k));
    }
    return sum;
  }

  /** A ratio for one class. */
  interface Ratio {
    double of(PredictedClasses answers, int k);
  }

  /** a/b, or 0 if b is 0. */
  static double ratio(double a, double b) {
    return b == 0 ? 0 : a / b;
  }

  /** The average of a ratio over labels. */
  private record OfLabels(Average average, Ratio ratio) implements Metric {

    @Override
    public double evaluate(double[][] predictions, double[][] targets) {
      return average.of(PredictedClasses.ofLabels(predictions, targets), ratio);
    }

    @Override
    public boolean higherIsBetter() {
      return true;
    }
  }
}
