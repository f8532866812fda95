package dev.gradus.cli.progress;

import dev.gradus.engine.event.TrainingPlan;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/** The position, the speed and the remaining time of a run. */
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
   * At the beginning of a run.
   *
   * @param clock in nanoseconds, as {@link System#nanoTime}
   */
  Throughput(TrainingPlan plan, LongSupplier clock) {
    this.plan = plan;
    this.clock = clock;
    this.begun = clock.getAsLong();
  }

  /** Adds epochs that another process has trained; their time does not count here. */
  void resumed(int epochs) {
    epoch = epochs;
    done = Math.min(plan.steps(), (long) epochs * plan.stepsPerEpoch());
    before = done;
  }

  /** Counts a batch of an epoch; both numbers start at 1. */
  void at(int nowEpoch, int batch) {
    epoch = nowEpoch;
    done = plan.stepOf(nowEpoch, batch);
  }

  /** The number of steps so far. */
  long done() {
    return done;
  }

  /** The number of steps of the whole run. */
  long steps() {
    return plan.steps();
  }

  /** The share of the steps that are done. */
  double share() {
    return (double) done / plan.steps();
  }

  /** The epoch and the step, such as {@code epoch 3/100 step 27/900}. */
  String place() {
    return epoch() + " " + step();
  }

  /** The epoch, such as {@code epoch 3/100}. */
  String epoch() {
    return "epoch %s/%s".formatted(epoch, plan.epochs());
  }

  /** The step, such as {@code step 27/900}. */
  String step() {
    return "step %s/%s".formatted(done, plan.steps());
  }

  /** The time so far, such as {@code 12s}. */
  String taken() {
    return TimeLeft.text(seconds());
  }

  /** The speed in steps per second. */
  double stepsPerSecond() {
    return (done - before) / seconds();
  }

  private double seconds() {
    return Math.max(1e-9, (clock.getAsLong() - begun) / NANOS);
  }

  /** The speed in steps per second, such as {@code 5.2k/s}. */
  String speed() {
    double speed = stepsPerSecond();
    if (speed >= THOUSAND) {
      return String.format(Locale.ROOT, "%.1fk/s", speed / THOUSAND);
    }
    return String.format(Locale.ROOT, speed < 10 ? "%.1f/s" : "%.0f/s", speed);
  }

  /**
   * The time left at the speed so far, such as {@code 12s left}. It is empty in the first second,
   * which is not representative, and at the end.
   */
  String left() {
    return TimeLeft.of(
        clock.getAsLong() - begun, (double) (done - before), (double) (plan.steps() - done));
  }
}
