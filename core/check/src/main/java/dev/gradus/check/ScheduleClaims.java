package dev.gradus.check;

import dev.gradus.spi.Interval;
import dev.gradus.spi.MetricSchedule;
import dev.gradus.spi.Schedule;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The claims about a {@link Schedule}. */
final class ScheduleClaims {

  private static final long[] STEPS = {0, 1, 2, 10, 99, 100, 1_000, 1_000_000, 1L << 40};

  private static final long[] LENGTHS = {1, 2, 3, 100, 12_345};

  /** The minimum number of parts of a run, at whose ends the rate is evaluated. */
  private static final long DENSE = 500;

  private static final List<Integer> EPOCH_LENGTHS = List.of(1, 3, 40);

  private static final int STEPS_OF_RUN = 5000;
  private static final int EPOCHS = 60;

  private ScheduleClaims() {}

  static void addTo(Claims claims, Schedule schedule) {
    claims
        .thatTrainingNeeds("rates are finite and not negative", () -> checkRates(schedule))
        .thatTrainingNeeds(
            "a step's rate does not depend on the steps asked before", () -> checkPure(schedule))
        .thatEveryOptionCounts(other -> behaviour((Schedule) other));
    if (schedule instanceof MetricSchedule onMetric) {
      claims.thatTrainingNeeds(
          "forMetric keeps the monitored metric", () -> checkMonitor(onMetric));
    }
  }

  /**
   * The schedules that the engine may derive from one before a run: for epochs of some lengths, and
   * two for one that monitors a metric.
   */
  private static List<Schedule> directed(Schedule schedule) {
    return Stream.concat(
            Stream.of(schedule), EPOCH_LENGTHS.stream().map(n -> forEpochs(schedule, n)))
        .flatMap(each -> onMetric(each).stream())
        .distinct()
        .toList();
  }

  private static Schedule forEpochs(Schedule schedule, int steps) {
    Schedule ofEpochs = Claims.answer(schedule, "forEpochs", schedule.forEpochs(steps));
    if (schedule instanceof MetricSchedule != ofEpochs instanceof MetricSchedule) {
      throw new BrokenClaim(
          schedule,
          "forEpochs must return a schedule that monitors a metric if, and only if, this one "
              + "does");
    }
    return ofEpochs;
  }

  private static List<Schedule> onMetric(Schedule schedule) {
    if (!(schedule instanceof MetricSchedule onMetric)) {
      return List.of(schedule);
    }
    return List.of(
        Claims.answer(schedule, "forMetric", onMetric.forMetric(false)),
        Claims.answer(schedule, "forMetric", onMetric.forMetric(true)));
  }

  /** The rates of a run of 100 steps and beyond, or after metrics that get worse again. */
  private static double[] behaviour(Schedule schedule) {
    return directed(schedule).stream()
        .map(each -> each.forRun(100))
        .flatMapToDouble(ScheduleClaims::rates)
        .toArray();
  }

  private static DoubleStream rates(Schedule ofRun) {
    if (ofRun instanceof MetricSchedule onMetric) {
      double[] measured = new double[EPOCHS];
      Arrays.setAll(measured, epoch -> 3 - 0.12 * (epoch % 9));
      return IntStream.range(0, EPOCHS)
          .mapToDouble(epoch -> onMetric.learningRate(0.1, Arrays.copyOf(measured, epoch)));
    }
    return IntStream.range(0, STEPS_OF_RUN).mapToDouble(step -> ofRun.learningRate(0.1, step));
  }

  private static void checkMonitor(MetricSchedule schedule) {
    String before = Claims.answer(schedule, "monitor", schedule.monitor());
    for (Schedule directed : directed(schedule)) {
      String after = ((MetricSchedule) directed).monitor();
      if (!before.equals(after)) {
        throw new BrokenClaim(
            schedule,
            "it monitors '%s', but the schedule that forMetric returns monitors '%s'; both must be the same"
                .formatted(before, after));
      }
    }
  }

  private static void checkRates(Schedule schedule) {
    checkRatesOf(schedule, schedule);
    for (Schedule directed : directed(schedule)) {
      checkRatesOf(schedule, directed);
    }
  }

  private static void checkRatesOf(Schedule schedule, Schedule directed) {
    for (long step : STEPS) {
      checkRate(schedule, directed, step, "");
    }
    for (long length : LENGTHS) {
      Schedule ofRun = Claims.answer(schedule, "forRun", directed.forRun(length));
      String run = " of a run of " + length;
      for (long step = 0; step <= length; step += Math.max(1, length / DENSE)) {
        checkRate(schedule, ofRun, step, run);
      }
      checkRate(schedule, ofRun, length, run);
    }
    if (directed.forRun(STEPS_OF_RUN) instanceof MetricSchedule onMetric) {
      checkMeasured(schedule, onMetric);
    }
  }

  private static void checkRate(Schedule schedule, Schedule ofRun, long step, String run) {
    checkRate(schedule, ofRun.learningRate(0.1, step), "step " + step + run);
  }

  private static void checkRate(Schedule schedule, double rate, String when) {
    if (!(rate >= 0) || !Double.isFinite(rate)) {
      throw new BrokenClaim(
          schedule,
          "the learning rate of %s is %s; it must be finite and not negative"
              .formatted(when, rate));
    }
  }

  private static void checkMeasured(Schedule schedule, MetricSchedule onMetric) {
    double[] measured = new Samples().within(Interval.REAL, EPOCHS);
    for (int epoch = 0; epoch <= EPOCHS; epoch++) {
      double[] soFar = Arrays.copyOf(measured, epoch);
      checkRate(schedule, onMetric.learningRate(0.1, soFar), "epoch " + (epoch + 1));
      if (!Arrays.equals(soFar, Arrays.copyOf(measured, epoch))) {
        throw new BrokenClaim(schedule, "it modifies the values of the metric");
      }
    }
  }

  private static void checkPure(Schedule schedule) {
    directed(schedule).forEach(each -> checkPure(schedule, each));
  }

  private static void checkPure(Schedule given, Schedule schedule) {
    for (long step : STEPS) {
      double first = schedule.learningRate(0.1, step);
      schedule.learningRate(0.5, step / 2);
      if (Double.compare(first, schedule.learningRate(0.1, step)) != 0) {
        throw new BrokenClaim(
            given, "the rate of step " + step + " changes when it is asked again");
      }
    }
  }
}
