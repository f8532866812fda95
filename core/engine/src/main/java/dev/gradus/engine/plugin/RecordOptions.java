package dev.gradus.engine.plugin;

import dev.gradus.spi.Interval;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The options of a class: the components of a record; other classes have none.
 *
 * <p>The shortest public constructor holds the defaults. Its parameters are the first components of
 * the record, and are the required options; a plugin has none of those, so its shortest constructor
 * has no parameters.
 */
public final class RecordOptions {

  /** Cached, because Java parses annotations on every access. */
  private static final ClassValue<RecordOptions> READ =
      new ClassValue<>() {
        @Override
        protected RecordOptions computeValue(Class<?> type) {
          return read(type);
        }
      };

  private final Class<?> type;
  private final Constructor<?> shortest;
  private final List<RecordComponent> components;
  private final List<One> all;

  /**
   * One option.
   *
   * @param name as written in YAML, in kebab case
   * @param type the type of the component
   * @param documentation what it does; empty if the component has no {@link Option}
   * @param bounds the numbers allowed
   * @param required whether it has no default
   * @param formerly its names in earlier versions
   */
  public record One(
      String name,
      Type type,
      String documentation,
      Interval bounds,
      boolean required,
      List<String> formerly) {}

  private RecordOptions(
      Class<?> type, Constructor<?> shortest, List<RecordComponent> components, List<One> all) {
    this.type = type;
    this.shortest = shortest;
    this.components = components;
    this.all = all;
  }

  /**
   * Reads the options of a class.
   *
   * @throws PluginException with a sentence, if the class violates the rules of {@link
   *     dev.gradus.spi}
   */
  public static RecordOptions of(Class<?> type) {
    return READ.get(type);
  }

  private static RecordOptions read(Class<?> type) {
    RecordComponent[] components =
        type.isRecord() ? type.getRecordComponents() : new RecordComponent[0];
    Constructor<?> shortest = shortestConstructor(type);
    int parameters = shortest.getParameterCount();
    List<One> all = new ArrayList<>();
    for (int i = 0; i < components.length; i++) {
      all.add(
          new One(
              Options.nameOf(components[i]),
              components[i].getGenericType(),
              Options.annotationOf(components[i]).map(Option::value).orElse(""),
              Options.boundsOf(components[i]),
              i < parameters
                  || Options.annotationOf(components[i]).map(Option::required).orElse(false),
              Options.formerNamesOf(components[i])));
    }
    return new RecordOptions(type, shortest, List.of(components), List.copyOf(all));
  }

  private static Constructor<?> shortestConstructor(Class<?> type) {
    Constructor<?> shortest =
        Arrays.stream(type.getConstructors())
            .min((a, b) -> Integer.compare(a.getParameterCount(), b.getParameterCount()))
            .orElseThrow(
                () ->
                    new PluginException(
                        type.getName() + " has no public constructor; add one without parameters"));
    Class<?>[] parameters = shortest.getParameterTypes();
    RecordComponent[] components =
        type.isRecord() ? type.getRecordComponents() : new RecordComponent[0];
    for (int i = 0; i < parameters.length; i++) {
      if (i >= components.length || components[i].getType() != parameters[i]) {
        throw new PluginException(
            "the shortest constructor of %s has parameters that are not the first components of a record"
                .formatted(type.getName()));
      }
    }
    return shortest;
  }

  /** The options, in the order of the components. */
  public List<One> all() {
    return all;
  }

  /** The option of that name, if there is one. */
  public Optional<One> find(String name) {
    return all.stream().filter(option -> option.name().equals(name)).findFirst();
  }

  /** The option that had that name in an earlier version, if there is one. */
  public Optional<One> findFormer(String name) {
    return all.stream().filter(option -> option.formerly().contains(name)).findFirst();
  }

  /**
   * Creates an instance.
   *
   * @param given values by option name, each of the type of its component; missing ones take their
   *     default
   * @throws IllegalArgumentException with a sentence, if there is no such option, a value has
   *     another type, or the constructor rejects it
   * @throws PluginException if a required option is missing, or a constructor fails in another way
   */
  public Object create(Map<String, Object> given) {
    given.forEach(this::check);
    for (One option : all) {
      if (option.required() && !given.containsKey(option.name())) {
        throw new PluginException(
            "an option of " + type.getName() + " that has no default is missing");
      }
    }
    Object defaults = invoke(shortest, first(given));
    if (given.size() == shortest.getParameterCount()) {
      return defaults;
    }
    Map<String, Object> values = valuesOf(defaults);
    values.putAll(given);
    return invoke(canonicalConstructor(), values.values().toArray());
  }

