package dev.gradus.losses.metrics;

import dev.gradus.spi.Metric;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;

/**
 * The area under the ROC curve, the true positive rate over the false positive rate. With several
 * outputs, the mean over each class against the rest; NaN if a class has no examples, or all of
 * them.
 */
@Plugin(
    name = "roc-auc",
    summary =
        "How often a positive example has a higher score than a negative one. Independent of a threshold.",
    formula =
        "pairs of a positive and a negative example in the right order / all pairs, equal ones count half",
    reference =
        "J. A. Hanley, B. J. McNeil, The Meaning and Use of the Area under a Receiver Operating Characteristic (ROC) Curve, 1982")
public record RocAuc() implements Metric {

  @Override
  public Metric forTarget(Target target) {
    return Targets.only(this, target, Target.Kind.BINARY, Target.Kind.CLASSES, Target.Kind.LABELS);
  }

  @Override
  public double evaluate(double[][] predictions, double[][] targets) {
    return RankedScores.mean(predictions, targets, RocAuc::area);
  }

  private static double area(RankedScores ranking) {
    int positives = ranking.positives();
    int negatives = ranking.size() - positives;
    double[] pairs = new double[1];
    ranking.visit(
        (found, taken, newFound, newTaken) ->
            pairs[0] += (newTaken - newFound) * (found - newFound / 2.0));
    return pairs[0] / positives / negatives;
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }
}
