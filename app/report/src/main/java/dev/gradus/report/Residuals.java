package dev.gradus.report;

import dev.gradus.engine.event.Histogram;
import dev.gradus.engine.study.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * The errors of a numeric target: prediction minus truth, in the unit of the data.
 *
 * @param missed one error for each example
 * @param truths of the same length
 */
record Residuals(List<Double> missed, List<Double> truths) {

  Residuals {
    missed = List.copyOf(missed);
    truths = List.copyOf(truths);
  }

  /** The residuals of one output. */
  static Residuals of(Outcome outcome, int output) {
    List<Double> missed = new ArrayList<>();
    List<Double> truths = new ArrayList<>();
    for (int i = 0; i < outcome.predictions().size(); i++) {
      double truth = outcome.targets().get(i).get(output);
      truths.add(truth);
      missed.add(outcome.predictions().get(i).get(output) - truth);
    }
    return new Residuals(missed, truths);
  }

  /** The median of the absolute errors; NaN if there are none. */
  double median() {
    return median(missed.stream().map(Math::abs).toList());
  }

  /** The median absolute error if the prediction were always the median of the true values. */
  double medianOfConstant() {
    double middle = median(truths);
    return median(truths.stream().map(truth -> Math.abs(truth - middle)).toList());
  }

  /** The mean error: above 0, the predictions are too high on average. */
  double mean() {
    return mean(missed);
  }

  /**
   * R²: the share of the variance of the true values that the predictions explain; NaN if there is
   * no variance.
   */
  double explained() {
    double mean = mean(truths);
    double variation = truths.stream().mapToDouble(t -> (t - mean) * (t - mean)).sum();
    double left = missed.stream().mapToDouble(m -> m * m).sum();
    return variation == 0 ? Double.NaN : 1 - left / variation;
  }

  /** The share of the variance, in a sentence. */
  String explanation() {
    double share = explained();
    if (Double.isNaN(share)) {
      return truths.size() == 1
          ? "There is one true value, so there is no variance to explain."
          : "The true values are all the same, so there is no variance to explain.";
    }
    return share < 0
        ? "The network explains none of the variance: always predicting the mean would have a smaller squared error."
        : "The network explains %s of the variance.".formatted(Prose.percent(share));
  }

  /** How large the errors are, in a sentence or two. */
  String size() {
    double mean = mean();
    String bias =
        mean == 0
            ? "neither too high nor too low"
            : "%s %s".formatted(Prose.number(Math.abs(mean)), mean < 0 ? "too low" : "too high");
    return missed.size() == 1
        ? "The prediction is %s.".formatted(bias)
        : "Half of the absolute errors are below %s. On average the prediction is %s."
            .formatted(Prose.number(median()), bias);
  }

  /** How often errors of each size occur. */
  Histogram histogram() {
    return Histogram.of(missed.stream().mapToDouble(m -> m).toArray());
  }

  private static double mean(List<Double> numbers) {
    return numbers.stream().mapToDouble(n -> n).average().orElse(Double.NaN);
  }

  private static double median(List<Double> numbers) {
    if (numbers.isEmpty()) {
      return Double.NaN;
    }
    List<Double> sorted = numbers.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
