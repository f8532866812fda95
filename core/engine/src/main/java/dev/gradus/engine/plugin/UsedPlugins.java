package dev.gradus.engine.plugin;

import dev.gradus.spi.Plugin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the plugins in an object, such as a configuration. */
public final class UsedPlugins {

  private final List<Object> found = new ArrayList<>();

  private UsedPlugins() {}

  /**
   * Finds them in records, lists, maps and optional values, and in the options of other plugins.
   *
   * @return the instances, in the order in which they are found
   */
  public static List<Object> in(Object root) {
    UsedPlugins used = new UsedPlugins();
    used.walk(root);
    return used.found;
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
        found.add(value);
      }
      if (value instanceof Record) {
        walk(RecordOptions.of(value.getClass()).valuesOf(value).values());
      }
    }
  }

  /**
   * Whether a plugin ships with Gradus: those have passed the conformance kit when Gradus was
   * built.
   */
  public static boolean isBuiltIn(Object plugin) {
    Class<?> type = plugin.getClass();
    return type.getClassLoader() == UsedPlugins.class.getClassLoader()
        && type.getPackageName().startsWith("dev.gradus.");
  }
}
