package dev.gradus.spi;

import java.util.List;

/**
 * How good predictions are. A metric is only reported: nothing is learned from it.
 *
 * <p>Every {@link Loss} can also be reported as a metric, so do not write one twice.
 *
 * <p>A metric is one number that networks are compared by. It may also report further named values,
 * such as one for each class:
 *
 * <pre>{@code
 * @Plugin(name = "recall-by-class", summary = "The share of each class that is found, and their mean.")
 * public record RecallByClass() implements Metric {
 *
 *   @Override
 *   public List<String> values(Target target) {
 *     return target.outputs(); // of classes: reported as recall-by-class.setosa, ...
 *   }
 *
 *   @Override
 *   public double[] evaluateValues(double[][] predictions, double[][] targets) {
 *     // the recall of each class, in the order of the outputs
 *   }
 *
 *   @Override
 *   public double evaluate(double[][] predictions, double[][] targets) {
 *     double sum = 0;
 *     for (double recall : evaluateValues(predictions, targets)) {
 *       sum += recall;
 *     }
 *     return sum / predictions[0].length;
 *   }
 *
 *   @Override
 *   public boolean higherIsBetter() {
 *     return true;
 *   }
 * }
 * }</pre>
 */
public interface Metric {

  /**
   * Computes the metric over all examples of a data split.
   *
   * @param predictions one row per example, one column per number of the target: probabilities for
   *     classes, values in the unit of the data for a numeric target; followed by the {@link
   *     #quantiles}, if the metric needs any; at least one row; not modified
   * @param targets one row per example: the target values, followed by those of the {@link
   *     #columns}, if there are any; not modified
   */
  double evaluate(double[][] predictions, double[][] targets);

  /** Whether a higher number is better, as for accuracy. */
  boolean higherIsBetter();

  /**
   * The names of further values that the metric reports, such as one for each class; none unless
   * overridden.
   *
   * <p>The full name of a value is the name of the metric, a dot and its own name, {@code
   * recall-by-class.setosa}. It can be used wherever a metric is named: by early stopping, a
   * schedule or a search. All forms of a metric name the same values.
   *
   * @param target a target that {@link #forTarget} takes
   * @return not blank, all different
   * @since 1.2
   */
  default List<String> values(Target target) {
    return List.of();
  }

  /**
   * Computes the further values over all examples of a data split.
   *
   * @param predictions as in {@link #evaluate}; not modified
   * @param targets as in {@link #evaluate}; not modified
   * @return a number for each of the {@link #values}, in that order; NaN where these examples do
   *     not define one
   * @since 1.2
   */
  default double[] evaluateValues(double[][] predictions, double[][] targets) {
    return new double[0];
  }

  /**
   * Whether a higher number is better for one of the {@link #values}; as for the metric itself
   * unless overridden. It is the same for all forms of a metric.
   *
   * @param value its name, without that of the metric
   * @since 1.2
   */
  default boolean higherIsBetter(String value) {
    return higherIsBetter();
  }

  /**
   * Further columns of the data that the metric needs, such as the group or the weight of an
   * example; none unless overridden. All forms of a metric name the same columns.
   *
   * @since 1.2
   */
  default List<AuxiliaryColumn> columns() {
    return List.of();
  }

  /**
   * The quantiles that it needs, which a network only predicts if its loss has them; none unless
   * overridden.
   *
   * <p>They follow the predictions of a row: the first quantile for each target value, then the
   * second one for each, in the unit of the data.
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
