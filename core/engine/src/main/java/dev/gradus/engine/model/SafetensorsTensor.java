package dev.gradus.engine.model;

import java.util.List;

/** A named array of floats with a shape; immutable. */
public final class SafetensorsTensor {

  private final String name;
  private final List<Integer> shape;
  private final float[] values;

  /**
   * A tensor.
   *
   * @param name not empty
   * @param shape the lengths of its dimensions, each at least 0, at most {@link
   *     Safetensors#MOST_DIMENSIONS} of them; empty for a single number
   * @param values in row-major order, as many as the product of the shape; copied
   * @throws IllegalArgumentException if they do not fit together
   */
  public SafetensorsTensor(String name, List<Integer> shape, float[] values) {
    this(name, List.copyOf(shape), values.clone(), values.length);
  }

  private SafetensorsTensor(String name, List<Integer> shape, float[] values, int size) {
    if (name.isEmpty() || name.equals(Safetensors.METADATA)) {
      throw new IllegalArgumentException("a tensor cannot be called '" + name + "'");
    }
    if (sizeOf(shape) != size) {
      throw new IllegalArgumentException(
          "tensor '%s' of shape %s cannot have %s values".formatted(name, shape, size));
    }
    this.name = name;
    this.shape = shape;
    this.values = values;
  }

  /** A tensor that takes over the array. */
  static SafetensorsTensor ofOwn(String name, List<Integer> shape, float[] values) {
    return new SafetensorsTensor(name, shape, values, values.length);
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

  /** The name. */
  public String name() {
    return name;
  }

  /** The lengths of the dimensions; empty for a single number. */
  public List<Integer> shape() {
    return shape;
  }

  /** The number of values. */
  public int size() {
    return values.length;
  }

  /** The values in row-major order; a copy. */
  public float[] values() {
    return values.clone();
  }

  /**
   * Copies the values.
   *
   * @param into at least {@link #size} long; its first elements are overwritten
   */
  public void copyTo(float[] into) {
    System.arraycopy(values, 0, into, 0, values.length);
  }

  /** The values themselves, which must not be modified. */
  float[] shared() {
    return values;
  }
}
