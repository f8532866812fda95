package dev.gradus.engine.config;

import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import java.util.Optional;

/**
 * How long and in which portions a network learns: the section {@code training}.
 *
 * @param epochs how often every example is seen
 * @param batchSize how many examples make one step
 * @param shuffle whether the examples are put in a new order in every epoch
 * @param seed what all randomness is derived from
 * @param threads how many share the work; empty for one per processor
 */
public record TrainingSpec(
    @Option(value = "how often every example is seen", min = 1) int epochs,
    @Option(value = "examples for each step of the optimizer", min = 1) int batchSize,
    @Option("whether the examples are put in a new order in every epoch") boolean shuffle,
    @Option("what all randomness is derived from; the same seed gives the same network") long seed,
    @Option(
            value =
                "threads that share the work; if left out, one per processor. The trained network is the same with any number",
            min = 1)
        Optional<Integer> threads) {

  /** 100 epochs in batches of 32, shuffled, from seed 0. */
  public TrainingSpec() {
    this(100, 32, true, 0);
  }

  /** With a thread per processor. */
  public TrainingSpec(int epochs, int batchSize, boolean shuffle, long seed) {
    this(epochs, batchSize, shuffle, seed, Optional.empty());
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException with a sentence, if one is out of bounds
   */
  public TrainingSpec {
    Options.check(TrainingSpec.class, epochs, batchSize, shuffle, seed, threads);
  }
}
