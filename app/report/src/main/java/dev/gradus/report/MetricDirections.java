package dev.gradus.report;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.LossAsMetric;
import dev.gradus.engine.config.MetricNames;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.Study;
import java.util.ArrayList;
import java.util.List;

/** Whether more or less of a loss or metric is better; a name that is not known is a loss. */
final class MetricDirections {

  private final List<Configuration> configurations = new ArrayList<>();

  private MetricDirections() {}

  /** The names in a run. */
  static MetricDirections of(Study study) {
    MetricDirections names = new MetricDirections();
    names.add(study.configuration());
    return names;
  }

  /** The names in all variants that were trained. */
  static MetricDirections of(Comparison comparison) {
    MetricDirections names = new MetricDirections();
    comparison
        .trained()
        .forEach(variant -> names.add(variant.study().orElseThrow().configuration()));
    return names;
  }

  private void add(Configuration configuration) {
    configurations.add(configuration);
  }

  /** Whether more of it is better. */
  boolean higherIsBetter(String measure) {
    return configurations.stream()
        .anyMatch(configuration -> MetricNames.of(configuration).higherIsBetter(measure));
  }

  /** Whether it is a metric that nothing can be trained on, or a value of one. */
  boolean isPlain(String measure) {
    return configurations.stream()
        .map(MetricNames::of)
        .anyMatch(
            measures ->
                measures.metrics().stream()
                    .anyMatch(
                        metric ->
                            !(metric instanceof LossAsMetric) && measures.isOf(metric, measure)));
  }

  /** The name with an arrow in the direction in which it gets better. */
  String withArrow(String measure) {
    return measure + (higherIsBetter(measure) ? " ↑" : " ↓");
  }
}
