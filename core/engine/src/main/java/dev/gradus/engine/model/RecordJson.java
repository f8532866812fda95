package dev.gradus.engine.model;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import dev.gradus.engine.data.Stored;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes records as JSON and reads them back: an object with a key for each component, in their
 * order, all of them, and no others. {@link Stored} says where a record is written in another way.
 *
 * <p>A component is a string, a double, a boolean, a record, one of a sealed interface of records,
 * or a list or an {@code Optional} of these.
 */
final class RecordJson {

  /** The number of records from which on they are written together, if their kind can be. */
  static final int MANY = 1000;

  private static final ClassValue<List<Part>> PARTS =
      new ClassValue<>() {
        @Override
        protected List<Part> computeValue(Class<?> type) {
          RecordComponent[] parts = type.getRecordComponents();
          return IntStream.range(0, parts.length)
              .mapToObj(i -> Part.of(parts[i], i == 0 ? keyOf(type) : ""))
              .toList();
        }
      };

  private RecordJson() {}

  /**
   * A component.
   *
   * @param key under which it is written
   * @param onlyTrue whether it is written only if it is true
   * @param with the optional component that it is written with; empty if there is none
   */
  private record Part(RecordComponent component, String key, boolean onlyTrue, String with) {

    static Part of(RecordComponent component, String kind) {
      Stored stored = component.getAnnotation(Stored.class);
      String key =
          stored == null || stored.value().isEmpty() ? component.getName() : stored.value();
      return new Part(
          component,
          kind.isEmpty() ? key : kind,
          stored != null && stored.onlyTrue(),
          stored == null ? "" : stored.with());
    }

    String name() {
      return component.getName();
    }

    Type type() {
      return component.getGenericType();
    }

    /** The key of the same of many records. */
    String keyOfMany() {
      Class<?> type = component.getDeclaringRecord();
      return key.equals(keyOf(type)) ? RecordJson.keyOfMany(type) : key + "s";
    }

    boolean isOptional() {
      return component.getType() == Optional.class || onlyTrue || !with.isEmpty();
    }

    /** Whether it is written with another that is absent. */
    boolean isAlone(Map<String, Object> values) {
      return Optional.empty().equals(values.get(with));
    }

    /** What it is where it is not written. */
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

  private static String keyOf(Class<?> type) {
    Stored stored = type.getAnnotation(Stored.class);
    return stored == null ? "" : stored.value();
  }

  private static String keyOfMany(Class<?> type) {
    Stored stored = type.getAnnotation(Stored.class);
    return stored == null ? "" : stored.many();
  }

  /** Those of its parts that are written, by their keys. */
  private static Map<String, Object> written(Object one) {
    Map<String, Object> written = new LinkedHashMap<>();
    Map<String, Object> values = new LinkedHashMap<>();
    for (Part part : PARTS.get(one.getClass())) {
      Object value = part.in(one);
      values.put(part.name(), value);
      boolean here =
          part.with().isEmpty()
              ? !part.isOptional() || !value.equals(part.absent())
              : !part.isAlone(values);
      if (here) {
        written.put(part.key(), value instanceof Optional<?> given ? given.orElseThrow() : value);
      }
    }
    return written;
  }

