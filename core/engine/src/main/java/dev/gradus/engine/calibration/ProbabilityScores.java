package dev.gradus.engine.calibration;

import dev.gradus.engine.linear.Vectors;
import dev.gradus.spi.DoubleMath;

/**
 * How good predicted probabilities are, by the definitions of the metrics {@code log-loss} and
 * {@code calibration-error}.
 *
 * @param logLoss the mean negative log-likelihood of the true classes
 * @param error the expected calibration error in 10 bins
 */
public record ProbabilityScores(double logLoss, double error) {

  private static final int BINS = 10;

  private static final double LEAST = 0x1p-52;

  /**
   * Scores probabilities.
   *
   * @param probabilities of each example; not modified
   * @param targets 1 for the true class or a label that applies, otherwise 0; not modified
   * @param classes whether one class of several outputs is true; otherwise each output is judged
   */
  public static ProbabilityScores of(
      double[][] probabilities, double[][] targets, boolean classes) {
    int outputs = classes ? 1 : probabilities[0].length;
    double logLoss = 0;
    double error = 0;
    for (int k = 0; k < outputs; k++) {
      double[] said = new double[BINS];
      double[] happened = new double[BINS];
      for (int i = 0; i < probabilities.length; i++) {
        double[] row = probabilities[i];
        int which = classes ? Vectors.indexOfLargest(row) : k;
        boolean right = targets[i][which] >= 0.5;
        int bin = Math.max(0, Math.min(BINS - 1, (int) (row[which] * BINS)));
        said[bin] += row[which];
        happened[bin] += right ? 1 : 0;
        logLoss -= DoubleMath.log(Math.max(LEAST, ofTruth(row, targets[i], k, classes)));
      }
      for (int bin = 0; bin < BINS; bin++) {
        error += Math.abs(happened[bin] - said[bin]);
      }
    }
    double count = (double) probabilities.length * outputs;
    return new ProbabilityScores(logLoss / count, error / count);
  }

  private static double ofTruth(double[] row, double[] target, int k, boolean classes) {
    if (!classes) {
      return target[k] >= 0.5 ? row[k] : 1 - row[k];
    }
    double sum = 0;
    for (double each : row) {
      sum += each;
    }
    return row[Vectors.indexOfLargest(target)] / sum;
  }
}
