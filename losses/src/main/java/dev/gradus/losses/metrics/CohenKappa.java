package dev.gradus.losses.metrics;

import dev.gradus.spi.Metric;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;

/**
 * Agreement beyond chance. p_o is the accuracy; p_e is the accuracy of random predictions with the
 * same class frequencies; 0 where p_e is 1. For labels, the mean over the labels.
 */
@Plugin(
    name = "cohen-kappa",
    summary = "Accuracy, corrected for chance agreement.",
    formula = "(p_o - p_e)/(1 - p_e)",
    reference = "J. Cohen, A Coefficient of Agreement for Nominal Scales, 1960")
public record CohenKappa() implements Metric {

  @Override
  public Metric forTarget(Target target) {
    return Targets.classesOrLabels(this, target);
  }

  @Override
  public double evaluate(double[][] predictions, double[][] targets) {
    PredictedClasses answers = PredictedClasses.of(predictions, targets);
    double n = answers.examples();
    double chance = 0;
    for (int k = 0; k < answers.classes(); k++) {
      chance += answers.answered(k) / n * answers.actual(k) / n;
    }
    return Average.ratio(answers.right() / n - chance, 1 - chance);
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }
}
