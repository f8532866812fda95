package dev.gradus.check;

import dev.gradus.spi.Interval;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;

/** Test values, always the same ones. */
final class Samples {

  /** The seed of all samples. */
  static final long SEED = 20_260_101;

  /**
   * Values where arithmetic tends to fail: around 0, where exp overflows float and double, and at
   * the limits of float.
   */
  private static final double[] EXTREMES = {
    0, 1e-38, 1, 88, 710, 1e4, Float.MAX_VALUE, -1e-38, -1, -88, -710, -1e4, -Float.MAX_VALUE
  };

  /** The margin at the ends of a bounded range, as a share of it. */
  private static final double MARGIN = 1e-3;

  private final RandomGenerator random = new SplittableRandom(SEED);

  /** A number well within a range; of moderate size if the range is unbounded. */
  double within(Interval range) {
    boolean low = Double.isFinite(range.low());
    boolean high = Double.isFinite(range.high());
    if (low && high) {
      double width = range.high() - range.low();
      return range.low() + width * (MARGIN + (1 - 2 * MARGIN) * random.nextDouble());
    }
    if (low) {
      return range.low() + StrictMath.exp(random.nextGaussian());
    }
    if (high) {
      return range.high() - StrictMath.exp(random.nextGaussian());
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
      row[k] = StrictMath.exp(random.nextGaussian());
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

  /** Each of them 0 or 1. */
  double[] zerosAndOnes(int count) {
    double[] row = new double[count];
    for (int k = 0; k < count; k++) {
      row[k] = random.nextInt(2);
    }
    return row;
  }

  /** A whole number from 0 to below another. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Moderate numbers in float. */
  float[] floats(Interval range, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) within(range);
    }
    return values;
  }

  /** The extreme values that lie in a range, including its ends; at least one. */
  static double[] extremesWithin(Interval range) {
    double[] found =
        DoubleStream.concat(Arrays.stream(EXTREMES), DoubleStream.of(range.low(), range.high()))
            .filter(range::contains)
            .distinct()
            .toArray();
    return found.length > 0 ? found : new Samples().within(range, 1);
  }
}
