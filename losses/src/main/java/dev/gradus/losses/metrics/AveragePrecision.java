package dev.gradus.losses.metrics;

import dev.gradus.spi.Metric;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;

/**
 * The area under the curve of precision over recall, without interpolation. With several outputs,
 * the mean over each class against the rest; NaN if a class has no examples, or all of them.
 */
@Plugin(
    name = "average-precision",
    summary =
        "The precision at every threshold, weighted by the recall that it adds. For rare positives.",
    formula = "sum over thresholds of (recall step) precision",
    reference = "C. Buckley, E. M. Voorhees, Evaluating Evaluation Measure Stability, 2000")
public record AveragePrecision() implements Metric {

  @Override
  public Metric forTarget(Target target) {
    return Targets.only(this, target, Target.Kind.BINARY, Target.Kind.CLASSES, Target.Kind.LABELS);
  }

  @Override
  public double evaluate(double[][] predictions, double[][] targets) {
    return RankedScores.mean(predictions, targets, AveragePrecision::area);
  }

  private static double area(RankedScores ranking) {
    int positives = ranking.positives();
    if (positives == ranking.size()) {
      return Double.NaN;
    }
    double[] sum = new double[1];
    ranking.visit(
        (found, taken, newFound, newTaken) ->
            sum[0] += (double) newFound / positives * found / taken);
    return positives == 0 ? Double.NaN : sum[0];
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }
}
