package dev.gradus.cli;

import dev.gradus.engine.event.LinearBaseline;
import dev.gradus.engine.model.Training;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a linear model gets, in a line below the numbers of the network. */
final class LinearLine {

  static final String KEY = "linear-model";

  private LinearLine() {}

  /**
   * Of one part of the data.
   *
   * @param metrics by name; empty if there is no linear model
   */
  static Optional<String> of(Map<String, Double> metrics) {
    return of("", metrics);
  }

  private static Optional<String> of(String part, Map<String, Double> metrics) {
    return metrics.isEmpty()
        ? Optional.empty()
        : Optional.of(
            metrics.entrySet().stream()
                .filter(entry -> !Status.isValue(entry.getKey()))
                .map(entry -> entry.getKey() + " " + MetricTable.text(entry.getValue()))
                .collect(Collectors.joining(", ", "a linear model gets" + part + ": ", "")));
  }

  /** Of the validation part, or of the training part if nothing was set apart; or why not. */
  static Optional<String> of(LinearBaseline linear) {
    String part =
        linear.metrics().containsKey(Training.VALIDATION_PART)
            ? Training.VALIDATION_PART
            : Training.TRAINING_PART;
    return of(" (" + part + ")", linear.metrics().getOrDefault(part, Map.of()))
        .or(() -> Optional.of(linear.sentence()).filter(sentence -> !sentence.isEmpty()));
  }

  /** For JSON; nothing if none was asked for. */
  static Map<String, Object> asMap(LinearBaseline linear) {
    if (linear.sentence().isEmpty()) {
      return Map.of();
    }
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("metrics", linear.metrics());
    object.put("sentence", linear.sentence());
    return Map.of(KEY, object);
  }
}
