package dev.gradus.engine.tuning;

import dev.gradus.engine.config.YamlValue;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A configuration that was tried.
 *
 * @param number its number, from 1, in the order in which the trials were drawn
 * @param values the values that were drawn, by path
 * @param epochs the number of epochs of its last round
 * @param folds the score of each fold; empty if it failed
 * @param duration the time it took
 * @param refusal why it has no score: it could not be trained, or diverged
 */
public record Trial(
    int number,
    Map<String, YamlValue> values,
    int epochs,
    List<Double> folds,
    Duration duration,
    Optional<String> refusal) {

  public Trial {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    folds = List.copyOf(folds);
  }

  /** The mean score of the folds; NaN if it was refused. */
  public double mean() {
    double sum = 0;
    for (double score : folds) {
      sum += score;
    }
    return sum / folds.size();
  }

  /**
   * The population standard deviation of the folds (divided by their number); NaN if it was
   * refused.
   */
  public double deviation() {
    double mean = mean();
    double squares = 0;
    for (double score : folds) {
      squares += (score - mean) * (score - mean);
    }
    return Math.sqrt(squares / folds.size());
  }
}
