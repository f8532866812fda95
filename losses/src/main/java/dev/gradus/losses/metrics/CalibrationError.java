package dev.gradus.losses.metrics;

import dev.gradus.spi.Metric;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;

/**
 * The expected calibration error. Predictions are sorted into bins of equal width by their
 * probability, or with one output by the probability of the positive class; in each bin the mean
 * probability is compared with the accuracy. For labels it is the mean over the labels.
 *
 * @param bins the number of bins
 */
@Plugin(
    name = "calibration-error",
    aliases = "ece",
    summary =
        "The difference between predicted probabilities and observed frequencies. 0 is "
            + "calibrated.",
    formula = "sum over bins of (examples of the bin / examples) |accuracy - mean confidence|",
    reference =
        "M. P. Naeini, G. F. Cooper, M. Hauskrecht, Obtaining Well Calibrated Probabilities Using Bayesian Binning, 2015")
public record CalibrationError(
    @Option(value = "the number of bins", min = 1, max = 10_000) int bins) implements Metric {

  /** Creates an instance with 10 bins. */
  public CalibrationError() {
    this(10);
  }

  public CalibrationError {
    Options.check(CalibrationError.class, bins);
  }

  @Override
  public Metric forTarget(Target target) {
    return Targets.classesOrLabels(this, target);
  }

  @Override
  public double evaluate(double[][] predictions, double[][] targets) {
    double[] confidence = new double[bins];
    double[] right = new double[bins];
    for (int i = 0; i < predictions.length; i++) {
      int answer = PredictedClasses.answer(predictions[i]);
      boolean single = predictions[i].length == 1;
      double p = single ? predictions[i][0] : predictions[i][answer];
      boolean cameTrue =
          single ? targets[i][0] >= 0.5 : answer == PredictedClasses.answer(targets[i]);
      int bin = Math.max(0, Math.min(bins - 1, (int) (p * bins)));
      confidence[bin] += p;
      right[bin] += cameTrue ? 1 : 0;
    }
    double sum = 0;
    for (int bin = 0; bin < bins; bin++) {
      sum += Math.abs(right[bin] - confidence[bin]);
    }
    return sum / predictions.length;
  }

  @Override
  public boolean higherIsBetter() {
    return false;
  }
}
