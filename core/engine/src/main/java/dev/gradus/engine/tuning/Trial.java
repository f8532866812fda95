package dev.gradus.engine.tuning;

import dev.gradus.engine.config.YamlValue;
import dev.gradus.engine.linear.Vectors;
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
 * @param measures for each fold the loss, the metrics, and with {@code training.conformal} what its
 *     sets or intervals cover, by name; empty if it failed
 * @param duration the time it took
 * @param refusal why it has no score: it could not be trained, or diverged
 */
public record Trial(
    int number,
    Map<String, YamlValue> values,
    int epochs,
    List<Double> folds,
    List<Map<String, Double>> measures,
    Duration duration,
    Optional<String> refusal) {

  public Trial {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    folds = List.copyOf(folds);
    measures =
        measures.stream()
            .map(fold -> Collections.unmodifiableMap(new LinkedHashMap<>(fold)))
            .toList();
  }

  /** The mean score of the folds; NaN if it was refused. */
  public double mean() {
    return Vectors.mean(numbers(folds));
  }

  /**
   * The population standard deviation of the folds (divided by their number); NaN if it was
   * refused.
   */
  public double deviation() {
    return Vectors.deviation(numbers(folds));
  }

  /** The mean of a measure over the folds; NaN if it was refused, or has no such measure. */
  public double mean(String measure) {
    return Vectors.mean(valuesOf(measure));
  }

  /** The population standard deviation of a measure over the folds; NaN likewise. */
  public double deviation(String measure) {
    return Vectors.deviation(valuesOf(measure));
  }

  private double[] valuesOf(String measure) {
    return measures.stream().mapToDouble(fold -> fold.getOrDefault(measure, Double.NaN)).toArray();
  }

  private static double[] numbers(List<Double> values) {
    return values.stream().mapToDouble(value -> value).toArray();
  }
}
