package dev.gradus.check;

import dev.gradus.spi.Interval;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The claims about every kind of plugin: its name, its texts, its options, their defaults and
 * bounds.
 */
final class OptionClaims {

  private static final String KEBAB = "[a-z][a-z0-9]*(-[a-z0-9]+)*";

  private OptionClaims() {}

  static void addTo(Claims claims, Class<?> type) {
    claims
        .that("it is a public record or final class", () -> checkForm(type))
        .that("it has a name in kebab case and a summary", () -> checkDescription(type))
        .that("its options have defaults", () -> checkDefaults(type));
    if (componentsOf(type).length > 0) {
      claims
          .that("its options are documented", () -> checkDocumentation(type))
          .that("its options refuse what is out of bounds", () -> checkBounds(type));
    }
  }

  private static void checkForm(Class<?> type) {
    int modifiers = type.getModifiers();
    if (!Modifier.isPublic(modifiers) || !Modifier.isFinal(modifiers)) {
      throw new BrokenClaim(type, "is not a public record or final class");
    }
  }

  private static void checkDescription(Class<?> type) {
    Plugin description = type.getAnnotation(Plugin.class);
    if (description == null) {
      throw new BrokenClaim(type, "has no @Plugin");
    }
    List<String> names = new ArrayList<>(List.of(description.aliases()));
    names.add(description.name());
    for (String name : names) {
      if (!name.matches(KEBAB)) {
        throw new BrokenClaim(type, "calls itself '" + name + "', which is not in kebab case");
      }
    }
    if (description.summary().isBlank()) {
      throw new BrokenClaim(type, "has no summary");
    }
  }

  private static void checkDefaults(Class<?> type) throws ReflectiveOperationException {
    Object first = type.getConstructor().newInstance();
    if (type.isRecord() && !first.equals(type.getConstructor().newInstance())) {
      throw new BrokenClaim(type, "two instances with its defaults are not equal");
    }
  }

  private static void checkDocumentation(Class<?> type) {
    for (RecordComponent component : componentsOf(type)) {
      if (Options.annotationOf(component).map(Option::value).orElse("").isBlank()) {
        throw new BrokenClaim(
            type, "the option " + Options.nameOf(component) + " has no @Option text");
      }
    }
  }

  private static RecordComponent[] componentsOf(Class<?> type) {
    return type.isRecord() ? type.getRecordComponents() : new RecordComponent[0];
  }

  /** The options of a plugin, in their order; none if they cannot be read. */
  static List<Object> valuesOf(Object plugin) {
    List<Object> values = new ArrayList<>();
    for (RecordComponent component : componentsOf(plugin.getClass())) {
      try {
        values.add(component.getAccessor().invoke(plugin));
      } catch (ReflectiveOperationException e) {
        return List.of();
      }
    }
    return values;
  }

  private static void checkBounds(Class<?> type) throws ReflectiveOperationException {
    RecordComponent[] components = componentsOf(type);
    for (int i = 0; i < components.length; i++) {
      Interval bounds = Options.boundsOf(components[i]);
      if (components[i].getType() == double.class) {
        for (double outside : outside(bounds)) {
          checkRefuses(type, i, outside);
        }
        if (bounds.lowIncluded()) {
          create(type, i, bounds.low());
        }
        if (bounds.highIncluded()) {
          create(type, i, bounds.high());
        }
      } else if (components[i].getType() == int.class && bounds.lowIncluded()) {
        checkRefuses(type, i, (int) bounds.low() - 1);
        create(type, i, (int) bounds.low());
      }
    }
  }

  private static List<Double> outside(Interval bounds) {
    List<Double> numbers =
        new ArrayList<>(List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
    if (Double.isFinite(bounds.low())) {
      numbers.add(bounds.lowIncluded() ? Math.nextDown(bounds.low()) : bounds.low());
    }
    if (Double.isFinite(bounds.high())) {
      numbers.add(bounds.highIncluded() ? Math.nextUp(bounds.high()) : bounds.high());
    }
    return numbers;
  }

  private static void checkRefuses(Class<?> type, int index, Object value)
      throws ReflectiveOperationException {
    String name = Options.nameOf(type.getRecordComponents()[index]);
    try {
      create(type, index, value);
    } catch (InvocationTargetException e) {
      String message = String.valueOf(e.getCause());
      if (e.getCause() instanceof IllegalArgumentException && message.contains(name)) {
        return;
      }
      throw new BrokenClaim(type, "refuses " + name + " = " + value + " with " + e.getCause(), e);
    }
    throw new BrokenClaim(type, "accepts " + name + " = " + value + ", which is out of its bounds");
  }

  /** An instance with its defaults, except for one option. */
  private static Object create(Class<?> type, int index, Object value)
      throws ReflectiveOperationException {
    RecordComponent[] components = type.getRecordComponents();
    Object defaults = type.getConstructor().newInstance();
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = i == index ? value : components[i].getAccessor().invoke(defaults);
    }
    Constructor<?> canonical =
        type.getConstructor(
            Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
    return canonical.newInstance(values);
  }
}
