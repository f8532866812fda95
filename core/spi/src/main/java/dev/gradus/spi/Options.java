package dev.gradus.spi;

import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Enforces the bounds that {@link Option @Option} states, so that they are written once. */
public final class Options {

  /**
   * The bounds of the options by name, in their order. Cached, because Java parses annotations on
   * every access, which is slow for many plugins.
   */
  private static final ClassValue<Map<String, Interval>> READ =
      new ClassValue<>() {
        @Override
        protected Map<String, Interval> computeValue(Class<?> plugin) {
          Map<String, Interval> bounds = new LinkedHashMap<>();
          for (RecordComponent component : plugin.getRecordComponents()) {
            bounds.put(nameOf(component), boundsOf(component));
          }
          return bounds;
        }
      };

  private Options() {}

  /**
   * Checks the options of a plugin against their bounds; the first line of its compact constructor.
   *
   * @param plugin the plugin's record
   * @param values the components in their order; not modified
   * @throws IllegalArgumentException with a sentence that names the first option that is out of
   *     bounds, what it was and what is allowed
   */
  public static void check(Class<? extends Record> plugin, Object... values) {
    Map<String, Interval> options = READ.get(plugin);
    if (options.size() != values.length) {
      throw new IllegalArgumentException(
          plugin.getSimpleName()
              + " has "
              + options.size()
              + " options, but its constructor checks "
              + values.length);
    }
    int next = 0;
    for (Map.Entry<String, Interval> option : options.entrySet()) {
      check(option.getKey(), option.getValue(), values[next]);
      next++;
    }
  }

  private static void check(String name, Interval bounds, Object value) {
    if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        check(name + "[" + i + "]", bounds, list.get(i));
      }
    } else if (value instanceof Optional<?> optional) {
      optional.ifPresent(given -> check(name, bounds, given));
    } else if (value instanceof Number number && !bounds.contains(number.doubleValue())) {
      throw new IllegalArgumentException(
          name + " must be a number " + bounds + ", but is " + number);
    }
  }

  /**
   * The name of an option in the YAML: the name of its component in kebab case.
   *
   * @return {@code label-smoothing} for a component called {@code labelSmoothing}
   */
  public static String nameOf(RecordComponent component) {
    StringBuilder kebab = new StringBuilder();
    for (char c : component.getName().toCharArray()) {
      if (Character.isUpperCase(c)) {
        kebab.append('-').append(Character.toLowerCase(c));
      } else {
        kebab.append(c);
      }
    }
    return kebab.toString();
  }

  /** The range that the {@link Option} of an option allows; all finite numbers if it has none. */
  public static Interval boundsOf(RecordComponent component) {
    return annotationOf(component).map(Options::boundsOf).orElse(Interval.REAL);
  }

  /**
   * The annotation of an option: that of the component, or, as Kotlin compiles it, that of the
   * parameter of the constructor with all components.
   *
   * @return empty if it has none
   */
  public static Optional<Option> annotationOf(RecordComponent component) {
    Option own = component.getAnnotation(Option.class);
    return own == null ? annotationOfParameter(component) : Optional.of(own);
  }

  /** The names that an option had in earlier versions; usually none. */
  public static List<String> formerNamesOf(RecordComponent component) {
    return annotationOf(component).map(option -> List.of(option.formerly())).orElse(List.of());
  }

  private static Optional<Option> annotationOfParameter(RecordComponent component) {
    RecordComponent[] all = component.getDeclaringRecord().getRecordComponents();
    Class<?>[] types = Arrays.stream(all).map(RecordComponent::getType).toArray(Class<?>[]::new);
    int index =
        Arrays.stream(all).map(RecordComponent::getName).toList().indexOf(component.getName());
    try {
      Parameter parameter =
          component.getDeclaringRecord().getDeclaredConstructor(types).getParameters()[index];
      return Optional.ofNullable(parameter.getAnnotation(Option.class));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every record has a canonical constructor", e);
    }
  }

  private static Interval boundsOf(Option option) {
    boolean lowIncluded = option.min() > option.above();
    boolean highIncluded = option.max() < option.below();
    return new Interval(
        Math.max(option.min(), option.above()),
        lowIncluded,
        Math.min(option.max(), option.below()),
        highIncluded);
  }
}
