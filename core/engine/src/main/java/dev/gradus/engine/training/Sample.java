package dev.gradus.engine.training;

import java.util.stream.IntStream;

/** A sample of the examples, evenly spaced, and therefore always the same. */
public final class Sample {

  private Sample() {}

  /**
   * The places of the training examples that are taken.
   *
   * @param most how many at most
   */
  public static int[] rows(Experiment experiment, int most) {
    return rows(experiment.training().rows(), most);
  }

  /**
   * The indexes of the sample.
   *
   * @param most how many at most
   */
  public static int[] rows(int all, int most) {
    int taken = Math.min(all, most);
    return IntStream.range(0, taken).map(i -> (int) ((long) i * all / taken)).toArray();
  }
}
