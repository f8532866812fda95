package dev.gradus.check;

import dev.gradus.spi.Interval;
import dev.gradus.spi.Options;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Finds options without effect.
 *
 * <p>Some options only have an effect together with others, such as dampening with momentum. So
 * many combinations of values are tried; an option has an effect if changing only its value makes a
 * difference in any of them.
 */
final class OptionsCount {

  private static final int MIXTURES = 400;

  private final Object plugin;
  private final Function<Object, double[]> behaviour;
  private final RecordComponent[] components;
  private final SplittableRandom random = new SplittableRandom(Samples.SEED);

  private OptionsCount(Object plugin, Function<Object, double[]> behaviour) {
    this.plugin = plugin;
    this.behaviour = behaviour;
    this.components =
        plugin.getClass().isRecord()
            ? plugin.getClass().getRecordComponents()
            : new RecordComponent[0];
  }

  /** Whether there is an option for which test values can be generated. */
  static boolean canVary(Object plugin) {
    OptionsCount options = new OptionsCount(plugin, unused -> new double[0]);
    try {
      Object[] given = options.given();
      for (int i = 0; i < given.length; i++) {
        if (options.values(options.components[i].getGenericType(), given[i], i).size() > 1) {
          return true;
        }
      }
      return false;
    } catch (ReflectiveOperationException e) {
      // Another claim reports that its options cannot be read.
      return false;
    }
  }

  /**
   * Fails if an option has no effect.
   *
   * @param behaviour the results of the plugin, as numbers
   */
  static void check(Object plugin, Function<Object, double[]> behaviour)
      throws ReflectiveOperationException {
    new OptionsCount(plugin, behaviour).check();
  }

  private void check() throws ReflectiveOperationException {
    Object[] given = given();
    for (int i = 0; i < given.length; i++) {
      List<Object> values = values(components[i].getGenericType(), given[i], i);
      if (values.size() > 1 && !counts(i, given, values)) {
        throw new BrokenClaim(
            plugin, "the option " + Options.nameOf(components[i]) + " has no effect");
      }
    }
  }

  private Object[] given() throws ReflectiveOperationException {
    Object[] given = new Object[components.length];
    for (int i = 0; i < given.length; i++) {
      given[i] = components[i].getAccessor().invoke(plugin);
    }
    return given;
  }

  private boolean counts(int option, Object[] given, List<Object> values)
      throws ReflectiveOperationException {
    Set<List<Object>> tried = new HashSet<>();
    for (int mixture = 0; mixture < MIXTURES; mixture++) {
      Object[] base = given.clone();
      for (int i = 0; mixture > 0 && i < base.length; i++) {
        List<Object> others = values(components[i].getGenericType(), given[i], i);
        base[i] = others.get(random.nextInt(others.size()));
      }
      base[option] = given[option];
      if (!tried.add(List.of(base))) {
        continue;
      }
      Optional<double[]> first = Optional.empty();
      for (Object value : values) {
        base[option] = value;
        Optional<double[]> now = create(base).map(behaviour);
        if (first.isPresent() && now.isPresent() && !Arrays.equals(first.get(), now.get())) {
          return true;
        }
        first = first.isPresent() ? first : now;
      }
    }
    return false;
  }

  /** The results; empty if these values are not valid together. */
  private Optional<Object> create(Object[] values) throws ReflectiveOperationException {
    Constructor<?> canonical =
        plugin
            .getClass()
            .getConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
    try {
      return Optional.of(canonical.newInstance(values));
    } catch (InvocationTargetException e) {
      return Optional.empty();
    }
  }

  /** The given value, and others; empty for a type for which no test values can be generated. */
  private List<Object> values(Type type, Object given, int option) {
    Interval bounds = Options.boundsOf(components[option]);
    List<Object> values = new ArrayList<>(List.of(given));
    if (type == double.class) {
      values.addAll(numbers((double) given, bounds));
    } else if (type == int.class) {
      int number = (int) given;
      values.addAll(List.of(number + 1, 2 * number + 3));
    } else if (type == boolean.class) {
      values.add(!(boolean) given);
    } else if (type instanceof Class<?> plain && plain.isEnum()) {
      values.addAll(Arrays.asList(plain.getEnumConstants()));
    } else if (type instanceof ParameterizedType generic
        && generic.getRawType() == Optional.class) {
      values.add(Optional.empty());
      if (generic.getActualTypeArguments()[0] == Integer.class) {
        values.addAll(List.of(Optional.of(7), Optional.of(20)));
      } else if (generic.getActualTypeArguments()[0] == Double.class) {
        numbers(0, bounds).forEach(number -> values.add(Optional.of(number)));
      } else if (generic.getActualTypeArguments()[0] instanceof Class<?> plain && plain.isEnum()) {
        Arrays.stream(plain.getEnumConstants()).map(Optional::of).forEach(values::add);
      }
    } else if (type instanceof ParameterizedType generic
        && generic.getRawType() == List.class
        && generic.getActualTypeArguments()[0] == Integer.class) {
      values.addAll(List.of(List.of(2), List.of(3, 9)));
    }
    return values.stream().distinct().toList();
  }

  private static List<Double> numbers(double given, Interval bounds) {
    List<Double> numbers = new ArrayList<>();
    for (double number :
        new double[] {
          0, given / 2, 2 * given, given + 0.05, given + 0.3, given + 1, given - 1, 5
        }) {
      if (bounds.contains(number)) {
        numbers.add(number);
      }
    }
    return numbers;
  }
}
