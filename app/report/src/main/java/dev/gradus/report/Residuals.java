package dev.gradus.report;

import dev.gradus.engine.event.Histogram;
import dev.gradus.engine.study.Outcome;
import java.util.Arrays;

/**
 * By how much a numeric target was missed: prediction less truth, in the unit of the data.
 *
 * @param missed one for each example
 * @param truths as long
 */
record Residuals(double[] missed, double[] truths) {

  /** Those of one output. */
  static Residuals of(Outcome outcome, int output) {
    int n = outcome.predictions().size();
    double[] missed = new double[n];
    double[] truths = new double[n];
    for (int i = 0; i < n; i++) {
      truths[i] = outcome.targets().get(i).get(output);
      missed[i] = outcome.predictions().get(i).get(output) - truths[i];
    }
    return new Residuals(missed, truths);
  }

  /** Half of the examples are missed by less. */
  double median() {
    return median(Arrays.stream(missed).map(Math::abs).toArray());
  }

  /** By how much half of them would be missed if the answer were always the median of the truths. */
  double medianOfConstantAnswer() {
    double middle = median(truths.clone());
    return median(Arrays.stream(truths).map(truth -> Math.abs(truth - middle)).toArray());
  }

  /** The mean: away from 0, the predictions lean to one side. */
  double mean() {
    return Arrays.stream(missed).average().orElse(Double.NaN);
  }

  /** The share of the variance of the truths that the predictions explain; NaN if they have none. */
  double explained() {
    double mean = Arrays.stream(truths).average().orElse(Double.NaN);
    double variation = Arrays.stream(truths).map(t -> (t - mean) * (t - mean)).sum();
    double left = Arrays.stream(missed).map(m -> m * m).sum();
    return variation == 0 ? Double.NaN : 1 - left / variation;
  }

  /** How often which miss occurs. */
  Histogram histogram() {
    return Histogram.of(missed);
  }

  private static double median(double[] numbers) {
    if (numbers.length == 0) {
      return Double.NaN;
    }
    Arrays.sort(numbers);
    int middle = numbers.length / 2;
    return numbers.length % 2 == 1
        ? numbers[middle]
        : (numbers[middle - 1] + numbers[middle]) / 2;
  }
}
