package dev.gradus.cli;

import dev.gradus.engine.Job;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.event.TrainingPlan;
import java.util.function.LongSupplier;

/** Trains for a few seconds, to see how long an epoch takes on this machine. */
final class TrainingSpeed implements TrainingListener {

  private static final double NANOSECONDS_PER_SECOND = 1e9;

  /** The share of the time in which Java compiles the loops. */
  private static final double WARM_UP = 0.4;

  private final LongSupplier clock;
  private final double time;
  private int stepsPerEpoch;
  private long begin;
  private long now;
  private long measuredFrom;
  private long steps;
  private long warmUpSteps;

  /**
   * Prepares a measurement.
   *
   * @param seconds that it takes
   * @param clock in nanoseconds
   */
  TrainingSpeed(double seconds, LongSupplier clock) {
    this.time = seconds * NANOSECONDS_PER_SECOND;
    this.clock = clock;
  }

  /**
   * Measures.
   *
   * @param job its network is discarded
   * @param seconds that training takes; reading and preparing take longer
   * @return the seconds that an epoch takes, with its evaluation
   */
  static double secondsPerEpoch(Job job, double seconds) {
    TrainingSpeed speed = new TrainingSpeed(seconds, System::nanoTime);
    job.listener(speed).train();
    return speed.secondsPerEpoch();
  }

  /** The seconds that an epoch takes, from the steps that were seen. */
  double secondsPerEpoch() {
    // A run that was complete before the loops were fast is measured as a whole.
    boolean isShort = steps == warmUpSteps;
    double nanos = now - (isShort ? begin : measuredFrom);
    long count = isShort ? steps : steps - warmUpSteps;
    return nanos / NANOSECONDS_PER_SECOND / count * stepsPerEpoch;
  }

  @Override
  public void started(TrainingPlan plan) {
    stepsPerEpoch = plan.stepsPerEpoch();
    begin = clock.getAsLong();
    now = begin;
    measuredFrom = begin;
  }

  @Override
  public void stepDone(int epoch, int step, double loss) {
    now = clock.getAsLong();
    steps++;
    if (now - begin <= WARM_UP * time) {
      measuredFrom = now;
      warmUpSteps = steps;
    }
  }

  @Override
  public boolean wantsToStop() {
    return clock.getAsLong() - begin > time;
  }
}
