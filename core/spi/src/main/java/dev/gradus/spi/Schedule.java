package dev.gradus.spi;

/** How the learning rate changes from step to step. */
public interface Schedule {

  /**
   * The learning rate of a step.
   *
   * @param base the optimizer's own learning rate
   * @param step the number of the update, 0 for the first
   */
  double learningRate(double base, long step);
}
