package dev.gradus.engine.plugin;

import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Defines which types options may have, and which values fit them. */
final class OptionTypes {

  private static final Set<Class<?>> WHOLE =
      Set.of(int.class, Integer.class, long.class, Long.class);
  private static final Set<Class<?>> PLAIN =
      Set.of(double.class, Double.class, boolean.class, Boolean.class, String.class, Path.class);

  private OptionTypes() {}

  /**
   * Checks that YAML can express every option of a record.
   *
   * @throws PluginException naming the first option that YAML cannot express
   */
  static void check(Class<?> type) {
    check(type, new HashSet<>());
  }

  private static void check(Class<?> type, Set<Class<?>> seen) {
    if (type.isRecord() && seen.add(type)) {
      for (RecordComponent component : type.getRecordComponents()) {
        if (!isExpressible(component.getGenericType(), true, seen)) {
          throw new PluginException(
              "%s has the option '%s' of the type %s, which cannot be written in YAML, so a model could not be saved; take double, int, long, boolean, String, an enum, a Path, another kind of plugin, a public record of these, or a List, a Map<String, ...> or an Optional of them"
                  .formatted(
                      type.getName(),
                      component.getName(),
                      component.getGenericType().getTypeName()));
        }
      }
    }
  }

  /** Only an option itself, or a value of a map, may be optional. */
  private static boolean isExpressible(Type type, boolean optional, Set<Class<?>> seen) {
    if (type instanceof Class<?> plain) {
      return isExpressible(plain, seen);
    }
    if (!(type instanceof ParameterizedType generic)) {
      return false;
    }
    Type[] arguments = generic.getActualTypeArguments();
    Type raw = generic.getRawType();
    if (raw == Optional.class) {
      return optional && isExpressible(arguments[0], false, seen);
    }
    return (raw == List.class && isExpressible(arguments[0], false, seen))
        || (raw == Map.class
            && arguments[0] == String.class
            && isExpressible(arguments[1], true, seen));
  }

  private static boolean isExpressible(Class<?> plain, Set<Class<?>> seen) {
    if (PLAIN.contains(plain) || WHOLE.contains(plain) || plain.isEnum() || plain.isSealed()) {
      return true;
    }
    if (plain.isRecord() && Modifier.isPublic(plain.getModifiers())) {
      RecordOptions.of(plain);
      check(plain, seen);
      return true;
    }
    return PluginKind.of(plain).isPresent();
  }

  /**
   * Checks an option value that comes from Java code.
   *
   * @throws IllegalArgumentException with a sentence, if it is of another type
   */
  static void checkValue(RecordOptions.One option, Object value) {
    if (!fits(option.type(), value)) {
      throw new IllegalArgumentException(
          "%s must be %s, but is %s"
              .formatted(option.name(), expected(option.type()), describe(value)));
    }
  }

  /**
   * The exception about an unknown option.
   *
   * @param options the existing options
   */
  static IllegalArgumentException unknown(String name, String owner, List<String> options) {
    return new IllegalArgumentException(
        "%s has no option '%s'%s"
            .formatted(
                owner,
                name,
                options.isEmpty()
                    ? " (it has none)"
                    : Names.instead(name, options, options, "there are: ")));
  }

  private static boolean fits(Type type, Object value) {
    if (type instanceof ParameterizedType generic) {
      Type element = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
      if (value instanceof Optional<?> optional) {
        return generic.getRawType() == Optional.class
            && optional.map(present -> fitsExactly(element, present)).orElse(true);
      }
      if (value instanceof List<?> list) {
        return generic.getRawType() == List.class
            && list.stream().allMatch(each -> fitsExactly(element, each));
      }
      return value instanceof Map<?, ?> map
          && generic.getRawType() == Map.class
          && map.entrySet().stream()
              .allMatch(
                  each -> each.getKey() instanceof String && fitsExactly(element, each.getValue()));
    }
    return !(type instanceof Class<?> plain) || fits(plain, value);
  }

  /** In a list, Java does not widen a whole number to another type. */
  private static boolean fitsExactly(Type type, Object value) {
    return type instanceof Class<?> plain ? plain.isInstance(value) : fits(type, value);
  }

  private static boolean fits(Class<?> type, Object value) {
    if (type == double.class) {
      return value instanceof Number && isAtMost(value, 5);
    }
    if (type == long.class) {
      return value instanceof Number && isAtMost(value, 3);
    }
    if (type == int.class) {
      return value instanceof Number && isAtMost(value, 2);
    }
    return type == boolean.class ? value instanceof Boolean : type.isInstance(value);
  }

  /** Whether Java widens a number to the type at an index of this order. */
  private static boolean isAtMost(Object number, int place) {
    List<Class<?>> order =
        List.of(Byte.class, Short.class, Integer.class, Long.class, Float.class, Double.class);
    int own = order.indexOf(number.getClass());
    return own >= 0 && own <= place;
  }

  private static String expected(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      String element = expected(arguments[arguments.length - 1]);
      if (generic.getRawType() == Optional.class) {
        return "an Optional, of " + element;
      }
      return generic.getRawType() == List.class
          ? "a List, each element " + element
          : "a Map of names to values, each " + element;
    }
    if (!(type instanceof Class<?> plain)) {
      return "of the type " + type.getTypeName();
    }
    if (plain == double.class || plain == Double.class) {
      return plain == Double.class ? "a number of the type Double" : "a number";
    }
    if (WHOLE.contains(plain)) {
      return "a whole number of the type " + plain.getSimpleName();
    }
    if (plain == boolean.class || plain == Boolean.class) {
      return "true or false";
    }
    if (plain == String.class) {
      return "a text";
    }
    if (plain.isEnum()) {
      return Arrays.stream(plain.getEnumConstants())
          .map(constant -> plain.getSimpleName() + "." + ((Enum<?>) constant).name())
          .collect(Collectors.joining(", ", "one of ", ""));
    }
    return "of the type " + plain.getName();
  }

  private static String describe(Object value) {
    if (value == null) {
      return "null";
    }
    return value instanceof String text
        ? "the text '" + text + "'"
        : "%s (%s)".formatted(value, value.getClass().getSimpleName());
  }
}
