package dev.gradus.engine.binding;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.gradus.engine.config.ClassWeights;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.Domain;
import dev.gradus.engine.config.Search;
import dev.gradus.engine.config.YamlValue;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.json.Json;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.RecordOptions;
import dev.gradus.engine.yaml.Scalars;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The form of a configuration as a JSON Schema (draft 2020-12), for editors: what can be written
 * where, with descriptions, defaults and ranges, generated from the installed plugins.
 *
 * <p>It only covers the syntax. Reading a configuration checks more: numbers that a constructor
 * rejects, layers that do not fit each other, files that do not exist.
 */
public final class ConfigurationSchema {

  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
  private static final String COLUMN = "column";
  private static final String SEARCH = "search";

  private final Catalogue catalogue;

  private ConfigurationSchema(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * Creates a schema.
   *
   * @return as JSON
   */
  public static String of(Catalogue catalogue) {
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
    return Json.write(
        new ConfigurationSchema(catalogue).document(),
        Options::nameOf,
        ConfigurationSchema::number,
        json -> json.setPrettyPrinter(printer));
  }

  private Map<String, Object> document() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", DIALECT);
    schema.put("title", "A network, its training, and its data");
    schema.putAll(section(RecordOptions.of(Configuration.class)));
    Map<String, Object> definitions = new LinkedHashMap<>();
    for (PluginKind kind : PluginKind.values()) {
      List<PluginType> types = new ArrayList<>(catalogue.all(kind));
      if (kind == PluginKind.METRIC) {
        types.addAll(catalogue.all(PluginKind.LOSS));
      }
      definitions.put(kind.toString(), choice(types));
    }
    definitions.put(COLUMN, choice(PluginType.permittedBy(ColumnSpec.class)));
    definitions.put(SEARCH, choice(PluginType.permittedBy(Search.class)));
    schema.put("$defs", definitions);
    return schema;
  }

  /** A name, or a name with a mapping of options below it. */
  private Map<String, Object> choice(List<PluginType> types) {
    List<Object> forms = new ArrayList<>();
    Map<String, Object> properties = new LinkedHashMap<>();
    for (PluginType type : types) {
      boolean bare = type.options().all().stream().noneMatch(this::mustBeGiven);
      for (String name : type.names()) {
        if (bare) {
          forms.add(described(new LinkedHashMap<>(Map.of("const", name)), type));
        }
        properties.put(name, described(section(type.options()), type));
      }
    }
    types.stream()
        .filter(type -> type.namedNumbers().isPresent())
        .forEach(type -> forms.add(typed(type)));
    forms.add(oneOf(properties));
    return new LinkedHashMap<>(Map.of("anyOf", forms));
  }

