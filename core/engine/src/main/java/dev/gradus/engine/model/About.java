package dev.gradus.engine.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a model came to be, as it says itself. Files of earlier versions do not say all of it.
 *
 * @param version the version of Gradus that trained it
 * @param trainingRows how many examples it has learned from
 * @param validationRows how many were held out to watch training
 * @param testRows how many were held out until training was over
 * @param seed what all randomness was derived from
 * @param scores the loss and the metrics of the finished model: by part of the data ({@code
 *     training}, {@code validation}, {@code test}), then by name; without those that are not finite
 * @param trainedAt when it was trained, if that was noted, see {@link Model#dated}
 * @param duration how long that took, likewise
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

  /** Keeps a copy, without what is not finite. */
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

  /** The same with a date. */
  About dated(Instant when, Optional<Duration> took) {
    return new About(
        version, trainingRows, validationRows, testRows, seed, scores, Optional.of(when), took);
  }
}
