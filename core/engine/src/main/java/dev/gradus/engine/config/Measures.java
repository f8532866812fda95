package dev.gradus.engine.config;

import dev.gradus.engine.plugin.PluginType;
import dev.gradus.spi.Metric;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The names of everything that is evaluated for a network: the loss, and the metrics of its
 * configuration, some of which have further {@link Metric#values}.
 */
public final class Measures {

  /** The separator between the name of a metric and that of one of its values. */
  private static final String OF = ".";

  private Measures() {}

  /** The names, with the loss first; without the values of metrics, which depend on a target. */
  public static List<String> of(Configuration configuration) {
    List<String> names = new ArrayList<>(List.of(TuneSpec.LOSS));
    configuration.metrics().forEach(metric -> names.add(nameOf(metric)));
    return names;
  }

  /**
   * Whether higher values are better.
   *
   * @param name one of the {@link #of names}, or the name of a metric's value
   */
  public static boolean higherIsBetter(Configuration configuration, String name) {
    return configuration.metrics().stream()
        .filter(metric -> isOf(metric, name))
        .findFirst()
        .map(
            metric ->
                name.equals(nameOf(metric))
                    ? metric.higherIsBetter()
                    : metric.higherIsBetter(name.substring(nameOf(metric).length() + OF.length())))
        .orElse(false);
  }

  /** Whether it is the name of a metric, or possibly of one of its values. */
  public static boolean isOf(Metric metric, String name) {
    return name.equals(nameOf(metric)) || name.startsWith(nameOf(metric) + OF);
  }

  /** The name under which a metric, or a loss as one, is reported. */
  public static String nameOf(Metric metric) {
    return PluginType.nameOf(metric instanceof LossAsMetric reported ? reported.loss() : metric);
  }

  /**
   * The names under which a metric is reported: its own, and those of its values.
   *
   * @param target that the metric takes, in the unit of the data
   * @throws IllegalArgumentException with a sentence, if a value has no name, or two have one
   */
  public static List<String> namesOf(Metric metric, Target target) {
    List<String> names = new ArrayList<>(List.of(nameOf(metric)));
    Set<String> seen = new HashSet<>();
    for (String value : metric.values(target)) {
      if (value.isBlank() || !seen.add(value)) {
        throw new IllegalArgumentException(
            "%s must give each of its values a different name, but gives %s"
                .formatted(nameOf(metric), metric.values(target)));
      }
      names.add(nameOf(metric) + OF + value);
    }
    return names;
  }

  /**
   * The name under which a metric of a configuration, or a value of one, is reported.
   *
   * @param name that name, or one that begins with an alias of the metric
   * @return the name unchanged, if no metric has it, such as {@code loss}
   */
  public static String nameIn(Configuration configuration, String name) {
    int dot = name.indexOf(OF);
    String own = dot < 0 ? name : name.substring(0, dot);
    Optional<String> found =
        configuration.metrics().stream()
            .map(metric -> metric instanceof LossAsMetric reported ? reported.loss() : metric)
            .map(PluginType::of)
            .filter(type -> type.names().contains(own))
            .map(PluginType::name)
            .findFirst();
    return found.map(known -> known + name.substring(own.length())).orElse(name);
  }
}
