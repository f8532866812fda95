package dev.gradus.losses.metrics;

/** A number for each output of a numeric target, of which the mean is taken. */
final class Errors {

  private Errors() {}

  /** A number for the errors of one output. */
  interface OfOutput {

    /**
     * The number.
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

  static double variance(double[] values) {
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return sum / values.length;
  }
}
