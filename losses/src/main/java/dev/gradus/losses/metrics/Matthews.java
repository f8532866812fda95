package dev.gradus.losses.metrics;

import dev.gradus.spi.Metric;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;

/**
 * The correlation of predictions and true classes; 0 where it is 0/0. For labels, the mean over the
 * labels.
 */
@Plugin(
    name = "matthews",
    aliases = "mcc",
    summary =
        "Correlation of predictions and true classes: 1 is perfect, 0 is chance, below 0 is worse. For unbalanced classes.",
    formula =
        "(right n - sum_k answered_k actual_k)/sqrt((n^2 - sum answered_k^2)(n^2 - sum actual_k^2))",
    reference =
        "B. W. Matthews, Comparison of the Predicted and Observed Secondary Structure of T4 Phage Lysozyme, 1975; J. Gorodkin, 2004, for several classes")
public record Matthews() implements Metric {

  @Override
  public Metric forTarget(Target target) {
    return Targets.classesOrLabels(this, target);
  }

  @Override
  public double evaluate(double[][] predictions, double[][] targets) {
    PredictedClasses answers = PredictedClasses.of(predictions, targets);
    double n = answers.examples();
    double together = 0;
    double answered = 0;
    double actual = 0;
    for (int k = 0; k < answers.classes(); k++) {
      together += (double) answers.answered(k) * answers.actual(k);
      answered += (double) answers.answered(k) * answers.answered(k);
      actual += (double) answers.actual(k) * answers.actual(k);
    }
    double spread = Math.sqrt((n * n - answered) * (n * n - actual));
    return Average.ratio(answers.right() * n - together, spread);
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }
}
