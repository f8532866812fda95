package dev.gradus.losses.metrics;

import dev.gradus.spi.Metric;

/**
 * The mean over labels of a metric for two classes, each label against its absence.
 *
 * @param metric for a single output
 */
record OverLabels(Metric metric) implements Metric {

  @Override
  public double evaluate(double[][] predictions, double[][] targets) {
    int labels = predictions[0].length;
    double sum = 0;
    for (int k = 0; k < labels; k++) {
      sum += metric.evaluate(output(predictions, k), output(targets, k));
    }
    return sum / labels;
  }

  private static double[][] output(double[][] rows, int k) {
    double[][] output = new double[rows.length][1];
    for (int i = 0; i < rows.length; i++) {
      output[i][0] = rows[i][k];
    }
    return output;
  }

  @Override
  public boolean higherIsBetter() {
    return metric.higherIsBetter();
  }
}
