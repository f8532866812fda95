package dev.gradus.engine.config;

import dev.gradus.engine.plugin.PluginType;
import dev.gradus.spi.Metric;
import java.util.ArrayList;
import java.util.List;

/** What is measured of a network: the loss, and the metrics of its configuration. */
public final class Measures {

  private Measures() {}

  /** The names, that of the loss first. */
  public static List<String> of(Configuration configuration) {
    List<String> names = new ArrayList<>(List.of(TuneSpec.LOSS));
    configuration.metrics().forEach(metric -> names.add(nameOf(metric)));
    return names;
  }

  /**
   * Whether a network with a higher value is the better one.
   *
   * @param name one of the {@link #of names}
   */
  public static boolean higherIsBetter(Configuration configuration, String name) {
    return configuration.metrics().stream()
        .filter(metric -> nameOf(metric).equals(name))
        .anyMatch(Metric::higherIsBetter);
  }

  private static String nameOf(Metric metric) {
    return metric instanceof LossAsMetric reported
        ? PluginType.nameOf(reported.loss())
        : PluginType.nameOf(metric);
  }
}
