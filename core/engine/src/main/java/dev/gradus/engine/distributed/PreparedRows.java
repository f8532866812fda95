package dev.gradus.engine.distributed;

import java.io.Serializable;

/**
 * Prepared training rows: all rows of a run, or those of one of its batches.
 *
 * @param rows the number of rows
 * @param inputs [rows, inputs]
 * @param targets [rows, outputs]
 * @param weights one for each row; an empty array if all count the same
 * @param auxiliary the auxiliary columns of the loss, one number for each row
 */
@SuppressWarnings("ArrayRecordComponent") // shared on purpose, and never compared
public record PreparedRows(
    int rows, float[] inputs, float[] targets, float[] weights, double[][] auxiliary)
    implements Serializable {

  /** No rows. */
  public static final PreparedRows NONE =
      new PreparedRows(0, new float[0], new float[0], new float[0], new double[0][]);

  private static final long serialVersionUID = 1;

  /** The number of bytes of inputs and targets. */
  public long bytes() {
    return (long) Float.BYTES * ((long) inputs.length + targets.length);
  }
}
