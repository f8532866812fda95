package dev.gradus.engine.data;

/** Quantiles and fill values of numeric columns. */
final class ColumnQuantiles {

  private ColumnQuantiles() {}

  /**
   * A quantile, with linear interpolation between two numbers (R. J. Hyndman, Y. Fan, Sample
   * Quantiles in Statistical Packages, 1996, type 7, as in scikit-learn).
   *
   * @param sorted at least one; not modified
   * @param share from 0 to 1
   */
  static double of(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  /**
   * The fill value of a missing number, learned from the numbers that are present.
   *
   * @param present at least one
   */
  static double fill(ColumnNumbers present, NumericSpec spec) {
    return switch (spec.missing()) {
      case MEAN -> mean(present);
      case MEDIAN -> of(present.sorted(), 0.5);
      case MOST_FREQUENT -> mostFrequent(present.sorted());
      case CONSTANT -> spec.constant();
      case REFUSE ->
          throw new IllegalArgumentException("there is no fill value for missing numbers");
    };
  }

  /** The mean by W. Kahan's summation (1965), which compensates for rounding errors. */
  private static double mean(ColumnNumbers present) {
    double[] sumAndExcess = new double[2];
    present.forEach(
        (numbers, count) -> {
          for (int i = 0; i < count; i++) {
            double due = numbers[i] - sumAndExcess[1];
            double next = sumAndExcess[0] + due;
            sumAndExcess[1] = next - sumAndExcess[0] - due;
            sumAndExcess[0] = next;
          }
        });
    return (sumAndExcess[0] - sumAndExcess[1]) / present.count();
  }

  private static double mostFrequent(double[] sorted) {
    double best = sorted[0];
    int most = 0;
    int first = 0;
    for (int i = 1; i <= sorted.length; i++) {
      if (i == sorted.length || sorted[i] != sorted[first]) {
        if (i - first > most) {
          most = i - first;
          best = sorted[first];
        }
        first = i;
      }
    }
    return best;
  }
}
