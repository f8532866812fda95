package dev.gradus.engine.studies;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.LossAsMetric;
import dev.gradus.engine.config.MetricNames;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.study.ComparisonPlan;
import dev.gradus.engine.training.Evaluator;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.update.MonitoredMetrics;
import dev.gradus.spi.Metric;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The losses and metrics that all variants are evaluated with. */
final class Scoring {

  private final MetricNames measures;

  Scoring(ComparisonPlan plan) {
    List<Configuration> configurations =
        plan.variants().stream().map(variant -> variant.configurations().get(0)).toList();
    Set<Metric> metrics = new LinkedHashSet<>();
    configurations.forEach(each -> metrics.add(new LossAsMetric(each.loss())));
    configurations.forEach(each -> metrics.addAll(each.metrics()));
    this.measures = MetricNames.of(List.copyOf(metrics));
  }

  /** The name of the loss of a configuration. */
  String lossOf(Configuration configuration) {
    return measures.nameOf(new LossAsMetric(configuration.loss()));
  }

  /** All metrics that apply to a network, by name. */
  Map<String, Double> measure(Experiment experiment, Examples examples) {
    Map<String, Double> scores = new LinkedHashMap<>();
    for (Metric metric : measures.metrics()) {
      int plain = MetricNames.pluginNameOf(metric).length();
      Evaluator.measure(experiment, examples, metric)
          .forEach(
              (each, value) -> scores.put(measures.nameOf(metric) + each.substring(plain), value));
    }
    return scores;
  }

  /**
   * Whether a metric would give one of those of a configuration another name, so that it cannot be
   * monitored by the name that it has there.
   */
  private static boolean renamesOne(Metric metric, List<Metric> own) {
    String plugin = MetricNames.pluginNameOf(metric);
    return !own.contains(metric)
        && own.stream().anyMatch(each -> MetricNames.pluginNameOf(each).equals(plugin));
  }

  /**
   * The experiment with the metrics that apply to it, evaluated in every epoch; without those that
   * would rename one that may be monitored.
   */
  Experiment printedIn(Experiment experiment) {
    // One example shows whether a metric applies.
    Examples one = experiment.training().select(new int[] {0});
    Configuration alone = experiment.configuration();
    return experiment.withMetrics(
        measures.metrics().stream()
            .filter(
                metric ->
                    !MonitoredMetrics.monitorsMetrics(alone)
                        || !renamesOne(metric, alone.metrics()))
            .filter(metric -> Evaluator.makesSense(experiment, one, metric))
            .toList());
  }
}
