package dev.gradus.cli;

import dev.gradus.engine.event.TrainingPlan;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Where a run is, how fast it goes, and how long it will take still. */
final class Throughput {

  /** Before training has begun. */
  static final Throughput NONE =
      new Throughput(new TrainingPlan(0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0, List.of()), () -> 0);

  private static final double NANOS = 1e9;
  private static final double THOUSAND = 1000;

  private final TrainingPlan plan;
  private final LongSupplier clock;
  private final long begun;
  private long before;
  private long done;
  private int epoch;

  /**
   * At the beginning.
   *
   * @param clock in nanoseconds, as {@link System#nanoTime}
   */
  Throughput(TrainingPlan plan, LongSupplier clock) {
    this.plan = plan;
    this.clock = clock;
    this.begun = clock.getAsLong();
  }

  /** So many epochs were done by another process, in a time that does not count here. */
  void resumed(int epochs) {
    epoch = epochs;
    done = Math.min(plan.steps(), (long) epochs * plan.stepsPerEpoch());
    before = done;
  }

  /** A batch of an epoch is done; both are counted from 1. */
  void at(int nowEpoch, int batch) {
    epoch = nowEpoch;
    done = plan.stepOf(nowEpoch, batch);
  }

  /** The steps that are done. */
  long done() {
    return done;
  }

  /** The steps of the whole run. */
  long steps() {
    return plan.steps();
  }

  /** The share of the steps that is done. */
  double share() {
    return (double) done / plan.steps();
  }

  /** Such as {@code epoch 3/100 step 27/900}. */
  String place() {
    return epoch() + " " + step();
  }

  /** Such as {@code epoch 3/100}. */
  String epoch() {
    return "epoch %s/%s".formatted(epoch, plan.epochs());
  }

  /** Such as {@code step 27/900}. */
  String step() {
    return "step %s/%s".formatted(done, plan.steps());
  }

  /** Such as {@code 12s}: how long it has taken so far. */
  String taken() {
    return TimeLeft.text(seconds());
  }

  /** In steps per second. */
  double stepsPerSecond() {
    return (done - before) / seconds();
  }

  private double seconds() {
    return Math.max(1e-9, (clock.getAsLong() - begun) / NANOS);
  }

  /** Such as {@code 5.2k/s}: steps in a second. */
  String speed() {
    double speed = stepsPerSecond();
    if (speed >= THOUSAND) {
      return String.format(Locale.ROOT, "%.1fk/s", speed / THOUSAND);
    }
    return String.format(Locale.ROOT, speed < 10 ? "%.1f/s" : "%.0f/s", speed);
  }

  /**
   * Such as {@code 12s left}, from the speed so far; empty in the first second, which says little,
   * and at the end.
   */
  String left() {
    return TimeLeft.of(
        clock.getAsLong() - begun, (double) (done - before), (double) (plan.steps() - done));
  }
}
