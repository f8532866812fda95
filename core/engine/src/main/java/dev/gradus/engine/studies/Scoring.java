package dev.gradus.engine.studies;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.LossAsMetric;
import dev.gradus.engine.config.Measures;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.study.ComparisonPlan;
import dev.gradus.engine.training.Evaluator;
import dev.gradus.engine.training.Experiment;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Metric;
import java.util.LinkedHashMap;
import java.util.Map;

/** The losses and metrics that all variants are evaluated with. */
final class Scoring {

  private final Map<String, Metric> metrics = new LinkedHashMap<>();
  private final Map<Loss, String> losses = new LinkedHashMap<>();

  Scoring(ComparisonPlan contest) {
    for (ComparisonPlan.Entry variant : contest.variants()) {
      Loss loss = variant.configurations().get(0).loss();
      if (!losses.containsKey(loss)) {
        Metric metric = new LossAsMetric(loss);
        String plain = Measures.nameOf(metric);
        // If two losses have the same name and different options, the second is named as it was
        // given.
        String name = metrics.containsKey(plain) ? variant.name() : plain;
        metrics.put(name, metric);
        losses.put(loss, name);
      }
    }
    for (ComparisonPlan.Entry variant : contest.variants()) {
      for (Metric metric : variant.configurations().get(0).metrics()) {
        metrics.putIfAbsent(Measures.nameOf(metric), metric);
      }
    }
  }

  /** The name of the loss of a configuration. */
  String lossOf(Configuration configuration) {
    return losses.getOrDefault(
        configuration.loss(), Measures.nameOf(new LossAsMetric(configuration.loss())));
  }

  /** All metrics that apply to a network, by name. */
  Map<String, Double> measure(Experiment experiment, Examples examples) {
    Map<String, Double> scores = new LinkedHashMap<>();
    metrics.forEach(
        (name, metric) ->
            Evaluator.measure(experiment, examples, metric)
                .forEach(
                    (each, value) ->
                        scores.put(each.equals(Measures.nameOf(metric)) ? name : each, value)));
    return scores;
  }

  /** The experiment with all metrics that apply to it, evaluated in every epoch. */
  Experiment printedIn(Experiment experiment) {
    // One example shows whether a metric applies. Two metrics with the same name cannot both be
    // printed.
    Examples one = experiment.training().select(new int[] {0});
    return experiment.withMetrics(
        metrics.entrySet().stream()
            .filter(entry -> entry.getKey().equals(Measures.nameOf(entry.getValue())))
            .map(Map.Entry::getValue)
            .filter(metric -> Evaluator.makesSense(experiment, one, metric))
            .toList());
  }
}
