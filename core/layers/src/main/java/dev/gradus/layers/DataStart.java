package dev.gradus.layers;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.Tensor;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Initial weights and biases of units that follow from their inputs for some training rows, as in
 * RealMLP (D. Holzmüller, L. Grinsztajn, I. Steinwart, 2024).
 *
 * @param unitVariance whether the weights of each unit are divided by the standard deviation of its
 *     pre-activations
 * @param dataBiases whether each bias is minus a random convex combination of the pre-activations
 *     of {@value #CORNERS} rows: there the unit is 0, so it bends within the data
 */
record DataStart(boolean unitVariance, boolean dataBiases) {

  /** Enough for a standard deviation within three percent. */
  private static final int MOST_ROWS = 1000;

  private static final int CORNERS = 5;

  /** The largest number of pre-activations that are computed. */
  private static final int MOST_NUMBERS = 1 << 24;

  /** A unit whose deviation is a smaller share of its pre-activations is constant. */
  private static final double CONSTANT = 1e-6;

  boolean isNeeded() {
    return unitVariance || dataBiases;
  }

  /**
   * Sets the values.
   *
   * @param weight [inputs, units]
   * @param bias [1, units]
   * @param factor on the weights, in the pre-activations
   * @param x [rows, inputs]; not modified
   */
  void set(
      Tensor weight,
      Optional<Tensor> bias,
      double factor,
      float[] x,
      int rows,
      RandomGenerator random) {
    int units = weight.columns();
    int[] seen = sample(rows, Math.max(CORNERS, MOST_NUMBERS / units), random);
    double[] z = preActivations(weight, factor, x, seen);
    if (unitVariance) {
      double[] divisors = deviations(z, units);
      float[] weights = weight.values();
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) (weights[i] / divisors[i % units]);
      }
      for (int i = 0; i < z.length; i++) {
        z[i] /= divisors[i % units];
      }
    }
    if (dataBiases && bias.isPresent()) {
      setBiases(bias.get().values(), z, random);
    }
  }

  /** All rows, or some of them with replacement. */
  private static int[] sample(int rows, int most, RandomGenerator random) {
    int[] seen = new int[Math.min(rows, Math.min(MOST_ROWS, most))];
    for (int i = 0; i < seen.length; i++) {
      seen[i] = seen.length == rows ? i : random.nextInt(rows);
    }
    return seen;
  }

  /** z = factor x W for the rows that are seen, [rows, units]. */
  private static double[] preActivations(Tensor weight, double factor, float[] x, int[] seen) {
    int inputs = weight.rows();
    int units = weight.columns();
    float[] weights = weight.values();
    double[] z = new double[seen.length * units];
    for (int row = 0; row < seen.length; row++) {
      for (int i = 0; i < inputs; i++) {
        double input = factor * x[seen[row] * inputs + i];
        for (int k = 0; k < units; k++) {
          z[row * units + k] += input * weights[i * units + k];
        }
      }
    }
    return z;
  }

  /** The standard deviation of each unit; 1 for a constant one, whose weights stay. */
  private static double[] deviations(double[] z, int units) {
    int rows = z.length / units;
    double[] deviations = new double[units];
    for (int k = 0; k < units; k++) {
      double sum = 0;
      double size = 0;
      for (int row = 0; row < rows; row++) {
        sum += z[row * units + k];
        size += Math.abs(z[row * units + k]);
      }
      double mean = sum / rows;
      double squares = 0;
      for (int row = 0; row < rows; row++) {
        squares += (z[row * units + k] - mean) * (z[row * units + k] - mean);
      }
      double deviation = Math.sqrt(squares / rows);
      deviations[k] = deviation > CONSTANT * size / rows ? deviation : 1;
    }
    return deviations;
  }

  private static void setBiases(float[] biases, double[] z, RandomGenerator random) {
    int units = biases.length;
    int rows = z.length / units;
    for (int k = 0; k < units; k++) {
      double sum = 0;
      double shares = 0;
      for (int corner = 0; corner < CORNERS; corner++) {
        // Exponential variables, divided by their sum, are uniform on the simplex.
        double share = -DoubleMath.log(1 - random.nextDouble());
        sum += share * z[random.nextInt(rows) * units + k];
        shares += share;
      }
      biases[k] = shares > 0 ? (float) (-sum / shares) : 0;
    }
  }
}
