package dev.gradus.runtime.column;

import dev.gradus.spi.DoubleMath;
import java.util.List;

/**
 * Calibrates predicted probabilities: a temperature that their logits are divided by, or, for two
 * classes, a curve through breakpoints.
 *
 * @param temperature above 1 if the network is too sure; 1 changes nothing
 * @param distribution whether the probabilities of a row add up to 1, as after softmax
 * @param from the predicted probabilities of the breakpoints, ascending; empty for a temperature
 * @param to the calibrated probability of each, never decreasing; between two of them it is
 *     interpolated linearly, and beyond the first and the last it is constant
 */
public record Calibration(
    double temperature, boolean distribution, List<Double> from, List<Double> to) {

  /** The smallest float above 0: a probability that was rounded to 0 was not larger. */
  private static final double LEAST = Float.MIN_VALUE;

  /** The largest number that is rounded to a float below 1, up to half a step. */
  private static final double MOST = 1 - 0x1p-25;

  /** Checks the numbers. */
  public Calibration {
    from = List.copyOf(from);
    to = List.copyOf(to);
    if (from.size() != to.size() || !(temperature > 0)) {
      throw new IllegalArgumentException("probabilities cannot be calibrated like this");
    }
  }

  /**
   * Calibrates the probabilities of a row. Allocates nothing.
   *
   * @param row overwritten
   */
  public void apply(double[] row) {
    if (!from.isEmpty()) {
      int last = row.length - 1;
      row[last] = on(row[last]);
      if (last == 1) {
        row[0] = 1 - row[1];
      }
    } else if (distribution) {
      divideLogits(row);
    } else {
      for (int k = 0; k < row.length; k++) {
        row[k] = 1 / (1 + DoubleMath.exp(-logit(row[k]) / temperature));
      }
    }
  }

  /** The logit of a probability, finite. */
  public static double logit(double probability) {
    double p = Math.max(LEAST, Math.min(MOST, probability));
    return DoubleMath.log(p) - StrictMath.log1p(-p);
  }

  /** The logarithm of a probability, finite: the logit that softmax makes it of. */
  public static double log(double probability) {
    return DoubleMath.log(Math.max(LEAST, probability));
  }

  private void divideLogits(double[] row) {
    double most = 0;
    for (double p : row) {
      most = Math.max(most, p);
    }
    double sum = 0;
    for (int k = 0; k < row.length; k++) {
      row[k] = DoubleMath.exp((log(row[k]) - log(most)) / temperature);
      sum += row[k];
    }
    for (int k = 0; k < row.length; k++) {
      row[k] /= sum;
    }
  }

  private double on(double p) {
    int next = 0;
    while (next < from.size() - 1 && from.get(next) < p) {
      next++;
    }
    double end = from.get(next);
    if (next == 0 || p >= end) {
      return to.get(next);
    }
    double before = from.get(next - 1);
    double low = to.get(next - 1);
    return low + (to.get(next) - low) * ((p - before) / (end - before));
  }
}
