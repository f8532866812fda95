package dev.gradus.engine.training.update;

import dev.gradus.engine.linear.Matrix;
import java.util.Arrays;
import java.util.List;

/** Accumulates the gradients of several batches; their mean over all examples makes one step. */
public final class Accumulation {

  private final List<Matrix> gradients;
  private final int batches;
  private final float[][] sums;
  private int added;
  private long rows;

  /**
   * Allocates the memory.
   *
   * @param gradients of the last batch, shared
   * @param batches the number of batches in a step
   */
  public Accumulation(List<Matrix> gradients, int batches) {
    this.gradients = gradients;
    this.batches = batches;
    this.sums = new float[gradients.size()][];
    for (int k = 0; k < sums.length; k++) {
      sums[k] = new float[gradients.get(k).size()];
    }
  }

  public boolean isEmpty() {
    return added == 0;
  }

  /**
   * Adds the gradients of a batch.
   *
   * @param n its number of examples
   * @return whether there are enough batches for a step
   */
  public boolean add(int n) {
    for (int k = 0; k < sums.length; k++) {
      float[] sum = sums[k];
      float[] values = gradients.get(k).values();
      for (int i = 0; i < sum.length; i++) {
        sum[i] = sum[i] + n * values[i];
      }
    }
    rows += n;
    added++;
    return added == batches;
  }

  /** Overwrites the gradients with the means, and resets the sums. */
  public void finish() {
    for (int k = 0; k < sums.length; k++) {
      float[] sum = sums[k];
      float[] values = gradients.get(k).values();
      for (int i = 0; i < sum.length; i++) {
        values[i] = sum[i] / rows;
      }
    }
    clear();
  }

  /** Resets the sums. */
  public void clear() {
    for (float[] sum : sums) {
      Arrays.fill(sum, 0);
    }
    added = 0;
    rows = 0;
  }
}
