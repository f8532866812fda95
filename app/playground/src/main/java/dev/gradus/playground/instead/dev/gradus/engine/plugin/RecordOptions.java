package dev.gradus.playground.instead.dev.gradus.engine.plugin;

import dev.gradus.playground.plugins.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options of a plugin, from the table. */
public final class RecordOptions {

  private final Optional<Entry> entry;
  private final List<One> all = new ArrayList<>();

  /** One option. */
  public record One(String name, boolean required) {}

  private RecordOptions(Optional<Entry> entry) {
    this.entry = entry;
    entry.ifPresent(
        known -> known.options().forEach(each -> all.add(new One(each.name(), each.required()))));
  }

  /** Those of a class; none if it is not in the table. */
  public static RecordOptions of(Class<?> type) {
    return new RecordOptions(Entry.of(type));
  }

  /** The options in their order. */
  public List<One> all() {
    return all;
  }

  /** The option of that name. */
  public Optional<One> find(String name) {
    return all.stream().filter(option -> option.name().equals(name)).findFirst();
  }

  /** An instance; options that are not given have their defaults. */
  public Object create(Map<String, Object> given) {
    Object example = entry.orElseThrow().example();
    if (given.isEmpty()) {
      return example;
    }
    Map<String, Object> values = valuesOf(example);
    values.putAll(given);
    return entry.orElseThrow().create(values.values().toArray());
  }

  /** The values of an instance by name. */
  public Map<String, Object> valuesOf(Object instance) {
    Map<String, Object> values = new LinkedHashMap<>();
    if (entry.isPresent()) {
      Object[] read = entry.get().values(instance);
      for (int i = 0; i < read.length; i++) {
        values.put(all.get(i).name(), read[i]);
      }
    }
    return values;
  }
}
