package dev.gradus.spi;

import java.util.List;

/**
 * How good predictions are. A metric is only reported: nothing is learned from it.
 *
 * <p>Every {@link Loss} can be reported as a metric too, so there is no need to write one twice.
 */
public interface Metric {

  /**
   * The metric of all examples of a part of the data at once.
   *
   * @param predictions one row per example, one column per number of the target: probabilities for
   *     classes, values in the unit of the data for a numeric target; behind them the {@link
   *     #quantiles}, if it asks for any; at least one row; not modified
   * @param targets one row per example: the numbers of the target, and behind them those of the
   *     {@link #columns}, if it names any; not modified
   */
  double evaluate(double[][] predictions, double[][] targets);

  /** Whether a higher number is better, as for accuracy. */
  boolean higherIsBetter();

  /**
   * The columns of the data that it sees beside the target, such as the group or the weight of an
   * example; none unless overridden. All forms of a metric name the same columns.
   *
   * @since 1.2
   */
  default List<AuxiliaryColumn> columns() {
    return List.of();
  }

  /**
   * The quantiles that it judges, which only a network predicts whose loss has them; none unless
   * overridden.
   *
   * <p>They stand behind the predictions of a row: the first quantile for each number of the
   * target, then the second one for each, in the unit of the data.
   *
   * @return shares of the targets that lie below, each between 0 and 1, as {@link Loss#quantiles}
   *     names them
   * @since 1.2
   */
  default List<Double> quantiles() {
    return List.of();
  }

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
