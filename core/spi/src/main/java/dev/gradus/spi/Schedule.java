package dev.gradus.spi;

/** How the learning rate changes from step to step. */
public interface Schedule {

  /**
   * The learning rate of a step: finite, and not negative. With another one the engine stops
   * training and names the schedule.
   *
   * @param base the optimizer's own learning rate
   * @param step the number of the update, 0 for the first
   */
  double learningRate(double base, long step);

  /**
   * This schedule for a run whose length is known; the engine asks for it before the first step.
   *
   * @param steps the number of updates of the whole run, at least 1
   * @return this one, unless overridden
   */
  default Schedule forRun(long steps) {
    return this;
  }
}
