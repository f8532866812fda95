package dev.gradus.engine.training.update;

import dev.gradus.engine.event.DivergedException;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Schedule;
import java.util.Arrays;
import java.util.List;

/**
 * An optimizer whose weight decay follows a schedule.
 *
 * <p>Whenever the weight decay changes, another instance updates the weights. Its state, which the
 * engine holds, stays the same.
 */
final class ScheduledDecay {

  private final Optimizer optimizer;
  private final Schedule schedule;

  /** The weight decay of the optimizer, and of each optimizer among its options. */
  private final List<Double> configured;

  private double[] decays = {};
  private Optimizer current;

  /**
   * Starts before the first step.
   *
   * @param schedule for the length of this run
   */
  ScheduledDecay(Optimizer optimizer, Schedule schedule) {
    this.optimizer = optimizer;
    this.schedule = schedule;
    this.configured = WeightDecay.of(optimizer);
    this.current = optimizer;
  }

  /**
   * The optimizer of a step.
   *
   * @param done the number of steps before it, 0 for the first
   * @throws DivergedException naming the schedule, if the weight decay is not valid
   */
  Optimizer of(long done) {
    double[] now = configured.stream().mapToDouble(each -> decay(each, done)).toArray();
    if (!Arrays.equals(now, decays)) {
      decays = now;
      current = with(done);
    }
    return current;
  }

  private Optimizer with(long done) {
    try {
      return WeightDecay.changed(optimizer, each -> decay(each, done));
    } catch (IllegalArgumentException e) {
      throw stopped(done, String.valueOf(e.getMessage()));
    }
  }

  private double decay(double configuredDecay, long done) {
    double decay = schedule.learningRate(configuredDecay, done);
    if (!(decay >= 0 && Double.isFinite(decay))) {
      throw stopped(done, "weight-decay must be a number of at least 0");
    }
    return decay;
  }

  private DivergedException stopped(long done, String sentence) {
    return new DivergedException(
        "training stopped before step %s: the weight decay that the schedule %s returned cannot be used: %s; change the options of %s"
            .formatted(done + 1, PluginType.nameOf(schedule), sentence, SteppedSchedules.OF_DECAY));
  }
}
