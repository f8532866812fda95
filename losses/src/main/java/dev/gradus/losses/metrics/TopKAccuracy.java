package dev.gradus.losses.metrics;

import dev.gradus.spi.Metric;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;

/**
 * The share of examples whose class is among the {@code k} largest outputs; of equal ones, the
 * first count as larger.
 *
 * @param k how many of the most probable classes count
 */
@Plugin(
    name = "top-k-accuracy",
    summary = "The share of examples whose class is among the k most probable.",
    formula = "examples whose class is among the k largest outputs / examples",
    reference = "O. Russakovsky et al., ImageNet Large Scale Visual Recognition Challenge, 2015")
public record TopKAccuracy(
    @Option(value = "how many of the most probable classes count", min = 1) int k)
    implements Metric {

  /** Creates an instance with the two most probable. */
  public TopKAccuracy() {
    this(2);
  }

  public TopKAccuracy {
    Options.check(TopKAccuracy.class, k);
  }

  @Override
  public Metric forTarget(Target target) {
    return Targets.only(this, target, Target.Kind.CLASSES);
  }

  @Override
  public double evaluate(double[][] predictions, double[][] targets) {
    int right = 0;
    for (int i = 0; i < predictions.length; i++) {
      double[] row = predictions[i];
      int own = PredictedClasses.answer(targets[i]);
      int before = 0;
      for (int j = 0; j < row.length; j++) {
        before += row[j] > row[own] || (row[j] == row[own] && j < own) ? 1 : 0;
      }
      right += before < k ? 1 : 0;
    }
    return (double) right / predictions.length;
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }
}
