package dev.gradus.engine.importances;

import dev.gradus.engine.binding.ConfigurationReader;
import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.MetricNames;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.spi.Metric;
import java.util.List;
import java.util.Optional;

/**
 * What a network is measured by: its loss, a metric, or a value of a metric.
 *
 * @param configuration that of the network, with this metric and those of the same plugin; without
 *     metrics for the loss
 * @param name the name under which it is reported
 */
record ChosenMetric(Configuration configuration, String name) {

  private static final String METRICS = "metrics";

  /** The first metric of a configuration, or its loss if it has none. */
  static String usual(Configuration configuration) {
    return configuration.metrics().stream()
        .findFirst()
        .map(MetricNames.of(configuration)::nameOf)
        .orElse(EpochReport.LOSS);
  }

  /**
   * Finds a measure.
   *
   * @param text {@code loss}, the name of a metric or of one of its values, or a metric as YAML
   * @throws GradusException with a sentence, if there is no such metric
   */
  static ChosenMetric of(Configuration configuration, String text, ConfigurationReader reader) {
    String name = text.strip();
    if (name.equals(EpochReport.LOSS)) {
      return new ChosenMetric(configuration.withMetrics(List.of()), name);
    }
    MetricNames measures = MetricNames.of(configuration);
    String known = measures.find(name);
    Optional<Metric> own =
        configuration.metrics().stream().filter(metric -> measures.isOf(metric, known)).findFirst();
    if (own.isPresent()) {
      // Others of the same plugin are part of its name.
      String plugin = MetricNames.pluginNameOf(own.get());
      return new ChosenMetric(
          configuration.withMetrics(
              measures.metrics().stream()
                  .filter(metric -> MetricNames.pluginNameOf(metric).equals(plugin))
                  .toList()),
          known);
    }
    boolean isValue = name.matches("[A-Za-z0-9_-]+[.].+");
    String metric = isValue ? name.substring(0, name.indexOf('.')) : name;
    Configuration with = with(configuration, metric, reader);
    String of = MetricNames.pluginNameOf(with.metrics().get(0));
    return new ChosenMetric(with, of + (isValue ? name.substring(metric.length()) : ""));
  }

  private static Configuration with(
      Configuration configuration, String metric, ConfigurationReader reader) {
    try {
      List<Metric> read =
          reader
              .variations(configuration)
              .with(List.of(new Setting(METRICS, "[%s]".formatted(metric))))
              .metrics();
      if (read.size() == 1) {
        return configuration.withMetrics(read);
      }
    } catch (ConfigurationException e) {
      throw new GradusException(
          Problem.of(
              "metric: '%s' cannot be measured: %s"
                  .formatted(metric, e.problems().get(0).sentence())));
    }
    throw new GradusException(
        Problem.of(
            "metric: '%s' is not one metric; name one, such as accuracy, or one of its values"
                .formatted(metric)));
  }

  /** Whether a higher value is better. */
  boolean higherIsBetter() {
    return MetricNames.of(configuration).higherIsBetter(name);
  }
}
