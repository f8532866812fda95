package dev.gradus.spi;

/**
 * A schedule whose rate depends on a number that is measured after every epoch, such as the loss.
 *
 * <p>The rate is a function of all measurements so far. The schedule keeps no state of its own, so
 * a resumed run continues exactly as it would have.
 *
 * <p>It can also be an option of another schedule, such as a warm-up, which asks it for the rate of
 * a step as it would ask any schedule: the engine replaces it by one that knows the measurements.
 * These cover all epochs of the run, including those of the warm-up.
 */
public interface MetricSchedule extends Schedule {

  /**
   * The number that it depends on: {@code loss}, or the name of a metric or of one of its values.
   */
  String monitor();

  /**
   * The learning rate of the next epoch.
   *
   * @param base the optimizer's own learning rate
   * @param measured the number after each completed epoch, without those that were not finite; not
   *     modified
   */
  double learningRate(double base, double[] measured);

  /**
   * This schedule for a number of which more, or less, is better. The engine asks for it before the
   * first step, and uses what it returns.
   *
   * @param higherIsBetter what the metric says of itself; false for a loss
   * @return a schedule with the same {@link #monitor}; this one unless overridden
   */
  default MetricSchedule forMetric(boolean higherIsBetter) {
    return this;
  }

  /** The rate before anything was measured. */
  @Override
  default double learningRate(double base, long step) {
    return learningRate(base, new double[0]);
  }
}
