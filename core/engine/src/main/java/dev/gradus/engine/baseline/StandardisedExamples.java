package dev.gradus.engine.baseline;

import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.linear.MatrixRows;
import java.util.ArrayList;
import java.util.List;

/**
 * Examples whose inputs have mean 0 and standard deviation 1, in portions.
 *
 * <p>So a penalty on the weights does not depend on the units of the inputs, and the bias needs no
 * penalty. An input that is constant up to the precision of a float becomes 0.
 */
final class StandardisedExamples {

  /**
   * The number of rows of a portion: few enough to stay in the cache, and not a power of 2, so that
   * the numbers of a row, which are one portion apart, fall on different cache lines.
   */
  private static final int PORTION = 500;

  /** A standard deviation below this share of the mean is rounding error of floats. */
  private static final double ROUNDING = 1e-5;

  private final List<Matrix> inputs = new ArrayList<>();
  private final Matrix targets;
  private final double[] weights;
  private final double[] means;
  private final double[] factors;

  /**
   * Standardises some examples.
   *
   * @param examples all examples; not modified
   * @param seen converts their inputs to those of a linear model
   * @param rows the examples to standardise; at least one; not modified
   * @param classWeights the weight of each class: one for each output, or with a single output for
   *     0 and for 1; empty if all count the same
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
        targets.set(i, k, examples.targets().at(rows[i], k));
      }
    }
    weights = weights(examples, rows, classWeights);
    means = new double[width];
    factors = new double[width];
    standardise();
  }

  /** The weight of each example, with mean 1: a common factor does not change the model. */
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

  private static double ofClass(MatrixRows targets, int row, List<Double> classWeights) {
    if (classWeights.isEmpty()) {
      return 1;
    }
    if (targets.columns() == 1) {
      double share = targets.at(row, 0);
      return classWeights.get(0) * (1 - share) + classWeights.get(1) * share;
    }
    double weight = 0;
    for (int k = 0; k < targets.columns(); k++) {
      weight += classWeights.get(k) * targets.at(row, k);
    }
    return weight;
  }

  /** Takes two passes, so that a large mean does not hide a small deviation. */
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

  /** The number of examples. */
  int rows() {
    return weights.length;
  }

  /** The number of inputs of an example. */
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

  /** The weight of each example, with mean 1. */
  double[] weights() {
    return weights;
  }

  /**
   * Converts weights for standardised inputs to weights for the original inputs.
   *
   * @param fitted the weights, output by output, followed by the biases; not modified
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
