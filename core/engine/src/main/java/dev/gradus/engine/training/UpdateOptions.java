package dev.gradus.engine.training;

import dev.gradus.engine.config.ParameterGroup;
import dev.gradus.engine.config.TrainingSpec;
import java.util.List;
import java.util.Optional;

/**
 * What is done to gradients before a step and to weights after it; see {@link TrainingSpec}.
 *
 * @param accumulateBatches how many batches make a step
 * @param decayBiases whether weight decay acts on more than weights
 * @param groups layers that learn in another way than the others
 */
record UpdateOptions(
    int accumulateBatches,
    Optional<Double> clipValue,
    Optional<Double> clipNorm,
    Optional<Double> clipGlobalNorm,
    Optional<Double> maxNorm,
    Optional<Double> emaDecay,
    boolean decayBiases,
    List<ParameterGroup> groups) {

  /** A step for every batch, and nothing else. */
  static final UpdateOptions NONE = of(new TrainingSpec());

  static UpdateOptions of(TrainingSpec spec) {
    return new UpdateOptions(
        spec.accumulateBatches(),
        spec.clipValue(),
        spec.clipNorm(),
        spec.clipGlobalNorm(),
        spec.maxNorm(),
        spec.emaDecay(),
        spec.decayBiases(),
        spec.groups());
  }

  /** Whether nothing is done. */
  boolean isNone() {
    return equals(NONE);
  }
}
