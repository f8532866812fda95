package dev.gradus.engine.training;

import java.util.stream.IntStream;

/** A sample of the examples, evenly spaced, and therefore always the same. */
public final class Sample {

  private Sample() {}

  /**
   * The indices of the sampled training examples.
   *
   * @param most the maximum number
   */
  public static int[] rows(Experiment experiment, int most) {
    return rows(experiment.training().rows(), most);
  }

  /**
   * The indices of the sample.
   *
   * @param most the maximum number
   */
  public static int[] rows(int all, int most) {
    int taken = Math.min(all, most);
    return IntStream.range(0, taken).map(i -> (int) ((long) i * all / taken)).toArray();
  }
}
