package dev.gradus.engine.training.update;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.event.DivergedException;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.network.ScheduleFitting;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.UsedPlugins;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Schedules of numbers other than the learning rate: those of layers, such as a dropout, and that
 * of the weight decay.
 *
 * <p>They count the steps of the optimizer, as that of the learning rate does, but cannot monitor
 * metrics.
 */
public final class SteppedSchedules {

  /** The place of the schedule of the weight decay. */
  public static final String OF_DECAY = "training.weight-decay-schedule";

  /** The length of a run that a schedule is tried in. */
  private static final int TRIED_STEPS = 1000;

  private SteppedSchedules() {}

  /** A schedule, and the place in the configuration where it is. */
  public record Placed(String place, Schedule schedule) {}

  /** All schedules of a configuration, including that of the learning rate. */
  public static List<Placed> all(Configuration configuration) {
    List<Placed> all = new ArrayList<>();
    configuration.schedule().ifPresent(given -> all.add(new Placed("schedule", given)));
    configuration
        .training()
        .weightDecaySchedule()
        .ifPresent(given -> all.add(new Placed(OF_DECAY, given)));
    for (int i = 0; i < configuration.network().size(); i++) {
      for (Object plugin : UsedPlugins.in(configuration.network().get(i))) {
        if (plugin instanceof Schedule schedule) {
          all.add(new Placed("network[%s]".formatted(i), schedule));
        }
      }
    }
    return all;
  }

  /**
   * Fits the schedules of layers to a run.
   *
   * @param batches the number of batches in an epoch
   */
  public static ScheduleFitting ofRun(TrainingSpec spec, int batches) {
    RunLength length = RunLength.of(spec, batches);
    return (place, schedule, range) ->
        new OfLayer(
            place,
            PluginType.nameOf(schedule),
            forRun(place, schedule, length),
            range,
            batches,
            length.stepsPerEpoch(),
            spec.accumulateBatches());
  }

  /** Fits the schedules of layers to a learner, which has no epochs. */
  public static ScheduleFitting ofLearner(TrainingSpec spec) {
    return (place, schedule, range) ->
        new OfLayer(
            place,
            PluginType.nameOf(schedule),
            openEnded(place, schedule, spec),
            range,
            Long.MAX_VALUE,
            0,
            spec.accumulateBatches());
  }

  /**
   * Fits a schedule to a run.
   *
   * @param place of the option that holds it
   * @throws TrainingException if it monitors a metric
   */
  public static Schedule forRun(String place, Schedule schedule, RunLength length) {
    checkCounts(place, schedule);
    return NestedSchedules.forEpochs(schedule, length.stepsPerEpoch()).forRun(length.steps());
  }

  /**
   * Checks that a schedule counts steps.
   *
   * @throws TrainingException if it monitors a metric
   */
  public static void checkCounts(String place, Schedule schedule) {
    if (!NestedSchedules.onMetrics(schedule).isEmpty()) {
      throw new TrainingException(
          "%s: %s monitors a metric, which only a schedule of the learning rate can do; use a schedule that counts steps, such as flat-cos"
              .formatted(place, PluginType.nameOf(schedule)));
    }
  }

  /**
   * Whether a schedule of 0 stays at 0; one with another minimum does not.
   *
   * @param schedule counts steps
   */
  public static boolean keepsZero(Schedule schedule) {
    Schedule tried = NestedSchedules.forEpochs(schedule, TRIED_STEPS).forRun(TRIED_STEPS);
    return IntStream.rangeClosed(0, TRIED_STEPS).allMatch(step -> tried.learningRate(0, step) == 0);
  }

  /**
   * Fits a schedule to a learner, which has no end: it counts steps.
   *
   * @param place of the option that holds it
   * @throws TrainingException if it monitors a metric, or depends on the length of the run, which
   *     is not known
   */
  public static Schedule openEnded(String place, Schedule schedule, TrainingSpec spec) {
    String name = PluginType.nameOf(schedule);
    if (!NestedSchedules.onMetrics(schedule).isEmpty()) {
      throw new TrainingException(
          "%s: %s monitors a metric after each epoch, but a learner has no epochs; use a schedule that counts steps"
              .formatted(place, name));
    }
    if (!NestedSchedules.forEpochs(schedule, 2).equals(NestedSchedules.forEpochs(schedule, 3))) {
      throw new TrainingException(
          "%s: %s counts epochs, but a learner has none; use a schedule that counts steps"
              .formatted(place, name));
    }
    Optional<Integer> steps = spec.steps();
    Schedule shorter = schedule.forRun(steps.orElse(1000));
    if (steps.isEmpty() && !shorter.equals(schedule.forRun(2000))) {
      throw new TrainingException(
          "%s: %s depends on the length of the run, which a learner does not know; set it (training.steps), or use a schedule that does not need it"
              .formatted(place, name));
    }
    return shorter;
  }

  /**
   * A schedule of a layer, which counts batches.
   *
   * @param place of the option that holds it
   * @param name of the plugin
   * @param schedule counts steps
   * @param range the values that the layer allows
   * @param batches the number of batches in an epoch
   * @param steps the number of steps in an epoch
   * @param accumulate the number of batches of a step; the last step of an epoch may have fewer
   */
  private record OfLayer(
      String place,
      String name,
      Schedule schedule,
      Interval range,
      long batches,
      long steps,
      int accumulate)
      implements Schedule {

    @Override
    public double learningRate(double base, long batch) {
      long step = batch / batches * steps + batch % batches / accumulate;
      double value = schedule.learningRate(base, step);
      if (!range.contains(value)) {
        throw new DivergedException(
            "training stopped before step %s: %s must be a number %s, but the schedule %s returned %s; change the options of the schedule"
                .formatted(step + 1, place, range, name, value));
      }
      return value;
    }
  }
}
