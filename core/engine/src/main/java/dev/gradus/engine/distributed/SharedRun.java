package dev.gradus.engine.distributed;

import java.io.Serializable;
import java.util.Optional;

/**
 * What a process needs to compute gradients of a run: the network before its first step, and the
 * prepared training rows. It is the same for the whole run, and after it was resumed.
 *
 * <p>It is serializable for frameworks that send objects between their own processes. {@code
 * Gradus.worker} reads the model in it as a model file, with all its checks.
 *
 * @param model a model file, with the configuration and the preparation
 * @param rows the number of training rows
 * @param inputs [rows, inputs]
 * @param targets [rows, outputs]
 * @param weights one for each row; an empty array if all count the same
 * @param auxiliary the auxiliary columns of the loss, one number for each row
 */
@SuppressWarnings("ArrayRecordComponent") // shared on purpose, and never compared
public record SharedRun(
    byte[] model, int rows, float[] inputs, float[] targets, float[] weights, double[][] auxiliary)
    implements Serializable {

  /** The weights of the rows, if they have any. */
  public Optional<float[]> exampleWeights() {
    return weights.length == 0 ? Optional.empty() : Optional.of(weights);
  }
}
