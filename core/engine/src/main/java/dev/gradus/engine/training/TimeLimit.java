package dev.gradus.engine.training;

import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Ends a run before the epoch that would take longer than it may.
 *
 * <p>Each epoch is taken to last as long as the longest one so far, so the first is always trained.
 */
final class TimeLimit {

  private static final double NANOSECONDS_PER_MINUTE = 60e9;

  private final Optional<Double> minutes;
  private final LongSupplier clock;
  private final long start;
  private long epochBegan;
  private long longest;

  /**
   * Starts now.
   *
   * @param minutes the time for the run; empty for any time
   * @param clock in nanoseconds
   */
  TimeLimit(Optional<Double> minutes, LongSupplier clock) {
    this.minutes = minutes;
    this.clock = clock;
    this.start = clock.getAsLong();
    this.epochBegan = start;
  }

  /** An epoch is complete, and was evaluated. */
  void epochDone() {
    long now = clock.getAsLong();
    longest = Math.max(longest, now - epochBegan);
    epochBegan = now;
  }

  /** Why there is no time for another epoch; empty if there is. */
  Optional<String> reached() {
    double end = epochBegan - start + (double) longest;
    return minutes
        .filter(limit -> end > limit * NANOSECONDS_PER_MINUTE)
        .map("because another epoch would exceed training.max-minutes, which is %s"::formatted);
  }
}
