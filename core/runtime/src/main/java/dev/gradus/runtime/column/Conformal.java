package dev.gradus.runtime.column;

import java.util.List;

/**
 * Split conformal prediction: sets of classes, or intervals of numbers, that hold the true one with
 * a given probability, whatever the network and the distribution of the data.
 *
 * <p>A score says how badly a possible answer fits to a prediction. The set or interval of a row
 * holds every answer whose score is at most a quantile of the scores that the true answers of n
 * calibration rows have. If a new row is exchangeable with these, its true answer is in it with a
 * probability of at least the coverage, taken over calibration rows and new row together.
 *
 * @param method the score: {@link #LAC}, {@link #APS}, {@link #ABSOLUTE}, {@link #NORMALIZED} or
 *     {@link #QUANTILES}
 * @param coverage between 0 and 1
 * @param rows the number n of calibration rows
 * @param part the data split that they are from: {@code calibration} or {@code validation}
 * @param quantiles the (ceil((n + 1) coverage))-th smallest score; for numbers, one for each of the
 *     target, in the unit that the network sees
 */
public record Conformal(
    String method, double coverage, int rows, String part, List<Double> quantiles) {

  /** For classes: the probability of all other classes. */
  public static final String LAC = "lac";

  /**
   * For classes: the probability of all more probable classes, and a share of its own that depends
   * on the row; 0 for the most probable class, which is always in the set.
   */
  public static final String APS = "aps";

  /** For numbers: the distance from the prediction. */
  public static final String ABSOLUTE = "absolute";

  /** For numbers: the distance from the prediction, in predicted standard deviations. */
  public static final String NORMALIZED = "normalized";

  /** For numbers: the distance from the interval between two predicted quantiles. */
  public static final String QUANTILES = "quantiles";

  /** Checks the numbers. */
  public Conformal {
    quantiles = List.copyOf(quantiles);
    if (!(coverage > 0 && coverage < 1) || rows < 1 || quantiles.isEmpty()) {
      throw new IllegalArgumentException("its coverage has no meaning");
    }
  }

  /**
   * The score of a class, which is in the set if it is at most the quantile.
   *
   * @param row the probabilities of all classes; not modified
   * @param k the index of the class
   */
  public double score(double[] row, int k) {
    boolean all = method.equals(LAC);
    double before = 0;
    long bits = 0;
    for (int j = 0; j < row.length; j++) {
      if (j != k && (all || row[j] > row[k] || (row[j] == row[k] && j < k))) {
        before += row[j];
      }
      bits = (bits ^ Double.doubleToLongBits(row[j])) * 0x9E3779B97F4A7C15L;
      bits ^= bits >>> 32;
    }
    // Without the share, the score would be too large for the last class of the set. It must not be
    // random, because the same row has the same set, so it is made from the bits of the row.
    return all || before == 0 ? before : before + row[k] * ((bits >>> 11) * 0x1p-53);
  }
}
