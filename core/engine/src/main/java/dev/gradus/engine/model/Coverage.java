package dev.gradus.engine.model;

/**
 * How many of the evaluated rows have their true value in the set of classes, or in the interval of
 * numbers, that a model with {@code training.conformal} predicts.
 *
 * @param target the column
 * @param wanted the share that the model was trained for
 * @param rows the number of evaluated rows, at least 1
 * @param covered the number of those whose true value is in their set or interval
 * @param size the mean number of classes of a set, or the mean width of an interval, in the unit of
 *     the data
 */
public record Coverage(String target, double wanted, int rows, int covered, double size) {

  /** The share of rows whose true value is in their set or interval. */
  public double share() {
    return (double) covered / rows;
  }
}
