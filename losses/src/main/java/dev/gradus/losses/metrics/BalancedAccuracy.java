package dev.gradus.losses.metrics;

import dev.gradus.spi.Metric;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;

/** The mean recall over the classes that occur; for labels, the mean over the labels. */
@Plugin(
    name = "balanced-accuracy",
    summary = "The mean recall of the classes: rare classes count as much as frequent ones.",
    formula = "mean over classes of correct predictions / examples",
    reference =
        "K. H. Brodersen, C. S. Ong, K. E. Stephan, J. M. Buhmann, The Balanced Accuracy and Its Posterior Distribution, 2010")
public record BalancedAccuracy() implements Metric {

  @Override
  public Metric forTarget(Target target) {
    return Targets.classesOrLabels(this, target);
  }

  @Override
  public double evaluate(double[][] predictions, double[][] targets) {
    PredictedClasses answers = PredictedClasses.of(predictions, targets);
    double sum = 0;
    int present = 0;
    for (int k = 0; k < answers.classes(); k++) {
      if (answers.actual(k) > 0) {
        sum += (double) answers.right(k) / answers.actual(k);
        present++;
      }
    }
    return sum / present;
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }
}
