package dev.gradus.spi;

/**
 * A schedule whose rate depends on a metric that is evaluated after every epoch, such as the loss.
 *
 * <p>The rate is a function of all values so far. The schedule has no state of its own, so a
 * resumed run continues exactly like an uninterrupted one.
 *
 * <p>It can also be an option of another schedule, such as a warm-up, which uses it like any
 * schedule: the engine replaces it with one that knows the metric's values. These cover all epochs
 * of the run, including those of the warm-up.
 */
public interface MetricSchedule extends Schedule {

  /**
   * The metric that it depends on: {@code loss}, or the name of a metric or of one of its values.
   */
  String monitor();

  /**
   * The learning rate of the next epoch.
   *
   * @param base the optimizer's own learning rate
   * @param measured the value after each completed epoch, without those that were not finite; not
   *     modified
   */
  double learningRate(double base, double[] measured);

  /**
   * This schedule for a metric that is better when it is higher, or lower. The engine calls it
   * before the first step, and uses the result.
   *
   * @param higherIsBetter as the metric declares; false for a loss
   * @return a schedule with the same {@link #monitor}; this one unless overridden
   */
  default MetricSchedule forMetric(boolean higherIsBetter) {
    return this;
  }

  /** The rate before the first evaluation. */
  @Override
  default double learningRate(double base, long step) {
    return learningRate(base, new double[0]);
  }
}
