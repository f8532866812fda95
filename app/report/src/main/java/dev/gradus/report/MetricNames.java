package dev.gradus.report;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.LossAsMetric;
import dev.gradus.engine.config.Measures;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.Study;
import java.util.ArrayList;
import java.util.List;

/** Whether more or less of a loss or metric is better; a name that is not known is a loss. */
final class MetricNames {

  private final List<Configuration> configurations = new ArrayList<>();

  private MetricNames() {}

  /** The names in a run. */
  static MetricNames of(Study study) {
    MetricNames names = new MetricNames();
    names.add(study.configuration());
    return names;
  }

  /** The names in all variants that were trained. */
  static MetricNames of(Comparison comparison) {
    MetricNames names = new MetricNames();
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
        .anyMatch(configuration -> Measures.of(configuration).higherIsBetter(measure));
  }

  /** Whether it is a metric that nothing can be trained on, or a value of one. */
  boolean isPlain(String measure) {
    return configurations.stream()
        .map(Measures::of)
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