  /** A text under the name of its plugin, and named constants beside it. */
  private static Map<String, Object> typed(PluginType type) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", Map.of(type.name(), Map.of("type", "string")));
    schema.put("required", List.of(type.name()));
    schema.put("additionalProperties", Map.of("type", "number"));
    return described(schema, type);
  }

  private static Map<String, Object> described(Map<String, Object> schema, PluginType type) {
    Plugin plugin = type.description();
    schema.put(
        "description",
        plugin.formula().isEmpty() ? plugin.summary() : plugin.summary() + " " + plugin.formula());
    return schema;
  }

  private boolean mustBeGiven(RecordOptions.One option) {
    return option.required() && !isOptional(option.type());
  }

  private static boolean isOptional(Type type) {
    return type instanceof ParameterizedType generic && generic.getRawType() == Optional.class;
  }

  private Map<String, Object> section(RecordOptions options) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    Map<String, Object> properties = new LinkedHashMap<>();
    Map<String, Object> defaults = options.defaults();
    List<Object> required = new ArrayList<>();
    for (RecordOptions.One option : options.all()) {
      Map<String, Object> property = new LinkedHashMap<>(of(option.type(), option.bounds()));
      if (!option.documentation().isEmpty()) {
        property.put("description", option.documentation());
      }
      Optional.ofNullable(defaults.get(option.name()))
          .flatMap(ConfigurationSchema::asJson)
          .ifPresent(value -> property.put("default", value));
      properties.put(option.name(), property);
      if (mustBeGiven(option)) {
        required.add(option.name());
      }
    }
    schema.put("properties", properties);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("additionalProperties", false);
    return schema;
  }

  private Map<String, Object> of(Type type, Interval bounds) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class) {
        Map<String, Object> element = of(arguments[0], bounds);
        // A list of one may be written without brackets.
        return Map.of("anyOf", List.of(element, typed("array", "items", element)));
      }
      if (generic.getRawType() == Map.class) {
        return typed("object", "additionalProperties", of(arguments[1], bounds));
      }
      return of(arguments[0], bounds);
    }
    return of((Class<?>) type, bounds);
  }

  private Map<String, Object> of(Class<?> type, Interval bounds) {
    if (type == double.class || type == Double.class) {
      return number("number", bounds);
    }
    if (type == int.class || type == Integer.class) {
      Map<String, Object> whole = number("integer", bounds);
      whole.putIfAbsent("maximum", Integer.MAX_VALUE);
      return whole;
    }
    if (type == long.class || type == Long.class) {
      return number("integer", bounds);
    }
    if (type == boolean.class || type == Boolean.class) {
      return Map.of("type", "boolean");
    }
    if (type == String.class || type == Path.class) {
      return Map.of("type", "string");
    }
    if (type.isEnum()) {
      return Map.of("enum", Scalars.namesOf(type));
    }
    if (type == ColumnSpec.class) {
      return reference(COLUMN);
    }
    if (type == Search.class) {
      return reference(SEARCH);
    }
    if (type == YamlValue.class) {
      return Map.of();
    }
    if (type == ClassWeights.class) {
      Map<String, Object> numbers =
          typed("object", "additionalProperties", typed("number", "exclusiveMinimum", 0));
      return Map.of("anyOf", List.of(Map.of("const", ClassWeights.BALANCED), numbers));
    }
    if (type == Domain.class) {
      return domain();
    }
    Optional<PluginKind> kind = PluginKind.of(type);
    if (kind.isPresent()) {
      return reference(kind.get().toString());
    }
    // A value of any other type cannot be written in YAML, so this schema accepts nothing.
    return type.isRecord() ? section(RecordOptions.of(type)) : Map.of("not", Map.of());
  }

  /** A key of the section; the ends of ranges are numbers, although their type does not say so. */
  private Map<String, Object> domain() {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (RecordOptions.One option : RecordOptions.of(Domain.class).all()) {
      Map<String, Object> property = new LinkedHashMap<>();
      if (option.name().endsWith("range")) {
        property.put("type", "array");
        property.put("items", Map.of("type", "number"));
        property.put("minItems", 2);
        property.put("maxItems", 2);
      } else {
        property.putAll(of(option.type(), option.bounds()));
      }
      property.put("description", option.documentation());
      properties.put(option.name(), property);
    }
    return oneOf(properties);
  }

  private static Map<String, Object> oneOf(Map<String, Object> properties) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put("additionalProperties", false);
    schema.put("minProperties", 1);
    schema.put("maxProperties", 1);
    return schema;
  }

  /** In this order; the order of {@code Map.of} differs from run to run. */
  private static Map<String, Object> typed(String type, String key, Object value) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", type);
    schema.put(key, value);
    return schema;
  }

  private static Map<String, Object> reference(String definition) {
    return Map.of("$ref", "#/$defs/" + definition);
  }

  private static Map<String, Object> number(String type, Interval bounds) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", type);
    if (Double.isFinite(bounds.low())) {
      schema.put(bounds.lowIncluded() ? "minimum" : "exclusiveMinimum", bounds.low());
    }
    if (Double.isFinite(bounds.high())) {
      schema.put(bounds.highIncluded() ? "maximum" : "exclusiveMaximum", bounds.high());
    }
    return schema;
  }

  /** A default as it could be written; empty for an empty one. */
  private static Optional<Object> asJson(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.flatMap(ConfigurationSchema::asJson);
    }
    if (value instanceof Number || value instanceof Boolean || value instanceof String) {
      return Optional.of(value);
    }
    if (value instanceof Enum<?> constant) {
      return Optional.of(Scalars.nameOf(constant));
    }
    if (value instanceof List<?> list) {
      return Optional.of(list.stream().flatMap(element -> asJson(element).stream()).toList());
    }
    if (value instanceof ClassWeights weights) {
      return Optional.of(weights.isBalanced() ? ClassWeights.BALANCED : weights.byName());
    }
    if (value instanceof Map<?, ?>) {
      return Optional.of(value);
    }
    boolean plugin = value.getClass().isAnnotationPresent(Plugin.class);
    if (!plugin && !value.getClass().isRecord()) {
      return Optional.empty();
    }
    Map<String, Object> options = new LinkedHashMap<>();
    RecordOptions.of(value.getClass())
        .valuesOf(value)
        .forEach((name, option) -> asJson(option).ifPresent(json -> options.put(name, json)));
    if (!plugin) {
      return Optional.of(options);
    }
    String name = PluginType.of(value).name();
    return Optional.of(options.isEmpty() ? name : Map.of(name, options));
  }

  /** Formats whole numbers without a point, as people write them. */
  private static Number number(double number) {
    if (number == Math.rint(number) && Math.abs(number) < 1L << 53) {
      return (long) number;
    }
    return number;
  }
}
