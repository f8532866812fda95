package dev.gradus.engine.model;

import dev.gradus.engine.problem.Warning;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How well a model predicts rows whose targets are known.
 *
 * @param metrics the loss, and the metrics of the model's configuration, by name
 * @param rows how many rows were measured, at least 1
 * @param leftOut how many were not, because their target is missing
 * @param classes which classes are taken for which; empty if the target is no class
 * @param labels how well each label is recognised; empty if the target is no labels
 * @param warnings what must be known of the data: rows that were left out, cells that were filled
 *     in, unknown categories
 */
public record Evaluation(
    Map<String, Double> metrics,
    int rows,
    int leftOut,
    Optional<ClassReport> classes,
    Optional<LabelReport> labels,
    List<Warning> warnings) {

  /** Keeps copies. */
  public Evaluation {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    warnings = List.copyOf(warnings);
  }
}
