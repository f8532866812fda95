package dev.gradus.cli;

import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.event.TrainingPlan;
import java.util.function.LongSupplier;

/** The validation losses of a trial, as far as they say whether its network overfitted. */
final class TrialLosses implements TrainingListener {

  private static final double NANOSECONDS_PER_SECOND = 1e9;

  /** After this part of its time, a trial has done this part of its steps, or it ends. */
  private static final double PART_OF_TIME = 0.25;

  private static final double LEAST_PART_OF_STEPS = 0.1;

  private final double nanos;
  private final LongSupplier clock;
  private long begin;
  private long steps;
  private long stepsDone;
  private double first = Double.NaN;
  private double lowest = Double.POSITIVE_INFINITY;
  private double latest = Double.NaN;
  private int best;
  private int last;
  private int epochs;

  /**
   * Prepares a trial.
   *
   * @param seconds that it may take; if it cannot end in this time, it ends early
   * @param clock in nanoseconds
   */
  TrialLosses(double seconds, LongSupplier clock) {
    this.nanos = seconds * NANOSECONDS_PER_SECOND;
    this.clock = clock;
  }

  @Override
  public void started(TrainingPlan plan) {
    begin = clock.getAsLong();
    steps = plan.steps();
  }

  @Override
  public void stepDone(int epoch, int step, double loss) {
    stepsDone++;
  }

  @Override
  public boolean wantsToStop() {
    return stepsDone < LEAST_PART_OF_STEPS * steps
        && clock.getAsLong() - begin > PART_OF_TIME * nanos;
  }

  @Override
  public void epochDone(EpochReport report) {
    last = report.epoch();
    epochs = report.epochs();
    latest = report.validation().getOrDefault(EpochReport.LOSS, Double.NaN);
    if (last == 1) {
      first = latest;
    }
    if (latest < lowest) {
      lowest = latest;
      best = last;
    }
  }

  /** Whether all epochs were trained. */
  boolean finished() {
    return last > 0 && last == epochs;
  }

  /**
   * Whether the loss was lowest after a part of the epochs.
   *
   * @param part from 0 to 1
   */
  boolean lowestAfter(double part) {
    return best > part * epochs;
  }

  /** Whether the loss of the last epoch is lower than that of the first. */
  boolean fell() {
    return latest < first;
  }
}
