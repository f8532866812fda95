package dev.gradus.losses.metrics;

/** Averages an error over the outputs of a numeric target. */
final class Errors {

  /** The relative difference up to which two numbers count as equal up to rounding. */
  private static final double ROUNDING = 4 * Math.ulp(1.0);

  private Errors() {}

  /** A number for the errors of one output. */
  interface OfOutput {

    /**
     * Computes the number.
     *
     * @param errors prediction - target, one for each example; may be modified
     * @param targets one for each example
     */
    double of(double[] errors, double[] targets);
  }

  static double mean(double[][] predictions, double[][] targets, OfOutput number) {
    int outputs = targets[0].length;
    double sum = 0;
    for (int k = 0; k < outputs; k++) {
      double[] errors = new double[targets.length];
      double[] column = new double[targets.length];
      for (int i = 0; i < targets.length; i++) {
        errors[i] = predictions[i][k] - targets[i][k];
        column[i] = targets[i][k];
      }
      sum += number.of(errors, column);
    }
    return sum / outputs;
  }

  static double sumOfSquares(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return sum;
  }

  static double variance(double[] values) {
    return squaredDeviations(values) / values.length;
  }

  /** The sum of (value - mean)^2; 0 for values that are equal up to rounding. */
  static double squaredDeviations(double[] values) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    double total = 0;
    for (double value : values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
      total += value;
    }
    if (high - low <= ROUNDING * Math.max(Math.abs(low), Math.abs(high))) {
      return 0;
    }
    double mean = total / values.length;
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return sum;
  }
}
