package dev.gradus.engine.data;

import dev.gradus.runtime.column.ScaledColumn;
import dev.gradus.runtime.problem.DataException;
import java.util.Arrays;
import java.util.Optional;

/** Learns the scaling of numbers. */
final class ScaleLearner {

  private static final int MOST_ROUNDED = 1000;

  private ScaleLearner() {}

  /**
   * Learns a scaling.
   *
   * @param numbers finite, at least one; not modified
   * @throws DataException if the numbers are too large to be added up
   */
  static ScaledColumn learn(String name, double[] numbers, ColumnSpec.Scale scale, String origin) {
    return switch (scale) {
      case NONE -> ScaledColumn.unchanged(name);
      // Whitening starts from standardised numbers.
      case STANDARD, WHITEN -> learn(name, numbers, origin);
      case MIN_MAX -> {
        double least = Arrays.stream(numbers).min().orElse(0);
        double most = Arrays.stream(numbers).max().orElse(0);
        double size = Math.max(Math.abs(least), Math.abs(most));
        yield new ScaledColumn(name, least, usable(most - least, size, numbers.length));
      }
      case ROBUST -> robust(name, sorted(numbers));
      case ROBUST_CLIPPED -> robust(name, sorted(numbers)).clipped();
      case QUANTILE -> {
        double[] sorted = sorted(numbers);
        yield robust(name, sorted).mapped(NormalQuantiles.of(sorted));
      }
      case LOG -> {
        double[] logs = Arrays.stream(numbers).map(ScaledColumn::log).toArray();
        ScaledColumn learned = learn(name, logs, origin);
        yield new ScaledColumn(
            name, learned.mean(), learned.deviation(), true, Optional.empty(), false);
      }
    };
  }

  private static double[] sorted(double[] numbers) {
    return Arrays.stream(numbers).sorted().toArray();
  }

  /**
   * Median and interquartile range; half of the range, if more than half of the numbers are equal
   * (as in RealMLP: D. Holzmüller, L. Grinsztajn, I. Steinwart, Better by Default, 2024).
   */
  private static ScaledColumn robust(String name, double[] sorted) {
    double median = ColumnQuantiles.of(sorted, 0.5);
    double middle = ColumnQuantiles.of(sorted, 0.75) - ColumnQuantiles.of(sorted, 0.25);
    // Halves, because the range of very large numbers is infinite.
    double half = sorted[sorted.length - 1] / 2 - sorted[0] / 2;
    double size = Math.max(Math.abs(sorted[0]), Math.abs(sorted[sorted.length - 1]));
    double width = usable(middle, median, sorted.length);
    return new ScaledColumn(
        name, median, width == middle ? middle : usable(half, size, sorted.length));
  }

  /**
   * The number to divide by: the width, or 1 if the width is only rounding error, such as that
   * between 0.3 and 0.1 + 0.2 (the rule of scikit-learn, sklearn.preprocessing.StandardScaler). The
   * rounding error of a number does not grow with their count, so beyond {@value #MOST_ROUNDED} the
   * bound does not grow either.
   *
   * @param width a distance between numbers
   * @param size the magnitude of the numbers
   * @param count the number of numbers
   */
  private static double usable(double width, double size, int count) {
    double rounding = Math.min(count, MOST_ROUNDED) * Math.ulp(1.0) * Math.abs(size);
    return width > rounding && Double.isFinite(width) ? width : 1;
  }

  /**
   * Learns mean and standard deviation.
   *
   * <p>It makes two passes and corrects the first for rounding errors, so that a large mean does
   * not hide a small deviation (Chan, Golub, LeVeque, Algorithms for computing the sample variance,
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
    // Squares of numbers below 1e-154 underflow to 0, and so does the deviation.
    return new ScaledColumn(name, mean + correction, usable(deviation, mean, numbers.length));
  }
}
