package dev.gradus.engine.importances;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.InputGradients;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A baseline in the numbers that a network is differentiated by: where the path to other rows
 * begins. Immutable.
 */
final class StartPoint {

  private final Baseline baseline;

  /** The numbers of the encoded row, whose code in an averaged column is that of any category. */
  private final float[] encoded;

  /** For each averaged column, what the mean of its categories adds to them. */
  private final Map<Integer, double[]> means;

  private final float[] numbers;

  private StartPoint(Baseline baseline, float[] encoded, Map<Integer, double[]> means) {
    this.baseline = baseline;
    this.encoded = encoded;
    this.means = means;
    this.numbers = new float[encoded.length];
    for (int j = 0; j < numbers.length; j++) {
      double sum = encoded[j];
      for (double[] mean : means.values()) {
        sum += mean[j];
      }
      numbers[j] = (float) sum;
    }
  }

  /**
   * Looks up the vectors of all categories that are averaged.
   *
   * @param gradients of the network
   */
  static StartPoint of(Baseline baseline, InputGradients gradients) {
    EncodedRows row = baseline.row();
    float[] encoded = gradients.smooth(row.inputs()).values();
    Map<Integer, double[]> means = new TreeMap<>();
    baseline
        .codes()
        .forEach(
            (column, codes) -> {
              double[] mean = new double[encoded.length];
              for (int code : codes) {
                float[] with = gradients.smooth(row.inputs(column, code)).values();
                for (int j = 0; j < mean.length; j++) {
                  mean[j] += ((double) with[j] - encoded[j]) / codes.size();
                }
              }
              means.put(column, mean);
            });
    return new StartPoint(baseline, encoded, means);
  }

  /** What the network is differentiated by; not to be modified. */
  Matrix numbers() {
    return new Matrix(1, numbers.length, numbers);
  }

  /** The cells of the baseline in words. */
  List<String> cells() {
    return baseline.cells();
  }

  /**
   * The change of each number, if one column gets the cell of another row.
   *
   * @param column its index among the inputs
   * @param other one row
   */
  double[] change(int column, EncodedRows other, InputGradients gradients) {
    float[] with = gradients.smooth(baseline.row().inputs(column, other, unused -> 0)).values();
    double[] mean = means.getOrDefault(column, new double[with.length]);
    double[] change = new double[with.length];
    for (int j = 0; j < change.length; j++) {
      change[j] = (double) with[j] - encoded[j] - mean[j];
    }
    return change;
  }
}
