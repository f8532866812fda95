package dev.gradus.engine.training;

import dev.gradus.engine.plugin.PluginException;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.spi.Schedule;

/** What a schedule gives for a step is used only if it is a number. */
final class ScheduledRate {

  private ScheduledRate() {}

  /**
   * Checks a learning rate.
   *
   * @return the same
   * @throws PluginException naming the schedule, if the rate is not finite
   */
  static double checked(Schedule schedule, double rate) {
    if (!Double.isFinite(rate)) {
      PluginType type = PluginType.of(schedule);
      throw new PluginException(
          "the schedule '%s' (%s) gives the learning rate %s; it must be finite"
              .formatted(type.name(), type.origin(), rate));
    }
    return rate;
  }
}
