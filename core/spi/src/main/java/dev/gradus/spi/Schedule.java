package dev.gradus.spi;

/**
 * Changes the learning rate from step to step, or another number, such as the rate of a dropout or
 * the weight decay.
 */
public interface Schedule {

  /**
   * The learning rate of a step: finite, and not negative; otherwise the engine stops training with
   * an error that names the schedule.
   *
   * @param base the optimizer's own learning rate, or the other number as configured
   * @param step the number of updates before this one, as schedules are defined: 0 for the first,
   *     one less than {@link Optimizer.Step#number}, the t of the papers on optimizers
   */
  double learningRate(double base, long step);

  /**
   * This schedule for a run whose length is known; the engine calls it before the first step.
   *
   * @param steps the number of updates of the whole run, at least 1
   * @return this one, unless overridden
   */
  default Schedule forRun(long steps) {
    return this;
  }

  /**
   * This schedule for a run whose epochs have a known number of steps; the engine calls it before
   * {@link #forRun}. A schedule that counts epochs converts them to steps here. The engine also
   * calls it on schedules that are options of others, so a wrapper need not forward it.
   *
   * @param stepsPerEpoch the number of updates in a whole epoch, at least 1
   * @return this one, unless overridden
   * @since 1.2
   */
  default Schedule forEpochs(int stepsPerEpoch) {
    return this;
  }
}
