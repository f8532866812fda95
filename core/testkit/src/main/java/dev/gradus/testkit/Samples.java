package dev.gradus.testkit;

import dev.gradus.spi.Interval;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Numbers to try, always the same ones. */
final class Samples {

  /** The seed of all samples. */
  static final long SEED = 20_260_101;

  /** How many points are tried for each number of outputs. */
  static final int POINTS = 200;

  /**
   * Where arithmetic tends to break: around 0, where exp overflows float and double, and the ends
   * of float.
   */
  private static final double[] EXTREMES = {
    0, 1e-38, 1, 88, 710, 1e4, Float.MAX_VALUE, -1e-38, -1, -88, -710, -1e4, -Float.MAX_VALUE
  };

  /** The share of a bounded range that is kept away from its ends. */
  private static final double MARGIN = 1e-3;

  private final RandomGenerator random = new SplittableRandom(SEED);

  /** A number well within a range; of moderate size where the range has no end. */
  double within(Interval range) {
    boolean low = Double.isFinite(range.low());
    boolean high = Double.isFinite(range.high());
    if (low && high) {
      double width = range.high() - range.low();
      return range.low() + width * (MARGIN + (1 - 2 * MARGIN) * random.nextDouble());
    }
    if (low) {
      return range.low() + Math.exp(random.nextGaussian());
    }
    if (high) {
      return range.high() - Math.exp(random.nextGaussian());
    }
    return 3 * random.nextGaussian();
  }

  double[] within(Interval range, int count) {
    double[] row = new double[count];
    for (int k = 0; k < count; k++) {
      row[k] = within(range);
    }
    return row;
  }

  /** Positive numbers that add up to 1. */
  double[] distribution(int count) {
    double[] row = new double[count];
    double sum = 0;
    for (int k = 0; k < count; k++) {
      row[k] = Math.exp(random.nextGaussian());
      sum += row[k];
    }
    for (int k = 0; k < count; k++) {
      row[k] /= sum;
    }
    return row;
  }

  /** A 1 among zeros. */
  double[] oneHot(int count) {
    double[] row = new double[count];
    row[random.nextInt(count)] = 1;
    return row;
  }

  /** The extremes that lie in a range. */
  static double[] extremesWithin(Interval range) {
    return Arrays.stream(EXTREMES).filter(range::contains).toArray();
  }
}
