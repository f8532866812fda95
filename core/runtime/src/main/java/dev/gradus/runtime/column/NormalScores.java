package dev.gradus.runtime.column;

import java.util.Collections;
import java.util.List;

/**
 * Maps the numbers of a column to a normal distribution: a score of the standard normal
 * distribution for each of some quantiles of the training rows, linear between two of them, and
 * constant outside.
 *
 * @param values the quantiles, ascending and distinct; at least one
 * @param scores the score of each, likewise
 */
public record NormalScores(List<Double> values, List<Double> scores) {

  /** Checks the order. */
  public NormalScores {
    values = List.copyOf(values);
    scores = List.copyOf(scores);
    if (values.isEmpty()
        || values.size() != scores.size()
        || !isAscending(values)
        || !isAscending(scores)) {
      throw new IllegalArgumentException(
          "%s quantiles do not fit %s scores, or are not in order"
              .formatted(values.size(), scores.size()));
    }
  }

  private static boolean isAscending(List<Double> numbers) {
    boolean ascending = numbers.stream().allMatch(Double::isFinite);
    for (int i = 1; i < numbers.size(); i++) {
      ascending &= numbers.get(i - 1) < numbers.get(i);
    }
    return ascending;
  }

  /** The score of a number, not NaN. */
  double of(double number) {
    return interpolated(values, scores, number);
  }

  /** The number with a score, not NaN. */
  double restore(double score) {
    return interpolated(scores, values, score);
  }

  private static double interpolated(List<Double> from, List<Double> to, double x) {
    int found = Collections.binarySearch(from, x);
    int above = found < 0 ? -found - 1 : found;
    if (found >= 0 || above == 0 || above == from.size()) {
      return to.get(Math.min(above, from.size() - 1));
    }
    double share = (x - from.get(above - 1)) / (from.get(above) - from.get(above - 1));
    return to.get(above - 1) + share * (to.get(above) - to.get(above - 1));
  }
}
