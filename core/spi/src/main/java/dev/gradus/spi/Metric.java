package dev.gradus.spi;

/**
 * How good predictions are. A metric is only reported: nothing is learned from it.
 *
 * <p>Every {@link Loss} can be reported as a metric too, so there is no need to write one twice.
 */
public interface Metric {

  /**
   * The metric of all examples of a part of the data at once.
   *
   * @param predictions one row per example, one column per output: probabilities for classes,
   *     values in the unit of the data for a numeric target; at least one row; not modified
   * @param targets of the same shape; not modified
   */
  double evaluate(double[][] predictions, double[][] targets);

  /** Whether a higher number is better, as for accuracy. */
  boolean higherIsBetter();

  /**
   * The metric to use for a target: this one, or a better suited form.
   *
   * @param target without scales, since a metric gets numbers in the unit of the data
   * @throws IllegalArgumentException with a sentence, if this metric makes no sense for such a
   *     target
   */
  default Metric forTarget(Target target) {
    return this;
  }
}
