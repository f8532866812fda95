package dev.gradus.engine.training.update;

import dev.gradus.engine.config.TrainingSpec;

/**
 * The length of a run.
 *
 * @param epochs the number of epochs, the last of which may be incomplete
 * @param stepsPerEpoch the number of optimizer steps in a whole epoch
 * @param steps the number of optimizer steps in the whole run
 */
public record RunLength(int epochs, int stepsPerEpoch, long steps) {

  /**
   * The length that a configuration asks for, in epochs and in steps.
   *
   * @param batches the number of batches in an epoch
   */
  public static RunLength of(TrainingSpec spec, int batches) {
    return ofSteps(spec, (batches - 1) / spec.accumulateBatches() + 1);
  }

  /** The number of rows that a run learns from, counted as often as they occur, at most. */
  public long rows(int training) {
    return (long) epochs * training;
  }

  /** The length that another configuration asks for, with the same examples in the same batches. */
  public RunLength like(TrainingSpec spec) {
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
