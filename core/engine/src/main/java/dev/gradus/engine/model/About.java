package dev.gradus.engine.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a model was made, according to its file. Files of earlier versions do not contain all of it.
 *
 * @param version the version of Gradus that trained it, or {@value #ELSEWHERE}
 * @param trainingRows the number of training examples
 * @param validationRows the number of validation examples
 * @param testRows the number of test examples
 * @param seed the seed of all random numbers
 * @param scores the loss and the metrics of the finished model: by data split ({@code training},
 *     {@code validation}, {@code test}), then by name; without values that are not finite
 * @param trainedAt when it was trained, if recorded, see {@link Model#dated}
 * @param duration how long that took, if recorded
 */
public record About(
    String version,
    Optional<Integer> trainingRows,
    Optional<Integer> validationRows,
    Optional<Integer> testRows,
    Optional<Long> seed,
    Map<String, Map<String, Double>> scores,
    Optional<Instant> trainedAt,
    Optional<Duration> duration) {

  /** The version of a model that Gradus has not trained. */
  public static final String ELSEWHERE = "trained elsewhere";

  /** Copies the scores, omitting values that are not finite. */
  public About {
    Map<String, Map<String, Double>> copies = new LinkedHashMap<>();
    scores.forEach(
        (part, measured) -> {
          Map<String, Double> copy = new LinkedHashMap<>(measured);
          copy.values().removeIf(score -> !Double.isFinite(score));
          copies.put(part, Collections.unmodifiableMap(copy));
        });
    scores = Collections.unmodifiableMap(copies);
  }

  /** The same without scores. */
  About withoutScores() {
    return new About(
        version, trainingRows, validationRows, testRows, seed, Map.of(), trainedAt, duration);
  }

  /** The same with other training rows, of which none were held out, and without scores. */
  About onRows(int rows) {
    return new About(
        version,
        Optional.of(rows),
        Optional.empty(),
        Optional.empty(),
        seed,
        Map.of(),
        trainedAt,
        duration);
  }

  /** The same with a date. */
  About dated(Instant when, Optional<Duration> took) {
    return new About(
        version, trainingRows, validationRows, testRows, seed, scores, Optional.of(when), took);
  }
}
