package dev.gradus.engine.data;

/**
 * A column of numbers, of which a mean is subtracted before they are divided by a deviation.
 *
 * @param name the column
 * @param mean finite; 0 if the numbers stay as they are
 * @param deviation the population standard deviation (divided by n, not n - 1); 1 if the numbers
 *     stay as they are, or are all equal; finite and greater than 0
 */
public record ScaledColumn(String name, double mean, double deviation) implements PreparedColumn {

  /** Checks the numbers. */
  public ScaledColumn {
    if (!Double.isFinite(mean) || !Double.isFinite(deviation) || deviation <= 0) {
      throw new IllegalArgumentException(
          "column '%s' cannot be scaled by a mean of %s and a deviation of %s"
              .formatted(name, mean, deviation));
    }
  }

  /** A column that stays as it is. */
  static ScaledColumn unchanged(String name) {
    return new ScaledColumn(name, 0, 1);
  }

  /**
   * Learns mean and deviation.
   *
   * <p>In two passes, the first corrected by what rounding has left, so that a large mean does not
   * swallow a small deviation (Chan, Golub, LeVeque, Algorithms for computing the sample variance,
   * 1983).
   *
   * @param numbers finite, at least one; not modified
   * @throws DataException if the numbers are too large to be added up
   */
  static ScaledColumn learn(String name, double[] numbers, String origin) {
    double lowest = numbers[0];
    double highest = numbers[0];
    double sum = 0;
    for (double x : numbers) {
      lowest = Math.min(lowest, x);
      highest = Math.max(highest, x);
      sum += x;
    }
    if (lowest == highest) {
      return new ScaledColumn(name, lowest, 1);
    }
    double mean = sum / numbers.length;
    double left = 0;
    double squares = 0;
    for (double x : numbers) {
      double e = x - mean;
      left += e;
      squares += e * e;
    }
    double correction = left / numbers.length;
    double deviation = Math.sqrt(squares / numbers.length - correction * correction);
    if (!Double.isFinite(mean) || !Double.isFinite(deviation)) {
      throw new DataException(
          origin,
          "column '%s' reaches from %s to %s, too far to be standardised; change its unit, or ignore it"
              .formatted(name, lowest, highest));
    }
    // Squares of numbers below 1e-154 vanish.
    return new ScaledColumn(name, mean + correction, deviation > 0 ? deviation : 1);
  }

  /** (x - mean)/deviation. */
  public double apply(double x) {
    return (x - mean) / deviation;
  }

  /** The x that {@link #apply} turned into y. */
  public double restore(double y) {
    return y * deviation + mean;
  }

  @Override
  public int width() {
    return 1;
  }
}
