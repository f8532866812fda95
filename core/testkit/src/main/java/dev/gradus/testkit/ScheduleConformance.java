package dev.gradus.testkit;

import dev.gradus.spi.MetricSchedule;
import dev.gradus.spi.Schedule;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;

/** What a {@link Schedule} has to pass. */
public final class ScheduleConformance {

  private static final long[] STEPS = {0, 1, 2, 10, 99, 100, 1_000, 1_000_000, 1L << 40};

  private static final int STEPS_OF_RUN = 5000;
  private static final int EPOCHS = 60;

  private ScheduleConformance() {}

  /** The tests of some schedules: a container each. */
  public static Stream<DynamicNode> of(Schedule... schedules) {
    return of(Arrays.stream(schedules));
  }

  /** The tests of some schedules: a container each. */
  public static Stream<DynamicNode> of(Stream<? extends Schedule> schedules) {
    return schedules.map(schedule -> Nodes.of(claims(schedule)));
  }

  static Claims claims(Schedule schedule) {
    return new Claims(schedule)
        .that("rates are finite and not negative", () -> checkRates(schedule))
        .that("a step's rate does not depend on the steps asked before", () -> checkPure(schedule))
        .thatEveryOptionCounts(other -> behaviour((Schedule) other));
  }

  /** The rates of a run of 100 steps and beyond, or after measurements that get worse again. */
  private static double[] behaviour(Schedule schedule) {
    Schedule ofRun = schedule.forRun(100);
    if (ofRun instanceof MetricSchedule onMetric) {
      double[] measured = new double[EPOCHS];
      Arrays.setAll(measured, epoch -> 3 - 0.12 * (epoch % 9));
      return IntStream.range(0, EPOCHS)
          .mapToDouble(epoch -> onMetric.learningRate(0.1, Arrays.copyOf(measured, epoch)))
          .toArray();
    }
    return IntStream.range(0, STEPS_OF_RUN)
        .mapToDouble(step -> ofRun.learningRate(0.1, step))
        .toArray();
  }

  private static void checkRates(Schedule schedule) {
    for (long step : STEPS) {
      double rate = schedule.learningRate(0.1, step);
      if (!(rate >= 0) || !Double.isFinite(rate)) {
        throw Claims.failure(schedule, "the rate of step " + step + " is " + rate);
      }
    }
  }

  private static void checkPure(Schedule schedule) {
    for (long step : STEPS) {
      double first = schedule.learningRate(0.1, step);
      schedule.learningRate(0.5, step / 2);
      if (Double.compare(first, schedule.learningRate(0.1, step)) != 0) {
        throw Claims.failure(
            schedule, "the rate of step " + step + " changes when it is asked again");
      }
    }
  }
}