  /** Writes a value. */
  static void write(JsonGenerator json, Object value) throws IOException {
    if (value instanceof List<?> list) {
      writeList(json, list);
    } else if (value instanceof Record one) {
      writeObject(json, written(one));
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else {
      json.writeString((String) value);
    }
  }

  private static void writeObject(JsonGenerator json, Map<String, Object> values)
      throws IOException {
    json.writeStartObject();
    for (Map.Entry<String, Object> entry : values.entrySet()) {
      json.writeFieldName(entry.getKey());
      write(json, entry.getValue());
    }
    json.writeEndObject();
  }

  private static void writeList(JsonGenerator json, List<?> list) throws IOException {
    json.writeStartArray();
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
    json.writeEndArray();
  }

  /** Whether a value can be written together with others of a class. */
  private static boolean isOneOfMany(Object one, Class<?> type) {
    return one.getClass() == type
        && !keyOfMany(type).isEmpty()
        && written(one).size() == neededOf(type).size();
  }

  private static List<Part> neededOf(Class<?> type) {
    return PARTS.get(type).stream().filter(part -> !part.isOptional()).toList();
  }

  /**
   * Records of one class as lists, of one element if it is that of all; only the first is whole.
   */
  private static Map<String, Object> together(List<?> records) {
    Map<String, Object> lists = new LinkedHashMap<>();
    for (Part part : neededOf(records.get(0).getClass())) {
      List<Object> values = new ArrayList<>();
      records.forEach(one -> values.add(part.in(one)));
      boolean same = Collections.frequency(values, values.get(0)) == values.size();
      lists.put(part.keyOfMany(), same && !lists.isEmpty() ? values.subList(0, 1) : values);
    }
    return lists;
  }

  /**
   * Reads a value.
   *
   * @throws IOException with half a sentence, if it is not what {@link #write} writes
   * @throws IllegalArgumentException likewise, if a record refuses it
   */
  static Object read(StrictJson json, Type type) throws IOException {
    if (type == String.class) {
      return json.string();
    }
    if (type == double.class || type == Double.class) {
      return json.number();
    }
    if (type == boolean.class || type == Boolean.class) {
      return json.bool();
    }
    if (type instanceof ParameterizedType list) {
      Type element = list.getActualTypeArguments()[0];
      return json.list(each -> readElement(each, element)).stream().flatMap(List::stream).toList();
    }
    return readElement(json, type).get(0);
  }

  /** Reads an element of a list, or many that were written together. */
  private static List<?> readElement(StrictJson json, Type type) throws IOException {
    if (!(type instanceof Class<?> known && (known.isRecord() || known.isSealed()))) {
      return List.of(read(json, type));
    }
    json.take(JsonToken.START_OBJECT);
    List<?> all;
    if (known.isSealed()) {
      all = readOneOf(json, known);
    } else {
      json.key(PARTS.get(known).get(0).key());
      all = List.of(readBehindKey(json, known));
    }
    json.take(JsonToken.END_OBJECT);
    return all;
  }

  private static List<?> readOneOf(StrictJson json, Class<?> type) throws IOException {
    String key = json.key();
    for (Class<?> kind : kindsOf(type).toList()) {
      if (key.equals(keyOf(kind))) {
        return List.of(readBehindKey(json, kind));
      }
      if (!key.isEmpty() && key.equals(keyOfMany(kind))) {
        return readMany(json, kind);
      }
    }
    throw new IOException("%s is of the unknown kind '%s'".formatted(keyOf(type), key));
  }

  private static Stream<Class<?>> kindsOf(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type)
        : Arrays.stream(type.getPermittedSubclasses()).flatMap(RecordJson::kindsOf);
  }

  /** Reads a record of which the first key was read. */
  private static Object readBehindKey(StrictJson json, Class<?> type) throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Part part : PARTS.get(type)) {
      boolean here = isHere(json, part, values);
      values.put(part.name(), here ? readPart(json, part) : part.absent());
    }
    return make(type, values.values().toArray());
  }

  /** Passes over the key of a part, if it is here. */
  private static boolean isHere(StrictJson json, Part part, Map<String, Object> before)
      throws IOException {
    if (before.isEmpty()) {
      return true;
    }
    if (part.isOptional() && part.with().isEmpty()) {
      return json.skip(part.key());
    }
    boolean here = !part.isAlone(before);
    if (here) {
      json.key(part.key());
    }
    return here;
  }

  private static Object readPart(StrictJson json, Part part) throws IOException {
    if (part.onlyTrue()) {
      json.take(JsonToken.VALUE_TRUE);
      return true;
    }
    return part.component().getType() == Optional.class
        ? Optional.of(read(json, ((ParameterizedType) part.type()).getActualTypeArguments()[0]))
        : read(json, part.type());
  }

  private static List<?> readMany(StrictJson json, Class<?> type) throws IOException {
    Map<Part, List<?>> lists = new LinkedHashMap<>();
    for (Part part : PARTS.get(type)) {
      if (part.isOptional()) {
        lists.put(part, List.of(part.absent()));
      } else {
        if (!lists.isEmpty()) {
          json.key(part.keyOfMany());
        }
        lists.put(part, json.list(each -> read(each, part.type())));
      }
    }
    int count = lists.values().iterator().next().size();
    List<Object> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<Object> values = new ArrayList<>();
      for (List<?> list : lists.values()) {
        values.add(one(list, i, count));
      }
      all.add(make(type, values.toArray()));
    }
    return all;
  }

  /** The number of a column; that of all, if there is only one. */
  private static Object one(List<?> numbers, int column, int columns) throws IOException {
    if (numbers.size() != 1 && numbers.size() != columns) {
      throw new IOException(
          "there are %s numbers for %s columns".formatted(numbers.size(), columns));
    }
    return numbers.get(numbers.size() == 1 ? 0 : column);
  }

  private static Object make(Class<?> type, Object[] values) {
    Class<?>[] types =
        PARTS.get(type).stream().map(part -> part.component().getType()).toArray(Class<?>[]::new);
    try {
      return type.getConstructor(types).newInstance(values);
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
