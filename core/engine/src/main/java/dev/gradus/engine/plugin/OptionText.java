package dev.gradus.engine.plugin;

import dev.gradus.spi.Interval;
import dev.gradus.spi.Plugin;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Describes types and values of options for people. */
public final class OptionText {

  private static final String ONE_OF = "one of ";

  private OptionText() {}

  /** Such as {@code number above 0}, {@code true or false}, {@code list of numbers}. */
  public static String typeOf(RecordOptions.One option) {
    String type = nameOf(option.type());
    return option.bounds().equals(Interval.REAL) ? type : type + " " + option.bounds();
  }

  private static String nameOf(Type type) {
    if (type instanceof ParameterizedType generic) {
      String argument = nameOf(generic.getActualTypeArguments()[0]);
      if (generic.getRawType() == Map.class) {
        return "names with a " + nameOf(generic.getActualTypeArguments()[1]) + " each";
      }
      return generic.getRawType() == List.class ? "list of " + plural(argument) : argument;
    }
    Class<?> plain = (Class<?>) type;
    if (plain == double.class || plain == Double.class) {
      return "number";
    }
    if (plain == int.class || plain == Integer.class || plain == long.class) {
      return "whole number";
    }
    if (plain == boolean.class) {
      return "true or false";
    }
    if (plain.isEnum()) {
      return Arrays.stream(plain.getEnumConstants())
          .map(OptionText::valueOf)
          .collect(Collectors.joining(", ", ONE_OF, ""));
    }
    return PluginKind.of(plain).map(PluginKind::toString).orElseGet(() -> sectionOf(plain));
  }

  private static String plural(String type) {
    return type.startsWith(ONE_OF)
        ? "any of " + type.substring(ONE_OF.length())
        : type.matches("(list|mapping) of .*") ? type.replaceFirst(" ", "s ") : type + "s";
  }

  /** The default of an option, such as {@code 0.5}, or that there is none. */
  public static String defaultOf(RecordOptions.One option, Map<String, Object> defaults) {
    String value = valueOf(defaults.getOrDefault(option.name(), ""));
    return option.required() ? "must be given" : value.isEmpty() ? "none" : value;
  }

  private static String sectionOf(Class<?> type) {
    if (type.isRecord()) {
      return RecordOptions.of(type).all().stream()
          .map(RecordOptions.One::name)
          .collect(Collectors.joining(", ", "mapping of ", ""));
    }
    return type == String.class ? "string" : type.getSimpleName();
  }

  /** The value as written in YAML; {@code none} for an empty option. */
  public static String valueOf(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.map(OptionText::valueOf).orElse("none");
    }
    if (value instanceof Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
    if (value instanceof List<?> list) {
      return list.stream().map(OptionText::valueOf).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value.getClass().isAnnotationPresent(Plugin.class)) {
      return PluginType.nameOf(value);
    }
    if (value.getClass().isRecord()) {
      return RecordOptions.of(value.getClass()).valuesOf(value).entrySet().stream()
          .map(entry -> entry.getKey() + ": " + valueOf(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return value.toString();
  }
}
