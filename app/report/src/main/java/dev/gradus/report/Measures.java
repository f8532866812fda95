package dev.gradus.report;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.LossAsMetric;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.Contender;
import dev.gradus.engine.study.Study;
import dev.gradus.spi.Metric;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which way the losses and metrics of a report are to go; a name that is not known is a loss. */
final class Measures {

  /** By the name of a configured metric, whether more of it is better. */
  private final Map<String, Boolean> metrics = new LinkedHashMap<>();

  /** The names of those that are no losses. */
  private final Set<String> plain = new LinkedHashSet<>();

  private Measures() {}

  /** Those of a run. */
  static Measures of(Study study) {
    Measures measures = new Measures();
    measures.add(study.configuration());
    return measures;
  }

  /** Those of all that took part. */
  static Measures of(Comparison comparison) {
    Measures measures = new Measures();
    comparison
        .trained()
        .forEach(contender -> measures.add(contender.study().orElseThrow().configuration()));
    return measures;
  }

  private void add(Configuration configuration) {
    for (Metric metric : configuration.metrics()) {
      if (metric instanceof LossAsMetric reported) {
        metrics.put(PluginType.nameOf(reported.loss()), false);
      } else {
        metrics.put(PluginType.nameOf(metric), metric.higherIsBetter());
        plain.add(PluginType.nameOf(metric));
      }
    }
  }

  /** Whether more of it is better. */
  boolean higherIsBetter(String measure) {
    return metrics.getOrDefault(measure, false);
  }

  /** Whether it is a metric that nothing can be trained on. */
  boolean isPlain(String measure) {
    return plain.contains(measure);
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
    List<String> trainedOn = comparison.trained().stream().map(Contender::loss).toList();
    List<String> measured = comparison.measures();
    return measured.stream()
        .filter(plain::contains)
        .findFirst()
        .or(() -> measured.stream().filter(name -> !trainedOn.contains(name)).findFirst())
        .orElseGet(() -> trainedOn.get(0));
  }
}
