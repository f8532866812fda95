package dev.gradus.runtime.column;

import java.util.List;

/**
 * Makes numeric columns uncorrelated with variance 1: where x are the standardised columns, each
 * with mean 0 and standard deviation 1,
 *
 * <pre>{@code
 * y = Λ^(-1/2) Vᵀ x
 * }</pre>
 *
 * where V has the principal axes of the correlation matrix of the training rows as columns, and Λ
 * the variances along them. As the correlation matrix has no unit, neither has y: it is the same
 * whether a length is in metres or miles.
 *
 * <p>Training on whitened inputs takes fewer steps. For a linear unit with the squared error, the
 * curvature of the loss along a direction is the variance of the inputs along it. The direction of
 * largest variance bounds the learning rate, and at that rate the number of steps grows with the
 * ratio of the largest to the smallest variance (Y. LeCun, L. Bottou, G. Orr, K.-R. Müller,
 * Efficient BackProp, 1998, sections 4.3 and 5).
 *
 * <p>Directions without variance in the training rows are dropped.
 *
 * @param columns the names of the columns, in their order among the inputs; at least one
 * @param weights Λ^(-1/2) Vᵀ, row by row: for each direction, the one of largest variance first, a
 *     number for each column; finite; empty if no column varies
 */
public record Whitening(List<String> columns, List<Double> weights) {

  /** Checks the sizes and the numbers. */
  public Whitening {
    columns = List.copyOf(columns);
    weights = List.copyOf(weights);
    if (columns.isEmpty()
        || weights.size() % columns.size() != 0
        || weights.size() / columns.size() > columns.size()) {
      throw new IllegalArgumentException(
          "%s columns cannot be whitened by %s numbers".formatted(columns.size(), weights.size()));
    }
    if (!weights.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("columns are whitened by a number that is not finite");
    }
  }

  /** The number of whitened values. */
  public int directions() {
    return weights.size() / columns.size();
  }
}
