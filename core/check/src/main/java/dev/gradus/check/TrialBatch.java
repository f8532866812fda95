package dev.gradus.check;

import dev.gradus.spi.BatchLoss;
import dev.gradus.spi.Loss;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Examples to try a loss on: one, or, for a {@link BatchLoss}, several.
 *
 * @param predictions one row per example
 * @param targets one row per example
 * @param weights one per example
 */
@SuppressWarnings("ArrayRecordComponent") // batches are compared by equalTo alone
record TrialBatch(double[][] predictions, double[][] targets, double[] weights) {

  static TrialBatch of(double[] prediction, double[] target) {
    return new TrialBatch(new double[][] {prediction}, new double[][] {target}, new double[] {1});
  }

  int rows() {
    return predictions.length;
  }

  double[][] emptyGradient() {
    return Arrays.stream(predictions).map(row -> new double[row.length]).toArray(double[][]::new);
  }

  /** The loss of the whole batch; writes its gradient. */
  double evaluate(Loss loss, double[][] gradient) {
    return loss instanceof BatchLoss ofBatch
        ? ofBatch.evaluateBatch(predictions, targets, weights, gradient)
        : loss.evaluate(predictions[0], targets[0], gradient[0]);
  }

  /** The same with one prediction changed. */
  TrialBatch moved(int row, int output, double to) {
    TrialBatch moved = copy();
    moved.predictions[row][output] = to;
    return moved;
  }

  TrialBatch withPredictions(UnaryOperator<double[]> change) {
    return new TrialBatch(
        Arrays.stream(predictions).map(change).toArray(double[][]::new), targets, weights);
  }

  TrialBatch withWeights(double[] others) {
    return new TrialBatch(predictions, targets, others);
  }

  TrialBatch copy() {
    return new TrialBatch(copy(predictions), copy(targets), weights.clone());
  }

  private static double[][] copy(double[][] rows) {
    return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
  }

  boolean equalTo(TrialBatch other) {
    return Arrays.deepEquals(predictions, other.predictions)
        && Arrays.deepEquals(targets, other.targets)
        && Arrays.equals(weights, other.weights);
  }

  /** Describes a row, to begin a sentence. */
  String words(int row) {
    String place =
        "for the prediction %s and the target %s"
            .formatted(Arrays.toString(predictions[row]), Arrays.toString(targets[row]));
    return rows() == 1 ? place : place + ", row %s of a batch of %s,".formatted(row + 1, rows());
  }
}
