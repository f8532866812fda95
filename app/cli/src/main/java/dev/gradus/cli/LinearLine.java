package dev.gradus.cli;

import dev.gradus.engine.event.LinearBaseline;
import dev.gradus.engine.model.Training;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The scores of the linear model, in a line below those of the network. */
final class LinearLine {

  static final String KEY = "linear-model";

  private LinearLine() {}

  /**
   * The line for one part of the data.
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

  /**
   * The line for the validation rows, or for the training rows if there are none, or the reason why
   * there is no linear model.
   */
  static Optional<String> of(LinearBaseline linear) {
    String part =
        linear.metrics().containsKey(Training.VALIDATION_PART)
            ? Training.VALIDATION_PART
            : Training.TRAINING_PART;
    return of(" (" + part + ")", linear.metrics().getOrDefault(part, Map.of()))
        .or(() -> Optional.of(linear.sentence()).filter(sentence -> !sentence.isEmpty()));
  }

  /** The scores as JSON; empty if no linear model was fitted. */
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
