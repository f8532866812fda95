package dev.gradus.engine.model;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.UsedPlugins;
import java.util.SortedSet;
import java.util.TreeSet;

/** Whether a configuration gives the same bits on every machine, as recorded in a model file. */
final class Bits {

  /** If all its plugins carry the mark {@link dev.gradus.spi.SameBits}. */
  static final String EVERYWHERE = "everywhere";

  private Bits() {}

  /** {@code everywhere}, or {@code of this machine: } and the plugins without the mark. */
  static String of(Configuration configuration) {
    SortedSet<String> unmarked = new TreeSet<>();
    for (Object plugin : UsedPlugins.in(configuration)) {
      PluginType type = PluginType.of(plugin);
      if (!type.hasSameBits()) {
        type.kinds().forEach(kind -> unmarked.add(kind + " " + type.name()));
      }
    }
    return unmarked.isEmpty() ? EVERYWHERE : "of this machine: " + String.join(", ", unmarked);
  }
}
