package dev.gradus.engine.calibration;

import dev.gradus.runtime.column.Calibration;
import dev.gradus.spi.DoubleMath;
import java.util.OptionalDouble;

/**
 * Fits the temperature T that logits are divided by: the mean negative log-likelihood of the true
 * classes is convex in β = 1/T, so its derivative has at most one zero, which Newton's method finds
 * within a bracket.
 *
 * <p>Chuan Guo, Geoff Pleiss, Yu Sun, Kilian Q. Weinberger, On Calibration of Modern Neural
 * Networks, 2017.
 */
public final class TemperatureFit {

  /** A network that is no better than chance gets the temperature 1000, which is nearly chance. */
  private static final double LEAST = 1e-3;

  private static final double MOST = 1e6;

  /** Newton's method doubles the digits with each step, and each bisection halves the bracket. */
  private static final int MOST_STEPS = 200;

  private static final double EXACT = 1e-13;

  private final double[][] logits;
  private final double[][] targets;
  private final boolean distribution;

  /** The derivatives by β at the last point, summed over the examples. */
  private double slope;

  private double curvature;

  private TemperatureFit(double[][] logits, double[][] targets, boolean distribution) {
    this.logits = logits;
    this.targets = targets;
    this.distribution = distribution;
  }

  /**
   * Fits the temperature.
   *
   * @param probabilities of each example, as the network predicts them; not modified
   * @param targets 1 for the true class or a label that applies, otherwise 0; not modified
   * @param distribution whether the probabilities of an example add up to 1
   * @return empty if every example is classified right, so that a lower temperature is always
   *     better
   */
  public static OptionalDouble of(
      double[][] probabilities, double[][] targets, boolean distribution) {
    double[][] logits = new double[probabilities.length][];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = probabilities[i].clone();
      for (int k = 0; k < logits[i].length; k++) {
        logits[i][k] =
            distribution ? Calibration.log(logits[i][k]) : Calibration.logit(logits[i][k]);
      }
    }
    return new TemperatureFit(logits, targets, distribution).fit();
  }

  private OptionalDouble fit() {
    if (isAlwaysRight()) {
      return OptionalDouble.empty();
    }
    at(LEAST);
    if (slope >= 0) {
      return OptionalDouble.of(1 / LEAST);
    }
    double low = LEAST;
    double high = MOST;
    double beta = 1;
    for (int i = 0; i < MOST_STEPS && high - low > EXACT * low; i++) {
      at(beta);
      if (slope == 0) {
        break;
      }
      if (slope > 0) {
        high = beta;
      } else {
        low = beta;
      }
      double next = beta - slope / curvature;
      boolean inside = next > low && next < high;
      if (inside && Math.abs(next - beta) <= EXACT * beta) {
        break;
      }
      beta = inside ? next : Math.sqrt(low * high);
    }
    return OptionalDouble.of(1 / beta);
  }

  /** Whether the true classes have the largest logits, and the outputs the right sign. */
  private boolean isAlwaysRight() {
    for (int i = 0; i < logits.length; i++) {
      double truth = 0;
      double most = distribution ? Double.NEGATIVE_INFINITY : 0;
      for (int k = 0; k < logits[i].length; k++) {
        truth += targets[i][k] * logits[i][k];
        most = distribution ? Math.max(most, logits[i][k]) : most + Math.max(0, logits[i][k]);
      }
      if (truth < most) {
        return false;
      }
    }
    return true;
  }

  private void at(double beta) {
    slope = 0;
    curvature = 0;
    for (int i = 0; i < logits.length; i++) {
      if (distribution) {
        addDistribution(logits[i], targets[i], beta);
      } else {
        addOutputs(logits[i], targets[i], beta);
      }
    }
  }

  /**
   * The mean of the logits under softmax(β z) less the logit of the true class, and its variance.
   */
  private void addDistribution(double[] z, double[] truth, double beta) {
    double most = Double.NEGATIVE_INFINITY;
    for (double each : z) {
      most = Math.max(most, each);
    }
    double sum = 0;
    double mean = 0;
    double square = 0;
    double right = 0;
    for (int k = 0; k < z.length; k++) {
      double below = z[k] - most;
      double p = DoubleMath.exp(beta * below);
      sum += p;
      mean += p * below;
      square += p * below * below;
      right += truth[k] * below;
    }
    mean /= sum;
    slope += mean - right;
    curvature += Math.max(0, square / sum - mean * mean);
  }

  private void addOutputs(double[] z, double[] truth, double beta) {
    for (int k = 0; k < z.length; k++) {
      double p = 1 / (1 + DoubleMath.exp(-beta * z[k]));
      slope += (p - truth[k]) * z[k];
      curvature += p * (1 - p) * z[k] * z[k];
    }
  }
}
