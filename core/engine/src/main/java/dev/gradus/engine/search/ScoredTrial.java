package dev.gradus.engine.search;

import dev.gradus.runtime.problem.Warning;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The result of a trial in a round.
 *
 * @param number of the trial, from 1
 * @param epochs the number of epochs of the round
 * @param folds the score of each fold; empty if it failed
 * @param measures for each fold everything that was measured, by name
 * @param duration the time it took
 * @param refusal why it has no score
 * @param warnings of its training runs; empty if they were issued already
 */
public record ScoredTrial(
    int number,
    int epochs,
    List<Double> folds,
    List<Map<String, Double>> measures,
    Duration duration,
    Optional<String> refusal,
    List<Warning> warnings) {

  /** Copies the lists. */
  public ScoredTrial {
    folds = List.copyOf(folds);
    measures = List.copyOf(measures);
    warnings = List.copyOf(warnings);
  }

  /** The same with warnings. */
  ScoredTrial with(List<Warning> more) {
    return new ScoredTrial(number, epochs, folds, measures, duration, refusal, more);
  }
}
