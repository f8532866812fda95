package dev.gradus.losses.metrics;

import dev.gradus.spi.Metric;
import dev.gradus.spi.Option;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.util.Optional;

/**
 * The share of the predictions of a class that are correct.
 *
 * <p>It is 0 where it would be 0/0, as in scikit-learn.
 *
 * @param average how several classes or labels are averaged; empty for the positive class, or for
 *     macro if there is an output for each class or label
 */
@Plugin(
    name = "precision",
    summary = "The share of the predictions of a class that are correct.",
    formula = "correct predictions of a class / predictions of it",
    reference = "C. J. van Rijsbergen, Information Retrieval, 1979")
public record Precision(
    @Option(
            "positive: of the second class only; macro: the mean over all classes or labels; micro: from the total counts; weighted: the mean weighted by the number of true examples. If left out, positive for one output, macro for several")
        Optional<Average> average)
    implements Metric {

  /** Creates a metric of the positive class, or the macro average. */
  public Precision() {
    this(Optional.empty());
  }

  @Override
  public Metric forTarget(Target target) {
    return Average.suited(this, average, Precision::ofClass, target);
  }

  @Override
  public double evaluate(double[][] predictions, double[][] targets) {
    return Average.of(average, predictions, targets, Precision::ofClass);
  }

  private static double ofClass(PredictedClasses answers, int k) {
    return Average.ratio(answers.right(k), answers.answered(k));
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }
}
