package dev.gradus.engine.binding;

import dev.gradus.engine.config.ClassWeights;
import dev.gradus.engine.config.YamlValue;
import dev.gradus.engine.plugin.Names;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.yaml.Scalars;
import dev.gradus.spi.Interval;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Describes what a type allows, to complete "must be …". */
final class Expected {

  private final Choices choices;

  Expected(Choices choices) {
    this.choices = choices;
  }

  String of(Type type, Interval bounds) {
    if (type instanceof ParameterizedType generic) {
      return ofGeneric(generic, bounds);
    }
    return type instanceof Class<?> plain ? ofPlain(plain, bounds) : "a " + type.getTypeName();
  }

  private String ofPlain(Class<?> plain, Interval bounds) {
    if (plain == double.class || plain == Double.class) {
      return number("a number", bounds);
    }
    if (isWhole(plain)) {
      return number("a whole number", bounds);
    }
    if (plain == boolean.class || plain == Boolean.class) {
      return "true or false";
    }
    if (plain == String.class) {
      return "a string";
    }
    if (plain == Path.class) {
      return "the path of a file";
    }
    if (plain == YamlValue.class) {
      return "a value";
    }
    if (plain == ClassWeights.class) {
      return ClassWeights.BALANCED + ", or a mapping of class names to numbers";
    }
    if (plain.isEnum()) {
      return "one of " + Names.list(Scalars.namesOf(plain));
    }
    return choices.of(plain).map(Choice::phrase).orElse("a mapping of keys to values");
  }

  private String ofGeneric(ParameterizedType type, Interval bounds) {
    Type[] arguments = type.getActualTypeArguments();
    if (type.getRawType() == List.class) {
      return "a list, each element " + of(arguments[0], bounds);
    }
    if (type.getRawType() == Map.class) {
      return "a mapping of names to values";
    }
    return of(arguments[0], bounds);
  }

  private static boolean isWhole(Class<?> type) {
    return type == int.class || type == Integer.class || type == long.class || type == Long.class;
  }

  private static String number(String noun, Interval bounds) {
    return bounds.equals(Interval.REAL) ? noun : noun + " " + bounds;
  }

  /** {@code a loss}, {@code an optimizer}. */
  static String a(PluginKind kind) {
    String noun = kind.toString();
    return ("aeiou".indexOf(noun.charAt(0)) >= 0 ? "an " : "a ") + noun;
  }
}
