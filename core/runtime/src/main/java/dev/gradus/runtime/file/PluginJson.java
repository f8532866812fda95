package dev.gradus.runtime.file;

import dev.gradus.runtime.file.StrictJson.Token;
import dev.gradus.runtime.network.PluginName;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Options;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Plugins as JSON: an object with one key, the name of the plugin, whose value is an object of its
 * options, such as {@code {"dense":{"units":16,"activation":{"tanh":{}}}}}.
 *
 * <p>Every option that is set is written out, so that other defaults in a later version change no
 * prediction. Plugins that only training needs, such as initializers, are not written.
 */
public final class PluginJson {

  /** The kinds of plugins that prediction needs. */
  private static final List<Class<?>> KINDS = List.of(Layer.class, Activation.class, Loss.class);

  private static final String OF_PLUGINS = "dev.gradus.spi";

  private final PluginTypes types;

  /**
   * Reads plugins.
   *
   * @param types finds their classes
   */
  public PluginJson(PluginTypes types) {
    this.types = types;
  }

  /** Finds plugin classes. */
  @FunctionalInterface
  public interface PluginTypes {

    /**
     * Finds the class of a plugin.
     *
     * @param kind the interface that it implements
     * @param name its name
     * @throws UnfitPluginException if there is no such plugin, or several
     */
    Class<?> find(Class<?> kind, String name) throws UnfitPluginException;
  }

  /**
   * Writes a plugin.
   *
   * @param options returns the values of the options of a record, by name
   */
  public static void write(
      JsonWriter json, Object plugin, Function<Object, Map<String, Object>> options) {
    json.open('{').key(PluginName.of(plugin));
    writeOptions(json, plugin, options);
    json.close('}');
  }

  private static void writeOptions(
      JsonWriter json, Object one, Function<Object, Map<String, Object>> options) {
    json.open('{');
    if (one instanceof Record) {
      Map<String, Object> values = options.apply(one);
      for (RecordComponent component : one.getClass().getRecordComponents()) {
        Object value = values.get(Options.nameOf(component));
        if (value != null
            && isWritten(component.getGenericType())
            && !Optional.empty().equals(value)) {
          json.key(Options.nameOf(component));
          writeValue(json, value, component.getGenericType(), options);
        }
      }
    }
    json.close('}');
  }

  private static void writeValue(
      JsonWriter json, Object value, Type type, Function<Object, Map<String, Object>> options) {
    if (value instanceof Optional<?> given) {
      writeValue(json, given.orElseThrow(), element(type), options);
    } else if (value instanceof List<?> list) {
      json.open('[');
      list.forEach(each -> writeValue(json, each, element(type), options));
      json.close(']');
    } else if (value instanceof Map<?, ?> map) {
      json.open('{');
      map.forEach(
          (key, each) -> {
            if (!Optional.empty().equals(each)) {
              writeValue(json.key(key.toString()), each, element(type), options);
            }
          });
      json.close('}');
    } else if (isNamed(type)) {
      write(json, value, options);
    } else if (value instanceof Record) {
      writeOptions(json, value, options);
    } else if (value instanceof Enum<?> constant) {
      json.value(constant.name());
    } else {
      json.value(value);
    }
  }

  /** Whether an option is written at all. */
  private static boolean isWritten(Type type) {
    if (type instanceof ParameterizedType) {
      return isWritten(element(type));
    }
    Class<?> plain = (Class<?>) type;
    return !plain.isInterface() || plain.isSealed() || KINDS.contains(plain);
  }

  /** Whether a value is written with its name: a plugin, or a member of a sealed interface. */
  private static boolean isNamed(Type type) {
    return type instanceof Class<?> plain && plain.isInterface();
  }

  private static Type element(Type type) {
    Type[] arguments = ((ParameterizedType) type).getActualTypeArguments();
    return arguments[arguments.length - 1];
  }

  /**
   * Reads a plugin.
   *
   * @param kind the interface that it implements
   * @throws UnfitPluginException if the class is missing, or has other options
   * @throws IOException with half a sentence, if it is not what {@link #write} writes
   */
  public <T> T read(StrictJson json, Class<T> kind) throws IOException {
    json.take(Token.START_OBJECT);
    String name = json.key();
    Object plugin = readOptions(json, type(kind, name), name);
    json.take(Token.END_OBJECT);
    return kind.cast(plugin);
  }

  private Class<?> type(Class<?> kind, String name) throws IOException {
    if (!kind.isSealed() || kind.getPackageName().equals(OF_PLUGINS)) {
      return types.find(kind, name);
    }
    return Arrays.stream(kind.getPermittedSubclasses())
        .filter(type -> PluginName.ofType(type).equals(name))
        .findFirst()
        .orElseThrow(() -> new IOException("there is no '%s'".formatted(name)));
  }

