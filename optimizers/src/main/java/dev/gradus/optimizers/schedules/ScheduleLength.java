package dev.gradus.optimizers.schedules;

import java.util.Optional;

/** The length of a schedule in steps; if left out, that of the whole run. */
final class ScheduleLength {

  /** The default for a schedule that does not know the length of the run. */
  private static final int UNKNOWN = 1000;

  private ScheduleLength() {}

  /** The number given, or else that of the run. */
  static Optional<Integer> orWholeRun(Optional<Integer> given, long steps) {
    return given.isPresent()
        ? given
        : Optional.of((int) Math.max(1, Math.min(steps, Integer.MAX_VALUE)));
  }

  /** The number given, or 1000. */
  static double of(Optional<Integer> given) {
    return given.isPresent() ? given.get() : UNKNOWN;
  }
}
