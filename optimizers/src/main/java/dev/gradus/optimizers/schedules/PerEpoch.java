package dev.gradus.optimizers.schedules;

import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Schedule;
import java.util.Optional;

/**
 * Applies another schedule per epoch instead of per step: the rate is constant within an epoch.
 *
 * <p>Its options are then in epochs, for any batch size, as in PyTorch and Keras, where a scheduler
 * is usually stepped once per epoch.
 */
@Plugin(
    name = "per-epoch",
    summary = "Any other schedule, counting epochs instead of steps.",
    formula = "rate(t) = that of the other schedule at floor(t/steps-per-epoch)",
    reference =
        "A. Paszke et al., PyTorch: An Imperative Style, High-Performance Deep Learning Library, 2019, torch.optim.lr_scheduler")
public record PerEpoch(
    @Option(value = "the schedule that counts epochs", formerly = "of") Schedule schedule,
    @Option(value = "the steps per epoch; if left out, those of the run", min = 1)
        Optional<Integer> stepsPerEpoch)
    implements Schedule {

  /** Creates a cosine schedule with one step for each epoch of the run. */
  public PerEpoch() {
    this(new Cosine());
  }

  /** Creates a schedule for the epochs of the run. */
  public PerEpoch(Schedule schedule) {
    this(schedule, Optional.empty());
  }

  public PerEpoch {
    Options.check(PerEpoch.class, schedule, stepsPerEpoch);
  }

  @Override
  public Schedule forEpochs(int ofRun) {
    return new PerEpoch(schedule, Optional.of(length(ofRun)));
  }

  @Override
  public Schedule forRun(long steps) {
    int length = length(1);
    return new PerEpoch(schedule.forRun((steps + length - 1) / length), stepsPerEpoch);
  }

  @Override
  public double learningRate(double base, long step) {
    return schedule.learningRate(base, step / length(1));
  }

  private int length(int ofRun) {
    return stepsPerEpoch.isPresent() ? stepsPerEpoch.get() : ofRun;
  }
}
