package dev.gradus.engine.model;

import dev.gradus.runtime.problem.Warning;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The evaluation of a model on rows with known targets.
 *
 * @param metrics the loss, and the metrics of the model's configuration, by name, with further
 *     values such as {@code recall-by-class.setosa}; metrics are in the unit of the data, the loss
 *     in {@code lossUnit}
 * @param linear the metrics and the loss of the linear baseline on the same rows, by name, as far
 *     as they apply; empty if the model has none. It was fitted to the training examples of the
 *     network, see {@link dev.gradus.engine.event.LinearBaseline}
 * @param rows the number of evaluated rows, at least 1
 * @param leftOut the number of rows that were excluded because their target is missing
 * @param classes the confusion matrix; empty if the target is not a class
 * @param labels the report of each label; empty if the target is not labels
 * @param coverage how often the predicted sets or intervals hold the true value, one for each
 *     column of the target; empty if the model predicts neither
 * @param warnings warnings about the data: excluded rows, filled cells, unknown categories
 * @param lossUnit the unit of the loss, if it is not that of the data; see {@link Model#lossUnit}
 */
public record Evaluation(
    Map<String, Double> metrics,
    Map<String, Double> linear,
    int rows,
    int leftOut,
    Optional<ClassReport> classes,
    Optional<LabelReport> labels,
    List<Coverage> coverage,
    List<Warning> warnings,
    Optional<String> lossUnit) {

  public Evaluation {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    linear = Collections.unmodifiableMap(new LinkedHashMap<>(linear));
    coverage = List.copyOf(coverage);
    warnings = List.copyOf(warnings);
  }
}