  private Object readOptions(StrictJson json, Class<?> type, String name) throws IOException {
    Map<String, RecordComponent> components = new LinkedHashMap<>();
    if (type.isRecord()) {
      for (RecordComponent component : type.getRecordComponents()) {
        Options.formerNamesOf(component).forEach(former -> components.put(former, component));
        components.put(Options.nameOf(component), component);
      }
    }
    Map<String, Object> given = new LinkedHashMap<>();
    json.take(Token.START_OBJECT);
    while (json.token() != Token.END_OBJECT) {
      String option = json.key();
      RecordComponent component = components.get(option);
      if (component == null || !isWritten(component.getGenericType())) {
        throw new UnfitPluginException(
            "%s has no option '%s' here; add the jar that the model was made with"
                .formatted(name, option));
      }
      given.put(component.getName(), readValue(json, component.getGenericType()));
    }
    json.take(Token.END_OBJECT);
    try {
      return make(type, given);
    } catch (IllegalArgumentException e) {
      throw new UnfitPluginException(
          "%s rejects its options (%s); add the jar that the model was made with"
              .formatted(name, e.getMessage()),
          e);
    }
  }

  private Object readValue(StrictJson json, Type type) throws IOException {
    if (type instanceof ParameterizedType generic) {
      Type element = element(type);
      if (generic.getRawType() == Optional.class) {
        return Optional.of(readValue(json, element));
      }
      return generic.getRawType() == Map.class
          ? readMap(json, element)
          : json.list(each -> readValue(each, element));
    }
    Class<?> plain = (Class<?>) type;
    if (isNamed(plain)) {
      return read(json, plain);
    }
    return plain.isRecord()
        ? readOptions(json, plain, plain.getSimpleName())
        : readPlain(json, plain);
  }

  private Map<String, Object> readMap(StrictJson json, Type element) throws IOException {
    Map<String, Object> map = new LinkedHashMap<>();
    json.take(Token.START_OBJECT);
    while (json.token() != Token.END_OBJECT) {
      map.put(json.key(), readValue(json, element));
    }
    json.take(Token.END_OBJECT);
    return map;
  }

  private static Object readPlain(StrictJson json, Class<?> type) throws IOException {
    if (type == int.class || type == Integer.class) {
      long number = json.whole();
      if (number != (int) number) {
        throw new IOException("%s is too large for an int".formatted(number));
      }
      return (int) number;
    }
    if (type == long.class || type == Long.class) {
      return json.whole();
    }
    if (type == double.class || type == Double.class) {
      return json.number();
    }
    if (type == boolean.class || type == Boolean.class) {
      return json.bool();
    }
    String text = json.string();
    if (type == Path.class) {
      return pathOf(text);
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .filter(constant -> ((Enum<?>) constant).name().equals(text))
          .findFirst()
          .orElseThrow(() -> new IOException("there is no '%s'".formatted(text)));
    }
    return text;
  }

  private static Path pathOf(String text) throws IOException {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IOException("'%s' is not a path".formatted(text), e);
    }
  }

  /**
   * Creates an instance; options that are not given keep the defaults of the shortest constructor.
   */
  private static Object make(Class<?> type, Map<String, Object> given) throws IOException {
    Constructor<?> shortest =
        Arrays.stream(type.getConstructors())
            .min(Comparator.comparingInt(Constructor::getParameterCount))
            .orElseThrow(() -> new IOException(type.getName() + " has no public constructor"));
    if (!type.isRecord()) {
      return invoke(shortest);
    }
    RecordComponent[] components = type.getRecordComponents();
    Map<String, Object> values = new LinkedHashMap<>(given);
    for (RecordComponent component : components) {
      if (component.getType() == Optional.class && isWritten(component.getGenericType())) {
        values.putIfAbsent(component.getName(), Optional.empty());
      }
    }
    if (values.size() < components.length) {
      Object defaults = invoke(shortest, first(components, given, shortest.getParameterCount()));
      for (RecordComponent component : components) {
        values.putIfAbsent(component.getName(), valueOf(component, defaults));
      }
    }
    try {
      return invoke(
          type.getConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new)),
          Arrays.stream(components).map(each -> values.get(each.getName())).toArray());
    } catch (NoSuchMethodException e) {
      throw new IOException("the constructor of %s is not public".formatted(type.getName()), e);
    }
  }

  /** The arguments of the shortest constructor: the first components. */
  private static Object[] first(RecordComponent[] components, Map<String, Object> given, int count)
      throws IOException {
    Object[] first = new Object[count];
    for (int i = 0; i < count; i++) {
      String name = components[i].getName();
      if (!given.containsKey(name) && components[i].getType() != Optional.class) {
        throw new IOException("the option '%s' is missing".formatted(name));
      }
      first[i] = given.getOrDefault(name, Optional.empty());
    }
    return first;
  }

  private static Object invoke(Constructor<?> constructor, Object... arguments) throws IOException {
    try {
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refusal) {
        throw refusal;
      }
      throw new UnfitPluginException(
          "the constructor of %s fails: %s"
              .formatted(constructor.getDeclaringClass().getName(), e.getCause()),
          e);
    } catch (ReflectiveOperationException e) {
      throw new UnfitPluginException(
          "%s cannot be made; let its module export its package"
              .formatted(constructor.getDeclaringClass().getName()),
          e);
    }
  }

  private static Object valueOf(RecordComponent component, Object one) {
    try {
      return component.getAccessor().invoke(one);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "%s of %s cannot be read".formatted(component.getName(), one.getClass().getName()), e);
    }
  }
}
