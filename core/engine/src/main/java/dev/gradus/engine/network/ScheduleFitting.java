package dev.gradus.engine.network;

import dev.gradus.spi.Interval;
import dev.gradus.spi.Schedule;

/** Fits the schedules of layers to the run that trains a network. */
@FunctionalInterface
public interface ScheduleFitting {

  /** Leaves schedules as they are, for a network that is not trained. */
  ScheduleFitting NONE = (place, schedule, range) -> schedule;

  /**
   * The schedule for the run; it counts batches.
   *
   * @param place of the option in the configuration, for messages
   * @param range the values that the layer allows
   */
  Schedule fit(String place, Schedule schedule, Interval range);
}
