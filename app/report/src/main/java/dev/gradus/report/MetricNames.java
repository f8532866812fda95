package dev.gradus.report;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.LossAsMetric;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.Study;
import dev.gradus.engine.study.Variant;
import java.util.ArrayList;
import java.util.List;

/** Which way the losses and metrics of a report are to go; a name that is not known is a loss. */
final class MetricNames {

  private final List<Configuration> configurations = new ArrayList<>();

  private MetricNames() {}

  /** Those of a run. */
  static MetricNames of(Study study) {
    MetricNames measures = new MetricNames();
    measures.add(study.configuration());
    return measures;
  }

  /** Those of all that took part. */
  static MetricNames of(Comparison comparison) {
    MetricNames measures = new MetricNames();
    comparison
        .trained()
        .forEach(variant -> measures.add(variant.study().orElseThrow().configuration()));
    return measures;
  }

  private void add(Configuration configuration) {
    configurations.add(configuration);
  }

  /** Whether more of it is better. */
  boolean higherIsBetter(String measure) {
    return configurations.stream()
        .anyMatch(
            configuration ->
                dev.gradus.engine.config.Measures.higherIsBetter(configuration, measure));
  }

  /** Whether it is a metric that nothing can be trained on, or a value of one. */
  boolean isPlain(String measure) {
    return configurations.stream()
        .flatMap(configuration -> configuration.metrics().stream())
        .anyMatch(
            metric ->
                !(metric instanceof LossAsMetric)
                    && dev.gradus.engine.config.Measures.isOf(metric, measure));
  }

  /** The name with an arrow in the direction in which it gets better. */
  String withArrow(String measure) {
    return measure + (higherIsBetter(measure) ? " ↑" : " ↓");
  }

  /**
   * What a comparison is best judged by: the first metric that is no loss; else the first loss that
   * nobody was trained on; else that of the first.
   */
  String judge(Comparison comparison) {
    List<String> trainedOn = comparison.trained().stream().map(Variant::loss).toList();
    List<String> measured = comparison.measures();
    return measured.stream()
        .filter(this::isPlain)
        .findFirst()
        .or(() -> measured.stream().filter(name -> !trainedOn.contains(name)).findFirst())
        .orElseGet(() -> trainedOn.get(0));
  }
}
