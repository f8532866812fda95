package dev.gradus.engine.data;

import dev.gradus.runtime.column.ScaledColumn;
import dev.gradus.runtime.problem.DataException;
import java.util.Optional;

/** Learns the scaling of numbers. */
final class ScaleLearner {

  private static final int MOST_ROUNDED = 1000;

  private ScaleLearner() {}

  /**
   * Learns a scaling.
   *
   * @param numbers finite, at least one
   * @throws DataException if the numbers are too large to be added up
   */
  static ScaledColumn learn(
      String name, ColumnNumbers numbers, ColumnSpec.Scale scale, String origin) {
    return switch (scale) {
      case NONE -> ScaledColumn.unchanged(name);
      // Whitening starts from standardised numbers.
      case STANDARD, WHITEN -> learn(name, numbers, origin);
      case MIN_MAX -> {
        Extent extent = new Extent();
        numbers.forEach(extent::add);
        double size = Math.max(Math.abs(extent.least), Math.abs(extent.most));
        yield new ScaledColumn(
            name, extent.least, usable(extent.most - extent.least, size, numbers.count()));
      }
      case ROBUST -> robust(name, numbers.sorted());
      case ROBUST_CLIPPED -> robust(name, numbers.sorted()).clipped();
      case QUANTILE -> {
        double[] sorted = numbers.sorted();
        yield robust(name, sorted).mapped(NormalQuantiles.of(sorted));
      }
      case LOG -> {
        ScaledColumn learned = learn(name, numbers.map(ScaledColumn::log), origin);
        yield new ScaledColumn(
            name, learned.mean(), learned.deviation(), true, Optional.empty(), false);
      }
    };
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
   * @param numbers finite, at least one
   * @throws DataException if the numbers are too large to be added up
   */
  static ScaledColumn learn(String name, ColumnNumbers numbers, String origin) {
    Extent extent = new Extent();
    numbers.forEach(extent::add);
    if (extent.least == extent.most) {
      // Of both zeros the negative one is the least.
      return new ScaledColumn(name, extent.least, 1);
    }
    int count = numbers.count();
    Deviations deviations = new Deviations(extent.sum / count);
    numbers.forEach(deviations::add);
    double mean = deviations.mean;
    double correction = deviations.sum / count;
    double deviation = Math.sqrt(deviations.squares / count - correction * correction);
    if (!Double.isFinite(mean) || !Double.isFinite(deviation)) {
      throw new DataException(
          origin,
          "column '%s' ranges from %s to %s, too wide to standardise; change its unit, or ignore it"
              .formatted(name, extent.least, extent.most));
    }
    // Squares of numbers below 1e-154 underflow to 0, and so does the deviation.
    return new ScaledColumn(name, mean + correction, usable(deviation, mean, count));
  }

  /** The range and the sum of numbers, added in their order. */
  private static final class Extent {
    private double least = Double.POSITIVE_INFINITY;
    private double most = Double.NEGATIVE_INFINITY;
    private double sum;

    void add(double[] numbers, int count) {
      for (int i = 0; i < count; i++) {
        least = Math.min(least, numbers[i]);
        most = Math.max(most, numbers[i]);
        sum += numbers[i];
      }
    }
  }

  /** The sums of deviations from a mean, and of their squares, added in their order. */
  private static final class Deviations {
    private final double mean;
    private double sum;
    private double squares;

    Deviations(double mean) {
      this.mean = mean;
    }

    void add(double[] numbers, int count) {
      for (int i = 0; i < count; i++) {
        double e = numbers[i] - mean;
        sum += e;
        squares += e * e;
      }
    }
  }
}
