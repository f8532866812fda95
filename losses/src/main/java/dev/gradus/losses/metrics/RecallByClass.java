package dev.gradus.losses.metrics;

import dev.gradus.spi.Metric;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.util.List;

/**
 * The recall of each class or label, by name; the metric itself is their mean over those that
 * occur, which for classes is the balanced accuracy.
 *
 * <p>The recall of class {@code setosa} is reported as {@code recall-by-class.setosa}, which early
 * stopping or a search can use. With two classes and a single output, the positive class has its
 * name, and the other has that name with the prefix {@code not-}. A class that does not occur has
 * no recall: NaN, where scikit-learn returns 0.
 */
@Plugin(
    name = "recall-by-class",
    summary =
        "The share of the examples of each class that are found, class by class, and the mean of these shares.",
    formula = "correct predictions of a class / examples of it",
    reference = "C. J. van Rijsbergen, Information Retrieval, 1979")
public record RecallByClass() implements Metric {

  @Override
  public Metric forTarget(Target target) {
    Targets.only(this, target, Target.Kind.BINARY, Target.Kind.CLASSES, Target.Kind.LABELS);
    return target.kind() == Target.Kind.LABELS ? new OfLabels(this) : this;
  }

  @Override
  public List<String> values(Target target) {
    return target.kind() == Target.Kind.BINARY
        ? List.of("not-" + target.outputs().get(0), target.outputs().get(0))
        : target.outputs();
  }

  @Override
  public double[] evaluateValues(double[][] predictions, double[][] targets) {
    return recalls(PredictedClasses.of(predictions, targets));
  }

  @Override
  public double evaluate(double[][] predictions, double[][] targets) {
    return mean(evaluateValues(predictions, targets));
  }

  private static double[] recalls(PredictedClasses answers) {
    double[] recalls = new double[answers.classes()];
    for (int k = 0; k < recalls.length; k++) {
      recalls[k] = (double) answers.right(k) / answers.actual(k);
    }
    return recalls;
  }

  /** The recall of a class; NaN if it has no examples. */
  private static double mean(double[] recalls) {
    double sum = 0;
    int present = 0;
    for (double recall : recalls) {
      if (!Double.isNaN(recall)) {
        sum += recall;
        present++;
      }
    }
    return sum / present;
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }

  /** Each output is a separate prediction. */
  private record OfLabels(RecallByClass metric) implements Metric {

    @Override
    public List<String> values(Target target) {
      return metric.values(target);
    }

    @Override
    public double[] evaluateValues(double[][] predictions, double[][] targets) {
      return recalls(PredictedClasses.ofLabels(predictions, targets));
    }

    @Override
    public double evaluate(double[][] predictions, double[][] targets) {
      return mean(evaluateValues(predictions, targets));
    }

    @Override
    public boolean higherIsBetter() {
      return metric.higherIsBetter();
    }
  }
}
