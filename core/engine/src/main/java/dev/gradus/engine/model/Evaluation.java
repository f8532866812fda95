package dev.gradus.engine.model;

import dev.gradus.runtime.problem.Warning;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How well a model predicts rows whose targets are known.
 *
 * @param metrics the loss, and the metrics of the model's configuration, by name, with the values
 *     of those that have several, such as {@code recall-by-class.setosa}; metrics are in the unit
 *     of the data, the loss in {@code lossUnit}
 * @param linear what a linear model of the same inputs gets on the same rows, by name: the metrics,
 *     and the loss, as far as they make sense for it; empty if the model holds none. It was fitted
 *     to the training examples of the network, see {@link dev.gradus.engine.event.LinearBaseline}
 * @param rows how many rows were measured, at least 1
 * @param leftOut how many were not, because their target is missing
 * @param classes which classes are taken for which; empty if the target is no class
 * @param labels how well each label is recognised; empty if the target is no labels
 * @param warnings what must be known of the data: rows that were left out, cells that were filled
 *     in, unknown categories
 * @param lossUnit the unit of the loss, if it is not that of the data; see {@link Model#lossUnit}
 */
public record Evaluation(
    Map<String, Double> metrics,
    Map<String, Double> linear,
    int rows,
    int leftOut,
    Optional<ClassReport> classes,
    Optional<LabelReport> labels,
    List<Warning> warnings,
    Optional<String> lossUnit) {

  public Evaluation {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    linear = Collections.unmodifiableMap(new LinkedHashMap<>(linear));
    warnings = List.copyOf(warnings);
  }
}
