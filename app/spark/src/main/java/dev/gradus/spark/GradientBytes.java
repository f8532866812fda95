package dev.gradus.spark;

import dev.gradus.engine.distributed.BatchGradient;
import java.nio.ByteBuffer;

/** The gradient of a batch as bytes, and back. Bytes are sent faster than objects with numbers. */
final class GradientBytes {

  private static final int HEAD = 2 * Integer.BYTES + Double.BYTES + 1;

  private GradientBytes() {}

  /** The bytes of a gradient. */
  static byte[] of(BatchGradient gradient) {
    int floats = gradient.gradient().length;
    byte[] bytes = new byte[Math.addExact(HEAD, Math.multiplyExact(floats, Float.BYTES))];
    ByteBuffer buffer =
        SharedWeights.ordered(bytes)
            .putInt(gradient.batch())
            .putInt(gradient.rows())
            .putDouble(gradient.loss())
            .put((byte) (gradient.compared() ? 1 : 0));
    buffer.asFloatBuffer().put(gradient.gradient());
    return bytes;
  }

  /** The gradient that bytes were made of. */
  static BatchGradient read(byte[] bytes) {
    ByteBuffer buffer = SharedWeights.ordered(bytes);
    int batch = buffer.getInt();
    int rows = buffer.getInt();
    double loss = buffer.getDouble();
    boolean compared = buffer.get() != 0;
    float[] values = new float[(bytes.length - HEAD) / Float.BYTES];
    buffer.asFloatBuffer().get(values);
    return new BatchGradient(batch, rows, loss, compared, values);
  }
}
