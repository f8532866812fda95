package dev.gradus.runtime.network;

import dev.gradus.runtime.linear.Products;
import dev.gradus.runtime.problem.ModelFileException;
import dev.gradus.runtime.problem.ModelFileException.Reason;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerFunction.Direction;
import java.util.List;
import java.util.Locale;

/**
 * Forward passes through layers with their current values, and the memory for them. It is reused by
 * one thread; two threads need two.
 */
public final class Forward {

  /** The maximum number of rows in a forward pass. */
  private static final int MOST_ROWS = 1024;

  /** The memory limit for these rows, in bytes. */
  private static final long MOST_BYTES = 1 << 26;

  /** The maximum array length, slightly below the largest int. */
  private static final int MOST_NUMBERS = Integer.MAX_VALUE - 8;

  private final Chain chain;
  private final float[] outputs;

  /**
   * Allocates the memory.
   *
   * @param layers at least one
   * @param rows the largest number of rows of a batch
   */
  public Forward(List<LayerFunction> layers, int rows) {
    int width = layers.get(layers.size() - 1).output().columns();
    Room room = Room.of(rows, Direction.FORWARD, List.of(new Products()), width);
    chain = new Chain(layers, room);
    chain.layOut(0, 1);
    outputs = room.y();
  }

  /**
   * The outputs for a batch.
   *
   * @param inputs row by row; not modified
   * @param rows at most the number that it was created for
   * @return row by row; valid until the next call
   */
  public float[] outputs(float[] inputs, int rows) {
    chain.forward(inputs, 0, rows, 0);
    return outputs;
  }

  /** The approximate memory in bytes for a number of rows. */
  public static long bytes(List<LayerFunction> layers, int rows) {
    return Chain.bytes(layers, rows, Direction.FORWARD);
  }

  /**
   * Refuses layers that do not fit into memory, before they allocate any.
   *
   * @param layers without values
   * @param heapBytes the memory of the process
   * @param where the name of their file in messages
   * @throws ModelFileException if they are too large
   */
  public static void check(List<LayerFunction> layers, long heapBytes, String where) {
    long bytes = bytes(layers, 1);
    long largest = layers.stream().mapToLong(layer -> layer.largestArray(1)).max().orElse(0);
    if (bytes > heapBytes || largest > MOST_NUMBERS) {
      throw new ModelFileException(
          Reason.TOO_LARGE,
          new Problem(
              where,
              String.format(
                  Locale.ROOT,
                  "the model needs %,d bytes of memory to predict a single row, but this process has %,d; increase it (java -Xmx)",
                  bytes,
                  heapBytes)));
    }
  }

  /** A number of rows that can pass at once in little memory. */
  public static int rowsAtOnce(List<LayerFunction> layers) {
    long each = bytes(layers, 2) - bytes(layers, 1);
    return (int) Math.max(1, Math.min(MOST_ROWS, MOST_BYTES / Math.max(1, each)));
  }
}
