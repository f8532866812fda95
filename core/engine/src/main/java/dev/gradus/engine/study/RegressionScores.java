package dev.gradus.engine.study;

/**
 * The errors of numeric predictions, in the unit of the data.
 *
 * @param target the name of the target
 * @param rmse the root of the mean squared error
 * @param mae the mean absolute error
 * @param r2 the share of the variance of the truth that the predictions explain: 1 if they are
 *     exact, 0 for the mean of the truth, below 0 if they are worse; NaN if the truth is constant
 */
public record RegressionScores(String target, double rmse, double mae, double r2) {

  /**
   * Scores the predictions of a target.
   *
   * @param predictions finite
   * @param truths of the same length
   */
  public static RegressionScores of(String target, double[] predictions, double[] truths) {
    int n = truths.length;
    double sum = 0;
    double least = Double.POSITIVE_INFINITY;
    double largest = Double.NEGATIVE_INFINITY;
    for (double truth : truths) {
      sum += truth;
      least = Math.min(least, truth);
      largest = Math.max(largest, truth);
    }
    double mean = sum / n;
    double squares = 0;
    double distances = 0;
    double variation = 0;
    for (int i = 0; i < n; i++) {
      double missed = predictions[i] - truths[i];
      squares += missed * missed;
      distances += Math.abs(missed);
      variation += (truths[i] - mean) * (truths[i] - mean);
    }
    boolean constant = least == largest;
    return new RegressionScores(
        target,
        Math.sqrt(squares / n),
        distances / n,
        constant ? Double.NaN : 1 - squares / variation);
  }
}
