package dev.gradus.engine.training;

import dev.gradus.engine.config.TrainingSpec;

/**
 * How long a run is.
 *
 * @param epochs how often the examples are gone through, the last time perhaps not to the end
 * @param stepsPerEpoch the steps of the optimizer in a whole epoch
 * @param steps those of the whole run
 */
record RunLength(int epochs, int stepsPerEpoch, long steps) {

  /**
   * What a configuration says, in epochs and in steps.
   *
   * @param batches the number of batches in an epoch
   */
  static RunLength of(TrainingSpec spec, int batches) {
    return ofSteps(spec, (batches - 1) / spec.accumulateBatches() + 1);
  }

  /** What another configuration says of the same examples in the same batches. */
  RunLength like(TrainingSpec spec) {
    return ofSteps(spec, stepsPerEpoch);
  }

  private static RunLength ofSteps(TrainingSpec spec, int stepsPerEpoch) {
    if (spec.steps().isPresent()) {
      int steps = spec.steps().get();
      return new RunLength((steps - 1) / stepsPerEpoch + 1, stepsPerEpoch, steps);
    }
    int epochs = spec.epochs().orElse(TrainingSpec.DEFAULT_EPOCHS);
    return new RunLength(epochs, stepsPerEpoch, (long) epochs * stepsPerEpoch);
  }
}
