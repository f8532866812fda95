package dev.gradus.runtime.network;

import dev.gradus.spi.Plugin;
import java.util.Optional;

/** The names of plugins. */
public final class PluginName {

  private PluginName() {}

  /** The name of a plugin; without an annotation, the name of its class. */
  public static String of(Object plugin) {
    return ofType(plugin.getClass());
  }

  /** The name of the plugins of a class. */
  public static String ofType(Class<?> type) {
    return Optional.ofNullable(type.getAnnotation(Plugin.class))
        .map(Plugin::name)
        .orElse(type.getSimpleName());
  }
}
