package dev.gradus.engine.config;

import dev.gradus.spi.Option;
import dev.gradus.spi.Options;

/**
 * How long and in which portions a network learns: the section {@code training}.
 *
 * @param epochs how often every example is seen
 * @param batchSize how many examples make one step
 * @param shuffle whether the examples are put in a new order in every epoch
 * @param seed what all randomness is derived from
 */
public record TrainingSpec(
    @Option(value = "how often every example is seen", min = 1) int epochs,
    @Option(value = "examples for each step of the optimizer", min = 1) int batchSize,
    @Option("whether the examples are put in a new order in every epoch") boolean shuffle,
    @Option("what all randomness is derived from; the same seed gives the same network")
        long seed) {

  /** 100 epochs in batches of 32, shuffled, from seed 0. */
  public TrainingSpec() {
    this(100, 32, true, 0);
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException with a sentence, if one is out of bounds
   */
  public TrainingSpec {
    Options.check(TrainingSpec.class, epochs, batchSize, shuffle, seed);
  }
}
