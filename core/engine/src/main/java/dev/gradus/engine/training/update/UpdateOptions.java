package dev.gradus.engine.training.update;

import dev.gradus.engine.config.ParameterGroup;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.spi.Schedule;
import java.util.List;
import java.util.Optional;

/**
 * Options for gradients before a step and for weights after it; see {@link TrainingSpec}.
 *
 * @param accumulateBatches the number of batches in a step
 * @param decayBiases whether weight decay also acts on tensors other than weights
 * @param weightDecaySchedule how the weight decay changes
 * @param groups layers with their own learning rate or weight decay
 */
public record UpdateOptions(
    int accumulateBatches,
    Optional<Double> clipValue,
    Optional<Double> clipNorm,
    Optional<Double> clipGlobalNorm,
    Optional<Double> maxNorm,
    Optional<Double> emaDecay,
    boolean decayBiases,
    Optional<Schedule> weightDecaySchedule,
    List<ParameterGroup> groups) {

  /** One step for every batch, and no other options. */
  public static final UpdateOptions NONE = of(new TrainingSpec());

  public static UpdateOptions of(TrainingSpec spec) {
    return new UpdateOptions(
        spec.accumulateBatches(),
        spec.clipValue(),
        spec.clipNorm(),
        spec.clipGlobalNorm(),
        spec.maxNorm(),
        spec.emaDecay(),
        spec.decayBiases(),
        spec.weightDecaySchedule(),
        spec.groups());
  }

  /** The same with a schedule that is fitted to the run. */
  public UpdateOptions withWeightDecaySchedule(Optional<Schedule> fitted) {
    return new UpdateOptions(
        accumulateBatches,
        clipValue,
        clipNorm,
        clipGlobalNorm,
        maxNorm,
        emaDecay,
        decayBiases,
        fitted,
        groups);
  }

  /** Whether all options are off. */
  public boolean isNone() {
    return equals(NONE);
  }
}
