package dev.gradus.spi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a loss gets for free from the interface it implements. */
class LossFormsTest {

  /** (p - t)³, whose only kink, by its own account, is at the target. */
  private static final class Cubic implements PointwiseLoss {
    @Override
    public double value(double prediction, double target) {
      return Math.pow(prediction - target, 3);
    }

    @Override
    public double derivative(double prediction, double target) {
      return 3 * Math.pow(prediction - target, 2);
    }

    @Override
    public double[] kinks(double target) {
      return new double[] {target};
    }
  }

  /** The sum over a batch of w p t, so that each part of the call can be seen in the result. */
  private static final class Products implements BatchLoss {
    @Override
    public double evaluateBatch(
        double[][] predictions, double[][] targets, double[] weights, double[][] gradients) {
      double sum = 0;
      for (int i = 0; i < predictions.length; i++) {
        for (int k = 0; k < predictions[i].length; k++) {
          sum += weights[i] * predictions[i][k] * targets[i][k];
          gradients[i][k] = weights[i] * targets[i][k];
        }
      }
      return sum;
    }
  }

  @Test
  void aPointwiseLossIsTheMeanOverTheOutputs() {
    double[] gradient = {9, 9, 9};
    double loss = new Cubic().evaluate(new double[] {1, 2, 4}, new double[] {0, 2, 2}, gradient);
    assertEquals((1 + 0 + 8) / 3.0, loss);
    assertArrayEquals(new double[] {1, 0, 4}, gradient);
  }

  @Test
  void aPointwiseLossIsSmoothWhereNoOutputIsNearItsKink() {
    Loss loss = new Cubic();
    double[] target = {0, 2};
    assertTrue(loss.isSmoothAround(new double[] {1, 3}, target, 0.5));
    assertFalse(loss.isSmoothAround(new double[] {1, 2.5}, target, 0.5));
    assertFalse(loss.isSmoothAround(new double[] {-0.1, 3}, target, 0.5));
  }

  @Test
  void aLossOfWholeBatchesTakesOneExampleAsABatchOfWeightOne() {
    double[] gradient = {9, 9};
    assertEquals(11, new Products().evaluate(new double[] {1, 2}, new double[] {3, 4}, gradient));
    assertArrayEquals(new double[] {3, 4}, gradient);
  }

  @Test
  void unlessItSaysOtherwiseALossTakesAnyNumberAndAnyTarget() {
    Loss loss = new Products();
    assertEquals(Interval.REAL, loss.predictions());
    assertEquals(Interval.REAL, loss.targets());
    assertEquals(Optional.empty(), loss.onLogits("sigmoid"));
    assertSame(loss, loss.forTarget(new Target(Target.Kind.NUMERIC, List.of("y"))));
    assertTrue(loss.isSmoothAround(new double[] {0}, new double[] {0}, 1));
  }
}