  /**
   * The result of the no-argument constructor.
   *
   * @throws PluginException if there is none, or it fails
   */
  Object example() {
    if (shortest.getParameterCount() > 0) {
      throw new PluginException(type.getName() + " has no constructor without arguments");
    }
    return invoke(shortest);
  }

  /** The parameters of the shortest constructor. */
  private Object[] first(Map<String, Object> values) {
    return all.stream()
        .limit(shortest.getParameterCount())
        .map(option -> values.get(option.name()))
        .toArray();
  }

  private void check(String name, Object value) {
    OptionTypes.checkValue(
        find(name)
            .orElseThrow(
                () -> OptionTypes.unknown(name, called(), all.stream().map(One::name).toList())),
        value);
  }

  private String called() {
    Plugin description = type.getAnnotation(Plugin.class);
    return description == null ? type.getSimpleName() : description.name();
  }

  /**
   * The values of the options in an instance, by name, in order.
   *
   * @param instance an instance of the class
   */
  public Map<String, Object> valuesOf(Object instance) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < components.size(); i++) {
      values.put(all.get(i).name(), read(components.get(i), instance));
    }
    return values;
  }

  /**
   * The values of the options of an instance that differ from the defaults, by name, in order.
   *
   * @param instance an instance of the class
   * @throws PluginException if the constructor that holds the defaults fails
   */
  public Map<String, Object> valuesToGive(Object instance) {
    Map<String, Object> values = valuesOf(instance);
    Map<String, Object> defaults = valuesOf(invoke(shortest, first(values)));
    all.stream()
        .filter(
            option ->
                !option.required()
                    && Objects.equals(values.get(option.name()), defaults.get(option.name())))
        .forEach(option -> values.remove(option.name()));
    return values;
  }

  /**
   * The defaults, by name, in order, of the options that have one; empty if a required option has
   * no sample value.
   *
   * @throws PluginException if the constructor that holds them fails
   */
  public Map<String, Object> defaults() {
    List<One> first = all.subList(0, shortest.getParameterCount());
    if (!first.stream().allMatch(RecordOptions::hasAnyValue)) {
      return Map.of();
    }
    Map<String, Object> values =
        valuesOf(invoke(shortest, first.stream().map(RecordOptions::anyValue).toArray()));
    all.stream().filter(One::required).forEach(option -> values.remove(option.name()));
    return values;
  }

  private static boolean hasAnyValue(One option) {
    return option.type() == int.class
        || List.of(List.class, Map.class, Optional.class).contains(rawType(option));
  }

  /**
   * A sample value of a required option, to obtain the defaults of the others; a list or map has an
   * element, because some plugins reject an empty one.
   */
  private static Object anyValue(One option) {
    if (option.type() == int.class) {
      return (int) Math.max(1, option.bounds().low());
    }
    if (rawType(option) == Map.class) {
      return Map.of("", "");
    }
    return isOptional(option) ? Optional.empty() : List.of("");
  }

  private static boolean isOptional(One option) {
    return rawType(option) == Optional.class;
  }

  private static Type rawType(One option) {
    return option.type() instanceof ParameterizedType generic
        ? generic.getRawType()
        : option.type();
  }

  private Constructor<?> canonicalConstructor() {
    Class<?>[] types = components.stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return type.getConstructor(types);
    } catch (NoSuchMethodException e) {
      throw new PluginException(
          "the canonical constructor of " + type.getName() + " is not public", e);
    }
  }

  private static Object read(RecordComponent component, Object instance) {
    try {
      Object value = component.getAccessor().invoke(instance);
      if (value == null) {
        throw new PluginException(
            "the option '%s' of %s is null; make it an Optional"
                .formatted(Options.nameOf(component), component.getDeclaringRecord().getName()));
      }
      return value;
    } catch (IllegalAccessException e) {
      throw notReachable(component.getDeclaringRecord(), e);
    } catch (InvocationTargetException e) {
      throw new PluginException(
          "the accessor of " + Options.nameOf(component) + " fails: " + e.getCause(), e);
    }
  }

  private static Object invoke(Constructor<?> constructor, Object... arguments) {
    try {
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refusal) {
        throw refusal;
      }
      throw new PluginException(
          "the constructor of %s fails: %s"
              .formatted(constructor.getDeclaringClass().getName(), e.getCause()),
          e);
    } catch (IllegalAccessException e) {
      throw notReachable(constructor.getDeclaringClass(), e);
    } catch (InstantiationException e) {
      throw new PluginException(
          constructor.getDeclaringClass().getName()
              + " is abstract; a plugin is a record or a final class",
          e);
    }
  }

  private static PluginException notReachable(Class<?> type, IllegalAccessException e) {
    return new PluginException(
        "the engine cannot reach %s: make it public, and let its module export the package %s"
            .formatted(type.getName(), type.getPackageName()),
        e);
  }
}
