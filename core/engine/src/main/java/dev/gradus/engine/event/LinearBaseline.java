package dev.gradus.engine.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a linear model of the same inputs gets on the data that a network was trained and measured
 * on.
 *
 * @param metrics by part of the data, then by name, under the names that the numbers of the network
 *     have; a loss or metric that makes no sense for a linear model is not among them, and where
 *     the network predicts scores, or more than one number for a target, its loss is not; empty if
 *     there is no linear model
 * @param sentence how the linear model was fitted, or why there is none; empty if none was asked
 *     for
 */
public record LinearBaseline(Map<String, Map<String, Double>> metrics, String sentence) {

  /** Nobody has asked for it. */
  public static final LinearBaseline NONE = new LinearBaseline(Map.of(), "");

  public LinearBaseline {
    Map<String, Map<String, Double>> copies = new LinkedHashMap<>();
    metrics.forEach(
        (part, numbers) ->
            copies.put(part, Collections.unmodifiableMap(new LinkedHashMap<>(numbers))));
    metrics = Collections.unmodifiableMap(copies);
  }
}
