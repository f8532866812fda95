package dev.gradus.runtime.file;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A named array of numbers with a shape; immutable. */
public final class SafetensorsTensor {

  private final String name;
  private final List<Integer> shape;
  private final Type type;
  private final float[] values;
  private final double[] doubles;

  /** The number formats. */
  public enum Type {
    /** IEEE 754 binary32: weights. */
    F32(Float.BYTES),
    /** IEEE 754 binary64: statistics. */
    F64(Double.BYTES);

    private final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }

    /** The size of a number in bytes. */
    int bytes() {
      return bytes;
    }
  }

  /**
   * Creates a tensor.
   *
   * @param name not empty
   * @param shape the lengths of its dimensions, each at least 0, at most {@link
   *     Safetensors#MOST_DIMENSIONS} of them; empty for a single number
   * @param values in row-major order, as many as the product of the shape; copied
   * @throws IllegalArgumentException if the shape and the values do not match
   */
  public SafetensorsTensor(String name, List<Integer> shape, float[] values) {
    this(name, List.copyOf(shape), Type.F32, values.clone(), new double[0]);
  }

  private SafetensorsTensor(
      String name, List<Integer> shape, Type type, float[] values, double[] doubles) {
    int size = type == Type.F32 ? values.length : doubles.length;
    if (name.isEmpty() || name.equals(Safetensors.METADATA)) {
      throw new IllegalArgumentException("a tensor cannot be called '" + name + "'");
    }
    if (sizeOf(shape) != size) {
      throw new IllegalArgumentException(
          "tensor '%s' of shape %s cannot have %s values".formatted(name, shape, size));
    }
    this.name = name;
    this.shape = shape;
    this.type = type;
    this.values = values;
    this.doubles = doubles;
  }

  /** Creates a tensor that takes ownership of the array. */
  public static SafetensorsTensor ofOwn(String name, List<Integer> shape, float[] values) {
    return new SafetensorsTensor(name, shape, Type.F32, values, new double[0]);
  }

  /** Creates a tensor of doubles that takes ownership of the array. */
  public static SafetensorsTensor ofOwn(String name, List<Integer> shape, double[] values) {
    return new SafetensorsTensor(name, shape, Type.F64, new float[0], values);
  }

  /**
   * The number of values that a shape has.
   *
   * @throws IllegalArgumentException if it has too many dimensions, a negative one, or too many
   *     values
   */
  static int sizeOf(List<Integer> shape) {
    if (shape.size() > Safetensors.MOST_DIMENSIONS) {
      throw new IllegalArgumentException(
          "a tensor has at most %s dimensions, not %s"
              .formatted(Safetensors.MOST_DIMENSIONS, shape.size()));
    }
    long size = 1;
    for (int length : shape) {
      if (length < 0) {
        throw new IllegalArgumentException("a tensor cannot have the shape " + shape);
      }
      size *= length;
      if (size > Integer.MAX_VALUE) {
        throw new IllegalArgumentException("a tensor of shape %s is too large".formatted(shape));
      }
    }
    return (int) size;
  }

  public String name() {
    return name;
  }

  /** The lengths of the dimensions; empty for a single number. */
  public List<Integer> shape() {
    return shape;
  }

  /** The type of the values. */
  public Type type() {
    return type;
  }

  /** The number of values. */
  public int size() {
    return values.length + doubles.length;
  }

  /**
   * A copy of the values of an {@link Type#F64} tensor in row-major order; empty for the other
   * type.
   */
  public double[] doubles() {
    return doubles.clone();
  }

  /**
   * A copy of the values of an {@link Type#F32} tensor in row-major order; empty for the other
   * type.
   */
  public float[] values() {
    return values.clone();
  }

  /**
   * Copies the values of an {@link Type#F32} tensor.
   *
   * @param into at least {@link #size} long; its first elements are overwritten
   */
  public void copyTo(float[] into) {
    System.arraycopy(values, 0, into, 0, values.length);
  }

  /** The index of the first value that is NaN or infinite, from 0; -1 if all are finite. */
  public int firstNotFinite() {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        return i;
      }
    }
    for (int i = 0; i < doubles.length; i++) {
      if (!Double.isFinite(doubles[i])) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Describes the value at an index: {@code NaN at [2, 0] of its tensor layers.0.weight}.
   *
   * @param place an index as {@link #firstNotFinite} returns it
   */
  public String describe(int place) {
    List<Integer> indices = new ArrayList<>(shape);
    int left = place;
    for (int i = shape.size() - 1; i >= 0; i--) {
      indices.set(i, left % shape.get(i));
      left /= shape.get(i);
    }
    return "%s at %s of its tensor %s"
        .formatted(type == Type.F32 ? values[place] : doubles[place], indices, name);
  }

  /** Appends the values in the byte order of the buffer. */
  public void writeTo(ByteBuffer bytes) {
    if (type == Type.F32) {
      bytes.asFloatBuffer().put(values);
    } else {
      bytes.asDoubleBuffer().put(doubles);
    }
    bytes.position(bytes.position() + byteSize());
  }

  /** Reads a tensor from the current position of a buffer, in its byte order. */
  static SafetensorsTensor readFrom(ByteBuffer bytes, String name, List<Integer> shape, Type type) {
    int size = sizeOf(shape);
    if (type == Type.F32) {
      float[] read = new float[size];
      bytes.asFloatBuffer().get(read);
      return ofOwn(name, shape, read);
    }
    double[] read = new double[size];
    bytes.asDoubleBuffer().get(read);
    return ofOwn(name, shape, read);
  }

  private int byteSize() {
    return type.bytes() * size();
  }
}
