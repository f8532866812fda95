package dev.gradus.engine.config;

import dev.gradus.engine.plugin.OptionText;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.spi.Metric;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The names of everything that is evaluated for a network: the loss, and the metrics of its
 * configuration, some of which have further {@link Metric#values}.
 *
 * <p>A metric has the name of its plugin. Of several that are the same plugin, each has its options
 * in the name, such as {@code top-k-accuracy(k=3)}: those in which they differ.
 */
public final class MetricNames {

  /** The separator between the name of a metric and that of one of its values. */
  private static final String OF = ".";

  /** A metric, its options and a value of it, such as {@code f1(average=micro).setosa}. */
  private static final Pattern PARTS =
      Pattern.compile("(?s)(?<own>[a-z0-9-]+)(?<options>\\(.*\\))?(?<value>(?:\\..*)?)");

  /** The name of a metric that may have values; a formula has none, but may have a point. */
  private static final Pattern PLUGIN = Pattern.compile("(?s)[a-z0-9-]+(\\(.*\\))?");

  private final Map<Metric, String> names = new LinkedHashMap<>();

  private MetricNames(List<Metric> metrics) {
    Map<String, Set<Metric>> byPlugin =
        metrics.stream()
            .collect(
                Collectors.groupingBy(
                    MetricNames::pluginNameOf, LinkedHashMap::new, Collectors.toSet()));
    for (Metric metric : metrics) {
      String name = pluginNameOf(metric);
      names.put(metric, name + difference(metric, byPlugin.getOrDefault(name, Set.of())));
    }
  }

  /** The names in a configuration. */
  public static MetricNames of(Configuration configuration) {
    return of(configuration.metrics());
  }

  /** The names of metrics that are evaluated together. */
  public static MetricNames of(List<Metric> metrics) {
    return new MetricNames(metrics);
  }

  /** The name of the plugin of a metric, or of the loss that is one. */
  public static String pluginNameOf(Metric metric) {
    return PluginType.nameOf(pluginOf(metric));
  }

  private static Object pluginOf(Metric metric) {
    return metric instanceof LossAsMetric reported ? reported.loss() : metric;
  }

  /**
   * The options in which a metric differs from another one of the same name; empty if from none.
   */
  private static String difference(Metric metric, Set<Metric> all) {
    List<Map<String, Object>> options = all.stream().map(MetricNames::optionsOf).toList();
    String differences =
        optionsOf(metric).entrySet().stream()
            .filter(
                option ->
                    !options.stream()
                        .allMatch(
                            each -> Objects.equals(each.get(option.getKey()), option.getValue())))
            .map(option -> option.getKey() + "=" + OptionText.valueOf(option.getValue()))
            .collect(Collectors.joining(", "));
    return differences.isEmpty() ? "" : "(" + differences + ")";
  }

  private static Map<String, Object> optionsOf(Metric metric) {
    Object plugin = pluginOf(metric);
    return PluginType.of(plugin).options().valuesOf(plugin);
  }

  /** The names, with the loss first; without the values of metrics, which depend on a target. */
  public List<String> names() {
    List<String> all = new ArrayList<>(List.of(TuneSpec.LOSS));
    all.addAll(names.values());
    return all;
  }

  /** The metrics. */
  public List<Metric> metrics() {
    return List.copyOf(names.keySet());
  }

  /** The name under which one of the metrics is reported. */
  public String nameOf(Metric metric) {
    return names.getOrDefault(metric, pluginNameOf(metric));
  }

  /** Whether it is the name of a metric, or possibly of one of its values. */
  public boolean isOf(Metric metric, String name) {
    return name.equals(nameOf(metric))
        || PluginType.formulaOf(pluginOf(metric)).isEmpty() && name.startsWith(nameOf(metric) + OF);
  }

  /** Whether it is the name of any metric, or possibly of a value of one. */
  public boolean isAny(String name) {
    return names.keySet().stream().anyMatch(metric -> isOf(metric, name));
  }

  /**
   * Whether it is the name of a value of a metric.
   *
   * @param all the names of everything that was measured together
   */
  public static boolean isValue(String name, Set<String> all) {
    return all.stream()
        .filter(metric -> PLUGIN.matcher(metric).matches())
        .anyMatch(metric -> name.startsWith(metric + OF));
  }

  /**
   * Whether higher values are better.
   *
   * @param nameOrAlias one of the {@link #names}, the name of a metric's value, or what {@link
   *     #find} takes
   */
  public boolean higherIsBetter(String nameOrAlias) {
    String name = find(nameOrAlias);
    return names.keySet().stream()
        .filter(metric -> isOf(metric, name))
        .findFirst()
        .map(
            metric ->
                name.equals(nameOf(metric))
                    ? metric.higherIsBetter()
                    : metric.higherIsBetter(name.substring(nameOf(metric).length() + OF.length())))
        .orElse(false);
  }

  /**
   * The names under which a metric is reported: its own, and those of its values.
   *
   * @param target that the metric takes, in the unit of the data
   * @throws IllegalArgumentException with a sentence, if a value has no name, or two have one
   */
  public List<String> namesOf(Metric metric, Target target) {
    List<String> all = new ArrayList<>(List.of(nameOf(metric)));
    Set<String> seen = new HashSet<>();
    for (String value : metric.values(target)) {
      if (value.isBlank() || !seen.add(value)) {
        throw new IllegalArgumentException(
            "%s must give each of its values a different name, but gives %s"
                .formatted(nameOf(metric), metric.values(target)));
      }
      all.add(nameOf(metric) + OF + value);
    }
    return all;
  }

  /**
   * The name under which a metric, or a value of one, is reported.
   *
   * @param name that name, or one with an alias of the plugin, or with options although only one
   *     metric is that plugin
   * @return the name unchanged, if it is not the name of a metric, such as {@code loss}, or that of
   *     several
   */
  public String find(String name) {
    Matcher parts = PARTS.matcher(name);
    if (isAny(name) || !parts.matches()) {
      return name;
    }
    List<Metric> meant =
        names.keySet().stream()
            .filter(metric -> PluginType.of(pluginOf(metric)).names().contains(parts.group("own")))
            .filter(metric -> parts.group("options") == null || hasOptions(metric, parts))
            .toList();
    return meant.size() == 1 ? nameOf(meant.get(0)) + parts.group("value") : name;
  }

  private static boolean hasOptions(Metric metric, Matcher parts) {
    List<String> options =
        optionsOf(metric).entrySet().stream()
            .map(option -> option.getKey() + "=" + OptionText.valueOf(option.getValue()))
            .toList();
    String given = parts.group("options");
    return options.containsAll(List.of(given.substring(1, given.length() - 1).split(", ", -1)));
  }
}
