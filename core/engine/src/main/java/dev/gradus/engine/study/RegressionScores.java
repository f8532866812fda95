package dev.gradus.engine.study;

import java.util.List;

/**
 * How far the predictions of a number are from the truth, in the unit of the data.
 *
 * @param target the name of what is predicted
 * @param rmse the root of the mean squared error
 * @param mae the mean absolute error
 * @param r2 the share of the variance of the truth that the predictions explain: 1 if they are
 *     right, 0 for the mean of the truth, below 0 for what is worse; NaN if the truth is constant
 */
public record RegressionScores(String target, double rmse, double mae, double r2) {

  /**
   * Scores the predictions of a target.
   *
   * @param predictions finite
   * @param truths as many
   */
  public static RegressionScores of(String target, List<Double> predictions, List<Double> truths) {
    int n = truths.size();
    double sum = 0;
    for (double truth : truths) {
      sum += truth;
    }
    double mean = sum / n;
    double squares = 0;
    double distances = 0;
    double variation = 0;
    for (int i = 0; i < n; i++) {
      double missed = predictions.get(i) - truths.get(i);
      squares += missed * missed;
      distances += Math.abs(missed);
      variation += (truths.get(i) - mean) * (truths.get(i) - mean);
    }
    return new RegressionScores(
        target,
        Math.sqrt(squares / n),
        distances / n,
        variation == 0 ? Double.NaN : 1 - squares / variation);
  }
}
