package dev.gradus.engine.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The metrics of a linear model with the same inputs, on the data that a network was trained and
 * evaluated on.
 *
 * @param metrics by data split, then by name, under the names of the network's metrics; without a
 *     loss or metric that does not apply to a linear model, and without the loss if the network
 *     predicts scores, or several numbers for a target; empty if there is no linear model
 * @param sentence how the linear model was fitted, or why there is none; empty if none was
 *     requested
 * @param constant the metrics of a prediction that is the same for all examples, as those of the
 *     linear model: the mean of the training examples, or the frequencies of their classes or
 *     labels, of which the most frequent is predicted
 */
public record LinearBaseline(
    Map<String, Map<String, Double>> metrics,
    String sentence,
    Map<String, Map<String, Double>> constant) {

  /** No baseline was requested. */
  public static final LinearBaseline NONE = new LinearBaseline(Map.of(), "");

  /** Metrics of a linear model alone. */
  public LinearBaseline(Map<String, Map<String, Double>> metrics, String sentence) {
    this(metrics, sentence, Map.of());
  }

  public LinearBaseline {
    metrics = copy(metrics);
    constant = copy(constant);
  }

  private static Map<String, Map<String, Double>> copy(Map<String, Map<String, Double>> metrics) {
    Map<String, Map<String, Double>> copies = new LinkedHashMap<>();
    metrics.forEach(
        (part, numbers) ->
            copies.put(part, Collections.unmodifiableMap(new LinkedHashMap<>(numbers))));
    return Collections.unmodifiableMap(copies);
  }
}
