package dev.gradus.cli;

import dev.gradus.engine.config.Search;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.Names;
import dev.gradus.engine.plugin.OptionText;
import dev.gradus.engine.plugin.PluginException;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.RecordOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything that a configuration can name: plugins, and the built-in kinds of columns and
 * searches.
 */
final class PluginIndex {

  private final Map<String, List<PluginType>> byKind = new LinkedHashMap<>();

  PluginIndex(Catalogue catalogue) {
    for (PluginKind kind : PluginKind.values()) {
      byKind.put(kind.toString(), catalogue.all(kind));
    }
    byKind.put("column", PluginType.permittedBy(ColumnSpec.class));
    byKind.put("search", PluginType.permittedBy(Search.class));
  }

  /**
   * The kind with a given name, which may be plural, in capitals or written with underscores.
   *
   * @throws PluginException if there is no such kind
   */
  static String kindNamed(String name, Collection<String> kinds) {
    return kind(name, kinds)
        .orElseThrow(
            () ->
                new PluginException(
                    "there is no kind '%s'%s"
                        .formatted(name, Names.instead(name, kinds, kinds, "the kinds are: "))));
  }

  /** The same; empty if there is no such kind. */
  static Optional<String> kind(String name, Collection<String> kinds) {
    String canonical = Names.canonical(name);
    return Stream.of(canonical, canonical.replaceFirst("s$", ""), canonical.replaceFirst("es$", ""))
        .filter(kinds::contains)
        .findFirst();
  }

  /** The names by kind, sorted within each kind. */
  Map<String, List<PluginType>> byKind() {
    return byKind;
  }

  /** A plugin as JSON. */
  static Map<String, Object> asMap(PluginType type) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", type.name());
    object.put("aliases", List.of(type.description().aliases()));
    object.put("summary", type.description().summary());
    object.put("formula", type.description().formula());
    object.put("reference", type.description().reference());
    object.put("origin", type.origin());
    if (!type.kinds().isEmpty()) {
      object.put("same-bits", type.hasSameBits());
    }
    Map<String, Object> defaults = type.options().defaults();
    List<Object> options = new ArrayList<>();
    for (RecordOptions.One option : type.options().all()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("name", option.name());
      entry.put("type", OptionText.typeOf(option));
      entry.put("required", option.required());
      if (!option.required()) {
        entry.put("default", OptionText.valueOf(defaults.getOrDefault(option.name(), "")));
      }
      entry.put("documentation", option.documentation());
      options.add(entry);
    }
    object.put("options", options);
    return object;
  }
}
