package dev.gradus.spark;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The weights of a step, which all tasks of a process share. */
final class SharedWeights implements Serializable {

  private static final long serialVersionUID = 1;

  /** An array of bytes is copied at once, one of floats number by number. */
  private final byte[] bytes;

  @SuppressWarnings("NullAway.Init") // null in a process that has just received it
  private transient float[] values;

  /**
   * Weights.
   *
   * @param values are copied
   */
  SharedWeights(float[] values) {
    this.bytes = new byte[Math.multiplyExact(values.length, Float.BYTES)];
    ordered(bytes).asFloatBuffer().put(values);
  }

  /** The weights; the same array for all tasks. */
  synchronized float[] values() {
    if (values == null) {
      values = new float[bytes.length / Float.BYTES];
      ordered(bytes).asFloatBuffer().get(values);
    }
    return values;
  }

  /** The order of the bytes of most processors, in which numbers are copied at once too. */
  static ByteBuffer ordered(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
