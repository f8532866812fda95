package dev.gradus.engine.model;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.RecordOptions;
import dev.gradus.spi.Plugin;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The plugins that a configuration uses. */
final class RequiredPlugins {

  private final SortedSet<String> found = new TreeSet<>();

  private RequiredPlugins() {}

  /**
   * Lists them.
   *
   * @return one text a plugin, in order: kind, name, and where it comes from, such as {@code loss
   *     huber (dev.gradus.losses@1.0)}
   */
  static SortedSet<String> of(Configuration configuration) {
    RequiredPlugins required = new RequiredPlugins();
    required.walk(configuration);
    return required.found;
  }

  private void walk(Object value) {
    if (value instanceof Optional<?> optional) {
      optional.ifPresent(this::walk);
    } else if (value instanceof Collection<?> collection) {
      collection.forEach(this::walk);
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(this::walk);
    } else {
      if (value.getClass().isAnnotationPresent(Plugin.class)) {
        add(PluginType.of(value));
      }
      if (value instanceof Record) {
        walk(RecordOptions.of(value.getClass()).valuesOf(value).values());
      }
    }
  }

  private void add(PluginType plugin) {
    plugin
        .kinds()
        .forEach(kind -> found.add("%s %s (%s)".formatted(kind, plugin.name(), plugin.origin())));
  }
}
