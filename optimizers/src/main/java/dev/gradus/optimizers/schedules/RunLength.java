package dev.gradus.optimizers.schedules;

import java.util.Optional;

/** The number of steps that a schedule takes, which is that of the whole run if it is left out. */
final class RunLength {

  /** For a schedule that was not told how long the run is. */
  private static final int UNKNOWN = 1000;

  private RunLength() {}

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
