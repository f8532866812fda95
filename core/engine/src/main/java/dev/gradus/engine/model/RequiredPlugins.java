package dev.gradus.engine.model;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.UsedPlugins;
import java.util.SortedSet;
import java.util.TreeSet;

/** The plugins that a configuration uses. */
final class RequiredPlugins {

  private RequiredPlugins() {}

  /**
   * Lists them.
   *
   * @return one text a plugin, in order: kind, name, and where it comes from, such as {@code loss
   *     huber (dev.gradus.losses@1.0)}
   */
  static SortedSet<String> of(Configuration configuration) {
    SortedSet<String> found = new TreeSet<>();
    for (Object plugin : UsedPlugins.in(configuration)) {
      PluginType type = PluginType.of(plugin);
      type.kinds()
          .forEach(kind -> found.add("%s %s (%s)".formatted(kind, type.name(), type.origin())));
    }
    return found;
  }
}
