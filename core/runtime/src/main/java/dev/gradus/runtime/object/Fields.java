package dev.gradus.runtime.object;

import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Problem;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The values of the objects of a class, by name: the components of a record, or the properties of a
 * bean, that is, what its public methods {@code getWidth()} and {@code isNew()} return.
 */
public final class Fields {

  private final Class<?> type;
  private final List<String> names;
  private final List<Method> accessors;

  private Fields(Class<?> type, List<String> names, List<Method> accessors) {
    this.type = type;
    this.names = List.copyOf(names);
    this.accessors = List.copyOf(accessors);
  }

  /**
   * The fields of a class.
   *
   * @throws DataException if it has none, or they cannot be read from outside
   */
  public static Fields of(Class<?> type) {
    if (type.getName().startsWith("java.")) {
      throw noColumns(type);
    }
    List<String> names = new ArrayList<>();
    List<Method> accessors = new ArrayList<>();
    if (type.isRecord()) {
      for (RecordComponent component : type.getRecordComponents()) {
        names.add(component.getName());
        accessors.add(component.getAccessor());
      }
    } else {
      properties(type)
          .forEach(
              (name, accessor) -> {
                names.add(name);
                accessors.add(accessor);
              });
    }
    if (names.isEmpty()) {
      throw noColumns(type);
    }
    accessors.forEach(accessor -> open(type, accessor));
    return new Fields(type, names, accessors);
  }

  private static DataException noColumns(Class<?> type) {
    return new DataException(
        "",
        "%s has neither record components nor methods such as getWidth(), so it has no columns; pass records, beans or maps"
            .formatted(type.getName()));
  }

  /** Sorted by name, because Java does not define the order of methods. */
  private static Map<String, Method> properties(Class<?> type) {
    Map<String, Method> properties = new TreeMap<>();
    Arrays.stream(type.getMethods())
        .filter(method -> method.getParameterCount() == 0 && !method.isBridge())
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getDeclaringClass() != Object.class)
        .forEach(
            method -> {
              String name = property(method);
              if (!name.isEmpty() && (isGet(method) || !properties.containsKey(name))) {
                properties.put(name, method);
              }
            });
    return properties;
  }

  private static boolean isGet(Method method) {
    return method.getName().startsWith("get");
  }

  /** The name of the JavaBeans property that a method returns; empty if it is not a getter. */
  private static String property(Method method) {
    boolean yesNo = method.getReturnType() == boolean.class && method.getName().startsWith("is");
    if (method.getReturnType() == void.class || !(isGet(method) || yesNo)) {
      return "";
    }
    String name = method.getName().substring(isGet(method) ? 3 : 2);
    boolean abbreviated = name.length() > 1 && Character.isUpperCase(name.charAt(1));
    return name.isEmpty() || abbreviated
        ? name
        : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  private static void open(Class<?> type, Method accessor) {
    try {
      accessor.setAccessible(true);
    } catch (InaccessibleObjectException e) {
      throw new DataException(
          new Problem(
              "",
              "%s cannot be read, because its module does not open it; add opens %s to dev.gradus.runtime; to the module-info of %s"
                  .formatted(type.getName(), type.getPackageName(), type.getModule().getName())),
          e);
    }
  }

  /** The names; for a record, in the order of its components. */
  public List<String> names() {
    return names;
  }

  /**
   * A value of an object.
   *
   * @param from an instance of the class
   * @param field its index, from 0
   * @throws DataException if the value cannot be a cell, or its method fails
   */
  public Cell cell(Object from, int field) {
    String name = names.get(field);
    try {
      Object value = accessors.get(field).invoke(from);
      return value == null ? Cell.MISSING : Cell.of(name, value);
    } catch (InvocationTargetException e) {
      throw new DataException(
          new Problem(
              "",
              "column '%s' cannot be read: %s() of %s fails with %s"
                  .formatted(name, accessors.get(field).getName(), type.getName(), e.getCause())),
          e);
    } catch (IllegalAccessException | IllegalArgumentException e) {
      throw new IllegalArgumentException("not of %s: %s".formatted(type, from.getClass()), e);
    }
  }
}
