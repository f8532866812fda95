package dev.gradus.engine.remote;

import dev.gradus.engine.event.DivergedException;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.model.ModelFiles;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.runtime.problem.Remedy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Records as bytes, and back. The declared types of their components decide how they are written
 * and what is created when they are read, so the bytes name no class. A model is written as its
 * file, and an exception by its problems.
 */
final class RecordBytes {

  private final ModelFiles models;

  /**
   * Writes and reads records.
   *
   * @param models writes and reads the models in them
   */
  RecordBytes(ModelFiles models) {
    this.models = models;
  }

  byte[] write(Record value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      write(value.getClass(), value, new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  <T extends Record> T read(Class<T> type, byte[] bytes) {
    try {
      return type.cast(read(type, new DataInputStream(new ByteArrayInputStream(bytes))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(Type type, Object value, DataOutputStream out) throws IOException {
    if (type instanceof ParameterizedType generic) {
      writeGeneric(generic, value, out);
    } else if (value instanceof Integer number) {
      out.writeInt(number);
    } else if (value instanceof Long number) {
      out.writeLong(number);
    } else if (value instanceof Double number) {
      out.writeDouble(number);
    } else if (value instanceof Boolean truth) {
      out.writeBoolean(truth);
    } else if (value instanceof String text) {
      writeBytes(text.getBytes(StandardCharsets.UTF_8), out);
    } else if (value instanceof Duration time) {
      out.writeLong(time.toNanos());
    } else if (value instanceof Matrix matrix) {
      writeMatrix(matrix, out);
    } else if (value instanceof Model model) {
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      models.write(model, file);
      writeBytes(file.toByteArray(), out);
    } else if (type == DivergedException.class) {
      write(Divergence.class, Divergence.of((DivergedException) value), out);
    } else if (type == GradusException.class) {
      write(Problems.class, Problems.of((GradusException) value), out);
    } else if (value instanceof Record data) {
      for (RecordComponent component : data.getClass().getRecordComponents()) {
        write(component.getGenericType(), valueOf(component, data), out);
      }
    } else {
      throw unknown(type);
    }
  }

  private void writeGeneric(ParameterizedType type, Object value, DataOutputStream out)
      throws IOException {
    Type[] arguments = type.getActualTypeArguments();
    if (value instanceof Optional<?> optional) {
      out.writeBoolean(optional.isPresent());
      if (optional.isPresent()) {
        write(arguments[0], optional.get(), out);
      }
    } else if (value instanceof List<?> list) {
      out.writeInt(list.size());
      for (Object element : list) {
        write(arguments[0], element, out);
      }
    } else if (value instanceof Map<?, ?> map) {
      out.writeInt(map.size());
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        write(arguments[0], entry.getKey(), out);
        write(arguments[1], entry.getValue(), out);
      }
    } else {
      throw unknown(type);
    }
  }

  private static void writeBytes(byte[] bytes, DataOutputStream out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static void writeMatrix(Matrix matrix, DataOutputStream out) throws IOException {
    out.writeInt(matrix.rows());
    out.writeInt(matrix.columns());
    for (int i = 0; i < matrix.size(); i++) {
      out.writeFloat(matrix.values()[i]);
    }
  }

  private static Object valueOf(RecordComponent component, Record data) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(data);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " cannot be read", e);
    }
  }

  private Object read(Type type, DataInputStream in) throws IOException {
    if (type instanceof ParameterizedType generic) {
      return readGeneric(generic, in);
    } else if (type == int.class || type == Integer.class) {
      return in.readInt();
    } else if (type == long.class || type == Long.class) {
      return in.readLong();
    } else if (type == double.class || type == Double.class) {
      return in.readDouble();
    } else if (type == boolean.class || type == Boolean.class) {
      return in.readBoolean();
    } else if (type == String.class) {
      return new String(readBytes(in), StandardCharsets.UTF_8);
    } else if (type == Duration.class) {
      return Duration.ofNanos(in.readLong());
    } else if (type == Matrix.class) {
      return readMatrix(in);
    } else if (type == Model.class) {
      return models.read(readBytes(in));
    } else if (type == DivergedException.class) {
      return ((Divergence) read(Divergence.class, in)).exception();
    } else if (type == GradusException.class) {
      return new GradusException(((Problems) read(Problems.class, in)).problems());
    } else if (type instanceof Class<?> known && known.isRecord()) {
      return readRecord(known, in);
    }
    throw unknown(type);
  }

  private Object readGeneric(ParameterizedType type, DataInputStream in) throws IOException {
    Type[] arguments = type.getActualTypeArguments();
    if (type.getRawType() == Optional.class) {
      return in.readBoolean() ? Optional.of(read(arguments[0], in)) : Optional.empty();
    }
    int size = in.readInt();
    if (type.getRawType() == List.class) {
      List<Object> list = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        list.add(read(arguments[0], in));
      }
      return list;
    }
    if (type.getRawType() == Map.class) {
      Map<Object, Object> map = new LinkedHashMap<>();
      for (int i = 0; i < size; i++) {
        Object key = read(arguments[0], in);
        map.put(key, read(arguments[1], in));
      }
      return map;
    }
    throw unknown(type);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt());
  }

  private static Matrix readMatrix(DataInputStream in) throws IOException {
    Matrix matrix = Matrix.zeros(in.readInt(), in.readInt());
    for (int i = 0; i < matrix.size(); i++) {
      matrix.values()[i] = in.readFloat();
    }
    return matrix;
  }

  private Object readRecord(Class<?> type, DataInputStream in) throws IOException {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = read(components[i].getGenericType(), in);
    }
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> canonical = type.getDeclaredConstructor(types);
      canonical.setAccessible(true);
      return canonical.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(type + " refuses what was sent", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be created", e);
    }
  }

  private static IllegalStateException unknown(Type type) {
    return new IllegalStateException("a value of " + type + " cannot be sent");
  }

  /** What is sent of an exception; its cause may be known to the other process alone. */
  private record Problems(List<Sent> sent) {

    static Problems of(GradusException exception) {
      return new Problems(
          exception.problems().stream()
              .map(each -> new Sent(each.where(), each.sentence(), each.remedy().name()))
              .toList());
    }

    List<Problem> problems() {
      return sent.stream()
          .map(each -> new Problem(each.where(), each.sentence(), Remedy.valueOf(each.remedy())))
          .toList();
    }
  }

  private record Sent(String where, String sentence, String remedy) {}

  /** What is sent of a run that diverged. */
  private record Divergence(String sentence, List<EpochReport> history, int bestEpoch) {

    static Divergence of(DivergedException exception) {
      return new Divergence(
          exception.problems().get(0).sentence(), exception.history(), exception.bestEpoch());
    }

    DivergedException exception() {
      return new DivergedException(
          sentence, new GradusException(Problem.of(sentence)), history, bestEpoch);
    }
  }
}
