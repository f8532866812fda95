package dev.gradus.runtime.file;

import dev.gradus.runtime.column.Stored;
import dev.gradus.runtime.file.StrictJson.Token;
import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes records as JSON and reads them back: an object with a key for each component, in their
 * order, all of them, and no others. {@link Stored} defines the exceptions.
 *
 * <p>A component is a string, a double, an int, a boolean, an enum, a record, a member of a sealed
 * interface of records, or a list or an {@code Optional} of these.
 */
public final class RecordJson {

  /**
   * The minimum number of consecutive records that are written as one object of lists, if their
   * kind allows it.
   */
  public static final int MANY = 1000;

  private static final ClassValue<List<Part>> PARTS =
      new ClassValue<>() {
        @Override
        protected List<Part> computeValue(Class<?> type) {
          List<Part> parts = new ArrayList<>();
          for (RecordComponent component : type.getRecordComponents()) {
            Stored stored = stored(component);
            String own = stored.value().isEmpty() ? component.getName() : stored.value();
            String kind = parts.isEmpty() ? stored(type).value() : "";
            parts.add(
                new Part(
                    component,
                    kind.isEmpty() ? own : kind,
                    parts.isEmpty() ? stored(type).many() : own + "s",
                    stored));
          }
          return List.copyOf(parts);
        }
      };

  private RecordJson() {}

  /**
   * A component.
   *
   * @param key the key that it is written under
   * @param many the key for the list of many records
   */
  private record Part(RecordComponent component, String key, String many, Stored stored) {

    Type type() {
      return component.getGenericType();
    }

    boolean isOptional() {
      return component.getType() == Optional.class || stored.onlyTrue() || !stored.with().isEmpty();
    }

    /** The value that it has if it is not written. */
    Object absent() {
      return component.getType() == Optional.class ? Optional.empty() : false;
    }

    Object in(Object one) {
      try {
        return component.getAccessor().invoke(one);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Has the defaults of the annotation. */
  @Stored
  private interface Plain {}

  private static Stored stored(AnnotatedElement element) {
    return Optional.ofNullable(element.getAnnotation(Stored.class))
        .orElseGet(() -> stored(Plain.class));
  }

  /** Writes a value. */
  public static void write(JsonWriter json, Object value) {
    if (value instanceof List<?> list) {
      writeList(json, list);
    } else if (value instanceof Record one) {
      writeObject(json, written(one));
    } else {
      json.value(value instanceof Enum<?> ? value.toString() : value);
    }
  }

  /** The components of a record that are written, by their keys. */
  private static Map<String, Object> written(Object one) {
    Map<String, Object> written = new LinkedHashMap<>();
    for (Part part : PARTS.get(one.getClass())) {
      Object value = part.in(one);
      String with = part.stored().with();
      boolean absent = part.isOptional() && value.equals(part.absent());
      if (with.isEmpty() ? !absent : written.containsKey(with)) {
        written.put(part.key(), value instanceof Optional<?> given ? given.orElseThrow() : value);
      }
    }
    return written;
  }

  private static void writeObject(JsonWriter json, Map<String, Object> values) {
    json.open('{');
    for (Map.Entry<String, Object> entry : values.entrySet()) {
      json.key(entry.getKey());
      write(json, entry.getValue());
    }
    json.close('}');
  }

  private static void writeList(JsonWriter json, List<?> list) {
    json.open('[');
    int from = 0;
    while (from < list.size()) {
      int to = from;
      while (to < list.size() && isOneOfMany(list.get(to), list.get(from).getClass())) {
        to++;
      }
      if (to - from >= MANY) {
        writeObject(json, together(list.subList(from, to)));
      } else {
        to = Math.max(to, from + 1);
        for (Object one : list.subList(from, to)) {
          write(json, one);
        }
      }
      from = to;
    }
    json.close(']');
  }

  /** Whether a value can be written together with others of its class. */
  private static boolean isOneOfMany(Object one, Class<?> type) {
    return one.getClass() == type
        && !stored(type).many().isEmpty()
        && PARTS.get(type).stream().filter(part -> !part.isOptional()).count()
            == written(one).size();
  }

  /**
   * Writes records of a class as lists. The first list is complete; any other has a single element
   * if all records have the same value.
   */
  private static Map<String, Object> together(List<?> records) {
    Map<String, Object> lists = new LinkedHashMap<>();
    for (Part part : PARTS.get(records.get(0).getClass())) {
      if (!part.isOptional()) {
        List<Object> values = records.stream().map(part::in).toList();
        boolean same = Collections.frequency(values, values.get(0)) == values.size();
        lists.put(part.many(), same && !lists.isEmpty() ? values.subList(0, 1) : values);
      }
    }
    return lists;
  }

  /**
   * Reads a value.
   *
   * @throws IOException with half a sentence, if it is not what {@link #write} writes
   * @throws IllegalArgumentException with half a sentence, if a record refuses it
   */
  public static Object read(StrictJson json, Type type) throws IOException {
    if (type instanceof ParameterizedType generic) {
      Type element = generic.getActualTypeArguments()[0];
      return generic.getRawType() == Optional.class
          ? Optional.of(read(json, element))
          : json.list(each -> readElement(each, element)).stream().flatMap(List::stream).toList();
    }
    return readElement(json, type).get(0);
  }

  /** Reads an element of a list, or many elements that were written together. */
  private static List<?> readElement(StrictJson json, Type type) throws IOException {
    if (type == String.class) {
      return List.of(json.string());
    }
    if (type == boolean.class || type == Boolean.class) {
      return List.of(json.bool());
    }
    if (type == double.class || type == Double.class) {
      return List.of(json.number());
    }
    if (type == int.class) {
      return List.of((int) json.whole());
    }
    if (((Class<?>) type).isEnum()) {
      return List.of(constant((Class<?>) type, json.string()));
    }
    json.take(Token.START_OBJECT);
    List<?> all = readObject(json, (Class<?>) type);
    json.take(Token.END_OBJECT);
    return all;
  }

  private static Object constant(Class<?> type, String name) throws IOException {
    for (Object constant : type.getEnumConstants()) {
      if (constant.toString().equals(name)) {
        return constant;
      }
    }
    throw new IOException(
        "'%s' is not one of %s".formatted(name, List.of(type.getEnumConstants())));
  }

  private static List<?> readObject(StrictJson json, Class<?> type) throws IOException {
    if (type.isRecord()) {
      json.key(PARTS.get(type).get(0).key());
      return List.of(readBehindKey(json, type));
    }
    String key = json.key();
    for (Class<?> kind : kindsOf(type).toList()) {
      Part first = PARTS.get(kind).get(0);
      if (key.equals(first.key())) {
        return List.of(readBehindKey(json, kind));
      }
      if (key.equals(first.many()) && !key.isEmpty()) {
        return readMany(json, kind);
      }
    }
    throw new IOException("%s is of the unknown kind '%s'".formatted(stored(type).value(), key));
  }

  private static Stream<Class<?>> kindsOf(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type)
        : Arrays.stream(type.getPermittedSubclasses()).flatMap(RecordJson::kindsOf);
  }

  /** Reads a record whose first key was read. */
  private static Object readBehindKey(StrictJson json, Class<?> type) throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Part part : PARTS.get(type)) {
      Object value = values.isEmpty() ? read(json, part.type()) : readPart(json, part, values);
      values.put(part.component().getName(), value);
    }
    return make(type, values.values());
  }

