package dev.gradus.engine.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.data.AuxiliaryColumns;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.spi.BatchLoss;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A loss of one example becomes one of a batch. */
class ObjectiveTest {

  /** The square of the mean error of the batch, which is not a mean over examples. */
  private record SquaredBias() implements BatchLoss {
    @Override
    public double evaluateBatch(
        double[][] predictions, double[][] targets, double[] weights, double[][] gradients) {
      double bias = 0;
      double total = 0;
      for (int i = 0; i < weights.length; i++) {
        bias += weights[i] * (predictions[i][0] - targets[i][0]);
        total += weights[i];
      }
      bias /= total;
      for (int i = 0; i < weights.length; i++) {
        gradients[i][0] = 2 * bias * weights[i] / total;
      }
      return bias * bias;
    }
  }

  private static Matrix matrix(int columns, float... values) {
    return new Matrix(values.length / columns, columns, values);
  }

  @Test
  void aLossIsTheMeanOverTheExamples() {
    Matrix gradient = Matrix.zeros(2, 2);
    double loss =
        new Objective(new MeanSquaredError(), false, 2, new double[0])
            .evaluate(
                matrix(2, 1, 2, 3, 4),
                matrix(2, 1, 0, 3, 8),
                Optional.empty(),
                AuxiliaryColumns.NONE,
                gradient);
    // The first example has (0 + 4) / 2, the second (0 + 16) / 2.
    assertEquals(5, loss);
    // 2 (p - t) / outputs / examples
    assertArrayEquals(new float[] {0, 1, 0, -2}, gradient.values());
  }

  @Test
  void aLossOfWholeBatchesIsNotAveragedAgain() {
    Objective objective = new Objective(new SquaredBias(), false, 1, new double[0]);
    Matrix gradient = Matrix.zeros(2, 1);
    // Errors of 1 and 5: a mean of 3.
    assertEquals(
        9,
        objective.evaluate(
            matrix(1, 1, 5), matrix(1, 0, 0), Optional.empty(), AuxiliaryColumns.NONE, gradient));
    assertArrayEquals(new float[] {3, 3}, gradient.values());
    assertTrue(objective.needsWholeBatch());
    assertFalse(new Objective(new MeanSquaredError(), false, 1, new double[0]).needsWholeBatch());
  }

  /** Remembers the rows that it was given. */
  private static final class Spy implements BatchLoss {
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    @Override
    public double evaluateBatch(
        double[][] predictions, double[][] targets, double[] weights, double[][] gradients) {
      seen.addAll(List.of(predictions));
      seen.addAll(List.of(targets));
      seen.addAll(List.of(gradients));
      return new SquaredBias().evaluateBatch(predictions, targets, weights, gradients);
    }
  }

  @Test
  void batchesOfAnySizeShareTheirRows() {
    Spy spy = new Spy();
    Objective objective = new Objective(spy, false, 1, new double[0]);
    int[] sizes = {5, 3, 9, 1, 5, 4, 9, 8, 7, 6, 2, 3};
    for (int size : sizes) {
      float[] errors = new float[size];
      for (int i = 0; i < size; i++) {
        errors[i] = size + i;
      }
      double mean = size + (size - 1) / 2.0;
      double loss =
          objective.evaluate(
              matrix(1, errors),
              Matrix.zeros(size, 1),
              Optional.empty(),
              AuxiliaryColumns.NONE,
              Matrix.zeros(size, 1));
      assertEquals(mean * mean, loss, 1e-9);
    }
    // Predictions, targets and gradients of the largest batch, and none but these.
    assertEquals(3 * 9, spy.seen.size());
  }
}
