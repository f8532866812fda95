package dev.gradus.engine.data;

import dev.gradus.runtime.column.ScaledColumn;
import dev.gradus.runtime.problem.DataException;
import java.util.Arrays;
import java.util.Optional;

/** Learns by what numbers are scaled. */
final class ScaleLearner {

  private static final int MOST_ROUNDED = 1000;

  private ScaleLearner() {}

  /**
   * Learns a scale.
   *
   * @param numbers finite, at least one; not modified
   * @throws DataException if the numbers are too large to be added up
   */
  static ScaledColumn learn(String name, double[] numbers, ColumnSpec.Scale scale, String origin) {
    return switch (scale) {
      case NONE -> ScaledColumn.unchanged(name);
      // Whitening goes on from there.
      case STANDARD, WHITEN -> learn(name, numbers, origin);
      case MIN_MAX -> {
        double least = Arrays.stream(numbers).min().orElse(0);
        double most = Arrays.stream(numbers).max().orElse(0);
        double size = Math.max(Math.abs(least), Math.abs(most));
        yield new ScaledColumn(name, least, usable(most - least, size, numbers.length));
      }
      case ROBUST -> {
        double[] sorted = Arrays.stream(numbers).sorted().toArray();
        double distance = ColumnQuantiles.of(sorted, 0.75) - ColumnQuantiles.of(sorted, 0.25);
        double median = ColumnQuantiles.of(sorted, 0.5);
        yield new ScaledColumn(name, median, usable(distance, median, numbers.length));
      }
      case LOG -> {
        double[] logs = Arrays.stream(numbers).map(ScaledColumn::log).toArray();
        ScaledColumn learned = learn(name, logs, origin);
        yield new ScaledColumn(
            name, learned.mean(), learned.deviation(), true, Optional.empty(), false);
      }
    };
  }

  /**
   * What numbers may be divided by: their width, or 1 if that is nothing but rounding, as that of
   * 0.3 and 0.1 + 0.2 is (the rule of scikit-learn, sklearn.preprocessing.StandardScaler). What a
   * number is rounded by does not grow with their count, so beyond {@value #MOST_ROUNDED} the bound
   * does not either.
   *
   * @param width a distance between numbers
   * @param size how large the numbers are
   * @param count how many there are
   */
  private static double usable(double width, double size, int count) {
    double rounding = Math.min(count, MOST_ROUNDED) * Math.ulp(1.0) * Math.abs(size);
    return width > rounding && Double.isFinite(width) ? width : 1;
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
      lowest = x < lowest ? x : lowest;
      highest = x > highest ? x : highest;
      sum += x;
    }
    if (lowest == highest) {
      // Of both zeros the negative one is the least.
      return new ScaledColumn(name, Arrays.stream(numbers).reduce(lowest, Math::min), 1);
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
          "column '%s' ranges from %s to %s, too wide to standardise; change its unit, or ignore it"
              .formatted(name, lowest, highest));
    }
    // Squares of numbers below 1e-154 vanish: then the deviation is 0.
    return new ScaledColumn(name, mean + correction, usable(deviation, mean, numbers.length));
  }
}
