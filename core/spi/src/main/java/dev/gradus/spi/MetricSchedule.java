package dev.gradus.spi;

/**
 * A schedule that looks at what was measured after each epoch.
 *
 * <p>It is a function of all that was measured so far, and keeps nothing itself, so that a run that
 * is resumed goes on as it would have.
 *
 * <p>It may also be an option of another schedule, such as a warm-up, which then asks it for the
 * rate of a step as it would ask any other: the engine hands a stand-in to it that knows what was
 * measured. All epochs of the run are, those of the warm-up too.
 */
public interface MetricSchedule extends Schedule {

  /** What it looks at: {@code loss}, or the name of a metric. */
  String monitor();

  /**
   * The learning rate of the next epoch.
   *
   * @param base the optimizer's own learning rate
   * @param measured one number for each epoch that is done, those in which it was not finite left
   *     out; not modified
   */
  double learningRate(double base, double[] measured);

  /**
   * This schedule for what it looks at; the engine asks for it before the first step.
   *
   * @param higherIsBetter what the metric says of itself; false for a loss
   * @return this one, unless overridden
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
