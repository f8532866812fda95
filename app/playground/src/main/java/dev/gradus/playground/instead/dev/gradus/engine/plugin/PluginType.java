package dev.gradus.playground.instead.dev.gradus.engine.plugin;

import dev.gradus.engine.config.LossAsMetric;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.playground.plugins.Entry;
import java.util.List;
import java.util.Map;

/** A plugin class, from the table. */
public record PluginType(Class<?> type, Entry entry) {

  /** The plugins of a table, for a catalogue. */
  public static List<PluginType> all() {
    return Entry.all().stream().map(entry -> new PluginType(entry.type(), entry)).toList();
  }

  /** That of an instance. */
  public static PluginType of(Object plugin) {
    return new PluginType(
        plugin.getClass(),
        Entry.of(plugin.getClass())
            .orElseThrow(() -> new IllegalArgumentException("the page does not know this plugin")));
  }

  /** The name of an instance. */
  public static String nameOf(Object plugin) {
    return plugin instanceof LossAsMetric metric ? nameOf(metric.loss()) : of(plugin).name();
  }

  /** Where it comes from. */
  public String origin() {
    return "Gradus";
  }

  /** Its options. */
  public RecordOptions options() {
    return RecordOptions.of(type);
  }

  /** Its name in the YAML. */
  public String name() {
    return entry.name();
  }

  /** Its name and its aliases. */
  public List<String> names() {
    return entry.names();
  }

  /** Its kind. */
  public List<PluginKind> kinds() {
    return List.of(entry.kind());
  }

  /** Whether it can be used without any options. */
  public boolean needsNoOptions() {
    return entry.options().stream().noneMatch(Entry.Option::required);
  }

  /** Creates an instance. */
  public Object create(Map<String, Object> given) {
    return options().create(given);
  }
}
