package dev.gradus.playground.plugins;

import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.spi.Interval;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A plugin class: what the engine reads from the class itself where it can.
 *
 * @param index its place in the table
 * @param type the class
 * @param kind of plugin
 * @param names its name and its aliases
 * @param options its options, in the order of the components of the record
 */
public record Entry(
    int index, Class<?> type, PluginKind kind, List<String> names, List<Option> options) {

  /**
   * An option.
   *
   * @param name in the YAML
   * @param kind what its values are, such as {@code optional number}
   * @param required whether it has no default
   * @param bounds the numbers allowed
   * @param constants the words allowed, if it is one of some words
   */
  public record Option(
      String name, String kind, boolean required, Interval bounds, List<Object> constants) {}

  /** Found when it is first asked for, because it takes the classes of all plugins. */
  private static final class Table {

    private static final Map<Class<?>, Entry> BY_TYPE = new HashMap<>();
    private static final Map<String, Entry> BY_NAME = new HashMap<>();

    static {
      for (Entry entry : Plugins.all()) {
        BY_TYPE.put(entry.type, entry);
        for (String name : entry.names) {
          BY_NAME.put(entry.kind + " " + name, entry);
        }
      }
    }
  }

  static Option option(
      String name, String kind, boolean required, Interval bounds, Object... constants) {
    return new Option(name, kind, required, bounds, List.of(constants));
  }

  /** All plugins. */
  public static List<Entry> all() {
    return List.copyOf(Table.BY_TYPE.values());
  }

  /** The plugin of a class, if it is one of the table. */
  public static Optional<Entry> of(Class<?> type) {
    return Optional.ofNullable(Table.BY_TYPE.get(type));
  }

  /** The plugin of a kind with a name or alias. */
  public static Optional<Entry> named(PluginKind kind, String name) {
    return Optional.ofNullable(Table.BY_NAME.get(kind + " " + name));
  }

  /** The name in the YAML. */
  public String name() {
    return names.get(0);
  }

  /** An instance with its defaults. */
  public Object example() {
    return Plugins.example(index);
  }

  /** An instance with the values of all options. */
  public Object create(Object[] values) {
    return values.length == 0 ? example() : Plugins.create(index, values);
  }

  /** The values of all options of an instance. */
  public Object[] values(Object instance) {
    return Plugins.values(index, instance);
  }
}
