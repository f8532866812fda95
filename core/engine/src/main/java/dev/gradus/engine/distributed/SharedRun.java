package dev.gradus.engine.distributed;

import java.io.Serializable;

/**
 * What a process needs to compute gradients of a run: the network before its first step, and the
 * prepared training rows, if there is memory for them. It is the same for the whole run, and after
 * it was resumed.
 *
 * <p>Rows that did not fit into the memory of the training process, or that are more than {@link
 * GradientSource#mostBytesOfRows}, are not part of it: each request comes with the rows of its
 * batches. {@link #sendsRows} says so.
 *
 * <p>It is serializable for frameworks that send objects between their own processes. {@code
 * Gradus.worker} reads the model in it as a model file, with all its checks.
 *
 * @param model a model file, with the configuration and the preparation
 * @param rows the number of training rows
 * @param batches the number of batches in an epoch, or of portions with a full-batch optimizer
 * @param largestBatch the largest number of rows of any of them
 * @param classWeights the weight of each class; an empty array if all count the same
 * @param prepared all training rows, or none if they are sent batch by batch
 */
@SuppressWarnings("ArrayRecordComponent") // shared on purpose, and never compared
public record SharedRun(
    byte[] model,
    int rows,
    int batches,
    int largestBatch,
    double[] classWeights,
    PreparedRows prepared)
    implements Serializable {

  private static final long serialVersionUID = 1;

  /** Whether the rows of a batch are sent with it. */
  public boolean sendsRows() {
    return prepared.rows() < rows;
  }
}
