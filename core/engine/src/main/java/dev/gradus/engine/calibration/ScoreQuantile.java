package dev.gradus.engine.calibration;

import java.util.Arrays;

/**
 * The quantile of split conformal prediction: of n scores the (ceil((n + 1) coverage))-th smallest.
 *
 * <p>Vladimir Vovk, Alexander Gammerman, Glenn Shafer, Algorithmic Learning in a Random World,
 * 2005; Jing Lei, Max G'Sell, Alessandro Rinaldo, Ryan J. Tibshirani, Larry Wasserman,
 * Distribution-Free Predictive Inference for Regression, 2018.
 */
public final class ScoreQuantile {

  /** A coverage such as 0.9 is not exact in double, so a product may be just above a whole. */
  private static final double ROUNDING = 1e-9;

  private ScoreQuantile() {}

  /** Which of n scores it is, from 1; more than n if there are too few. */
  public static long rank(long n, double coverage) {
    return Math.max(1, (long) Math.ceil((n + 1) * coverage - ROUNDING));
  }

  /** The smallest number of scores that have such a quantile. */
  public static long neededRows(double coverage) {
    long needed = Math.max(1, (long) (coverage / (1 - coverage)));
    while (rank(needed, coverage) > needed) {
      needed++;
    }
    return needed;
  }

  /**
   * The quantile.
   *
   * @param scores at least {@link #neededRows}; not modified
   */
  public static double of(double[] scores, double coverage) {
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    return sorted[(int) rank(scores.length, coverage) - 1];
  }
}