  private static Object readPart(StrictJson json, Part part, Map<String, Object> before)
      throws IOException {
    String with = part.stored().with();
    boolean here =
        with.isEmpty()
            ? !part.isOptional() || json.isAt(part.key())
            : !Optional.empty().equals(before.get(with));
    if (!here) {
      return part.absent();
    }
    json.key(part.key());
    if (part.stored().onlyTrue()) {
      json.take(Token.TRUE);
      return true;
    }
    return read(json, part.type());
  }

  private static List<?> readMany(StrictJson json, Class<?> type) throws IOException {
    List<List<?>> lists = new ArrayList<>();
    for (Part part : PARTS.get(type)) {
      if (part.isOptional()) {
        lists.add(List.of(part.absent()));
        continue;
      }
      if (!lists.isEmpty()) {
        json.key(part.many());
      }
      lists.add(json.list(each -> read(each, part.type())));
    }
    List<Object> all = new ArrayList<>();
    int count = lists.get(0).size();
    for (int i = 0; i < count; i++) {
      List<Object> values = new ArrayList<>();
      for (List<?> list : lists) {
        values.add(one(list, i, count));
      }
      all.add(make(type, values));
    }
    return all;
  }

  /** The number of a column; if the list has only one number, it applies to all. */
  private static Object one(List<?> numbers, int column, int columns) throws IOException {
    if (numbers.size() != 1 && numbers.size() != columns) {
      throw new IOException(
          "there are %s numbers for %s columns".formatted(numbers.size(), columns));
    }
    return numbers.get(numbers.size() == 1 ? 0 : column);
  }

  private static Object make(Class<?> type, Collection<Object> values) {
    Class<?>[] types =
        PARTS.get(type).stream().map(part -> part.component().getType()).toArray(Class<?>[]::new);
    try {
      return type.getConstructor(types).newInstance(values.toArray());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refusal) {
        throw refusal;
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
