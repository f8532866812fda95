package dev.gradus.engine.baseline;

import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * Examples of which every input has the mean 0 and the standard deviation 1, in portions.
 *
 * <p>So a penalty on weights does not depend on the units of the inputs, and a bias is fitted
 * without one. An input that is the same in all of them, but for what a float cannot tell, is 0.
 */
final class StandardisedExamples {

  /**
   * The rows of a portion: few enough to stay in the cache, on their way forth and back, and no
   * power of 2, so that the numbers of a row, one portion apart, have different places in it.
   */
  private static final int PORTION = 500;

  /** A deviation below this share of the mean is what rounding to floats has left. */
  private static final double ROUNDING = 1e-5;

  private final List<Matrix> inputs = new ArrayList<>();
  private final Matrix targets;
  private final double[] weights;
  private final double[] means;
  private final double[] factors;

  /**
   * Standardises some examples.
   *
   * @param examples all of them; not modified
   * @param seen what a linear model sees of their inputs
   * @param rows which of them; at least one; not modified
   * @param classWeights how much an example of each class counts: one for each output, or with a
   *     single output for 0 and for 1; empty if all count the same
   */
  StandardisedExamples(
      Examples examples, LinearInputs seen, int[] rows, List<Double> classWeights) {
    int width = seen.width();
    for (int from = 0; from < rows.length; from += PORTION) {
      Matrix portion = Matrix.zeros(Math.min(PORTION, rows.length - from), width);
      for (int i = 0; i < portion.rows(); i++) {
        seen.write(examples.inputs(), rows[from + i], portion.values(), i * width);
      }
      inputs.add(portion);
    }
    targets = Matrix.zeros(rows.length, examples.targets().columns());
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < targets.columns(); k++) {
        targets.set(i, k, examples.targets().get(rows[i], k));
      }
    }
    weights = weights(examples, rows, classWeights);
    means = new double[width];
    factors = new double[width];
    standardise();
  }

  /** How much each example counts, 1 at the mean: a common factor does not change the model. */
  private static double[] weights(Examples examples, int[] rows, List<Double> classWeights) {
    double[] weights = new double[rows.length];
    double sum = 0;
    for (int i = 0; i < rows.length; i++) {
      int row = rows[i];
      double own = examples.weights().map(all -> (double) all.values()[row]).orElse(1.0);
      weights[i] = own * ofClass(examples.targets(), row, classWeights);
      sum += weights[i];
    }
    for (int i = 0; i < rows.length; i++) {
      weights[i] *= rows.length / sum;
    }
    return weights;
  }

  private static double ofClass(Matrix targets, int row, List<Double> classWeights) {
    if (classWeights.isEmpty()) {
      return 1;
    }
    if (targets.columns() == 1) {
      double share = targets.get(row, 0);
      return classWeights.get(0) * (1 - share) + classWeights.get(1) * share;
    }
    double weight = 0;
    for (int k = 0; k < targets.columns(); k++) {
      weight += classWeights.get(k) * targets.get(row, k);
    }
    return weight;
  }

  /** In two passes, so that a large mean does not swallow a small deviation. */
  private void standardise() {
    int width = means.length;
    int next = 0;
    for (Matrix portion : inputs) {
      for (int i = 0; i < portion.rows(); i++) {
        double share = weights[next++] / weights.length;
        for (int j = 0; j < width; j++) {
          means[j] += share * portion.get(i, j);
        }
      }
    }
    double[] variances = new double[width];
    next = 0;
    for (Matrix portion : inputs) {
      for (int i = 0; i < portion.rows(); i++) {
        double share = weights[next++] / weights.length;
        for (int j = 0; j < width; j++) {
          double distance = portion.get(i, j) - means[j];
          variances[j] += share * distance * distance;
        }
      }
    }
    for (int j = 0; j < width; j++) {
      double deviation = Math.sqrt(variances[j]);
      boolean varies = deviation > ROUNDING * Math.abs(means[j]) && Double.isFinite(deviation);
      factors[j] = varies ? 1 / deviation : 0;
    }
    for (Matrix portion : inputs) {
      float[] values = portion.values();
      for (int i = 0; i < portion.size(); i++) {
        values[i] = (float) ((values[i] - means[i % width]) * factors[i % width]);
      }
    }
  }

  /** How many there are. */
  int rows() {
    return weights.length;
  }

  /** How many inputs each has. */
  int width() {
    return means.length;
  }

  /** The inputs of all examples, in portions. */
  List<Matrix> inputs() {
    return inputs;
  }

  /** [rows, outputs]. */
  Matrix targets() {
    return targets;
  }

  /** How much each example counts, 1 at the mean. */
  double[] weights() {
    return weights;
  }

  /**
   * Turns weights of standardised inputs into those of the inputs as they are.
   *
   * @param fitted the weights, output by output, and behind them the biases; not modified
   * @param weights [inputs, outputs]; overwritten
   * @param biases [1, outputs]; overwritten
   */
  void unstandardise(double[] fitted, Matrix weights, Matrix biases) {
    int outputs = biases.columns();
    for (int k = 0; k < outputs; k++) {
      double bias = fitted[means.length * outputs + k];
      for (int j = 0; j < means.length; j++) {
        double weight = fitted[k * means.length + j] * factors[j];
        weights.set(j, k, (float) weight);
        bias -= weight * means[j];
      }
      biases.set(0, k, (float) bias);
    }
  }
}
