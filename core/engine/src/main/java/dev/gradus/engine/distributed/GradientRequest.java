package dev.gradus.engine.distributed;

import java.io.Serializable;

/**
 * The batches of a step, and the weights that they need.
 *
 * @param epoch its number, from 1, which determines the rows of the batches
 * @param first the index of the first batch in the epoch, from 0
 * @param batches the number of batches, at least 1
 * @param number of the first batch in the whole run, from 1, which determines its random numbers
 * @param weights all trainable values, one tensor after the other; not to be modified
 */
@SuppressWarnings("ArrayRecordComponent") // shared on purpose, and never compared
public record GradientRequest(int epoch, int first, int batches, long number, float[] weights)
    implements Serializable {

  /** The same without weights, for a framework that sends them in another way. */
  public GradientRequest withoutWeights() {
    return withWeights(new float[0]);
  }

  /** The same with weights, which are not copied. */
  public GradientRequest withWeights(float[] others) {
    return new GradientRequest(epoch, first, batches, number, others);
  }
}
