package dev.gradus.optimizers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.check.OptimizerTrial;
import dev.gradus.spi.Optimizer;
import dev.gradus.testkit.Installed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Optimizers whose learning rate a schedule changes, or begins with 0. */
class ChangingRatesTest {

  private static float[][] newState(Optimizer optimizer, int size) {
    List<Optimizer.State> remembered = optimizer.state();
    float[][] state = new float[remembered.size()][size];
    for (int i = 0; i < state.length; i++) {
      Arrays.fill(state[i], remembered.get(i).initial());
    }
    return state;
  }

  /** Half the squared distance to (1, 1, …). */
  private static double distance(float[] weights, float[] gradient) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      if (!Float.isFinite(weights[i])) {
        throw new AssertionError("asks for the loss at " + weights[i]);
      }
      gradient[i] = weights[i] - 1;
      sum += gradient[i] * gradient[i] / 2;
    }
    return sum;
  }

  @TestFactory
  Stream<DynamicTest> aRateOfZeroMovesNothingAndForgetsNothing() {
    List<DynamicTest> tests = new ArrayList<>();
    Stream<Optimizer> more =
        Stream.of(
            new Ftrl(0.1, 1, 0.2, 0.5),
            new Ftrl(0.1, 0, 0.2, 0.5),
            new Sgd(0.1, 0.9, 0, true, 0.1),
            new Lbfgs(1, 3, Lbfgs.LineSearch.NONE),
            new ScheduleFreeAdamw(0.1, 0.9, 0.999, 1e-8, 0.1));
    Stream.concat(Installed.all(Optimizer.class), more)
        .forEach(
            optimizer ->
                tests.add(
                    DynamicTest.dynamicTest(optimizer.toString(), () -> checkZero(optimizer))));
    assertTrue(tests.size() > 20, () -> tests.size() + " optimizers");
    return tests.stream();
  }

  private static void checkZero(Optimizer optimizer) {
    float[] start = {0.5f, -0.3f, 2, 0};
    float[] weights = start.clone();
    OptimizerTrial trial = new OptimizerTrial(optimizer, weights.length);
    for (int step = 1; step <= 3; step++) {
      trial.descend(weights, step, 0, 1, ChangingRatesTest::distance);
      assertArrayEquals(start, weights, "weights that move after step " + step);
      float[] predicting = new float[weights.length];
      optimizer.predictionWeights(weights, trial.state(), predicting);
      assertArrayEquals(start, predicting, 1e-6f, "weights that predict after step " + step);
    }
    for (int step = 4; step <= 8; step++) {
      trial.descend(weights, step, 0.001, 1, ChangingRatesTest::distance);
      for (int i = 0; i < weights.length; i++) {
        // A search may go further than the length that it tries first.
        double most = optimizer.isFullBatch() ? 2 : 0.1;
        assertEquals(start[i], weights[i], most, "a step of 0.001 is a short one");
      }
    }
    float[] moved = weights.clone();
    trial.descend(weights, 9, 0, 1, ChangingRatesTest::distance);
    boolean keepsVelocity = optimizer instanceof Lars || optimizer instanceof ScheduleFreeAdamw;
    assertArrayEquals(moved, weights, keepsVelocity ? 0.01f : 0, "a rate that has fallen to 0");
  }

  @Test
  void ftrlStartsFromItsWeightsAtTheFirstStepThatMoves() {
    float[] weights = {0.5f, -0.3f};
    Ftrl optimizer = new Ftrl(0.1, 1, 0.2, 0.5);
    float[][] state = newState(optimizer, 2);
    float[] gradient = {0.01f, 0.01f};
    double[] rates = {0, 0.1, 0.1};
    for (int t = 0; t < rates.length; t++) {
      optimizer.update(weights, gradient, state, Optimizer.Step.of(t + 1, rates[t], 1, 2));
      // -(z - sign(z) l1)/(h + l2): (5.49 - 0.2)/(10.1 + 0.5), then (5.5007 - 0.2)/(10.141 + 0.5)
      assertEquals(new double[] {0.5, 0.49906, 0.49812}[t], weights[0], 5e-6);
    }
    // The same as without the first step.
    float[] direct = {0.5f, -0.3f};
    float[][] fresh = newState(optimizer, 2);
    for (int t = 1; t <= 2; t++) {
      optimizer.update(direct, gradient, fresh, Optimizer.Step.of(t, 0.1, 1, 2));
    }
    assertArrayEquals(direct, weights);
  }

  @Test
  void ftrlWithoutBetaKeepsAWeightThatHasNoGradientYet() {
    float[] weights = {0.5f};
    Ftrl optimizer = new Ftrl(0.1, 0, 0.2, 0);
    float[][] state = newState(optimizer, 1);
    optimizer.update(weights, new float[] {0}, state, Optimizer.Step.of(1, 0.1, 1, 1));
    assertEquals(0.5f, weights[0]);
  }

  /** Algorithm 1 of the paper, in double, with separate x, y and z. */
  private static double[] scheduleFree(double[] rates, double[] gradients, double start) {
    double beta1 = 0.9;
    double beta2 = 0.99;
    double z = start;
    double x = start;
    double y = start;
    double v = 0;
    double sum = 0;
    for (int t = 1; t <= rates.length; t++) {
      y = (1 - beta1) * z + beta1 * x;
      double g = gradients[t - 1];
      v = beta2 * v + (1 - beta2) * g * g;
      double gamma = rates[t - 1] * Math.sqrt(1 - Math.pow(beta2, t));
      z -= gamma * (g / (Math.sqrt(v) + 1e-8) + 0.01 * y);
      sum += gamma * gamma;
      double c = sum > 0 ? gamma * gamma / sum : 0;
      x = (1 - c) * x + c * z;
    }
    return new double[] {x, (1 - beta1) * z + beta1 * x};
  }

  private static double[][] pathOf(double[] rates, double[] gradients, float start) {
    ScheduleFreeAdamw optimizer = new ScheduleFreeAdamw(0.1, 0.9, 0.99, 1e-8, 0.01);
    float[] weights = {start};
    float[][] state = newState(optimizer, 1);
    for (int t = 1; t <= rates.length; t++) {
      optimizer.update(
          weights,
          new float[] {(float) gradients[t - 1]},
          state,
          Optimizer.Step.of(t, rates[t - 1], 1, 1));
    }
    float[] predicting = new float[1];
    optimizer.predictionWeights(weights, state, predicting);
    return new double[][] {{predicting[0]}, {weights[0]}};
  }

  @Test
  void theMeanOfScheduleFreeAdamwCountsStepsByTheSquareOfTheirRate() {
    int steps = 400;
    double[] gradients = new double[steps];
    double[] constant = new double[steps];
    double[] warmUp = new double[steps];
    double[] falling = new double[steps];
    double[] late = new double[steps];
    for (int t = 0; t < steps; t++) {
      gradients[t] = (float) (Math.sin(0.7 * t) + 0.3);
      constant[t] = 0.02;
      warmUp[t] = 0.02 * Math.min(1, t / 20.0);
      falling[t] = 0.02 * (1 - t / (double) steps);
      late[t] = t < 100 ? 0 : 0.02;
    }
    for (double[] rates : List.of(constant, warmUp, falling, late)) {
      double[] expected = scheduleFree(rates, gradients, 0.5);
      double[][] found = pathOf(rates, gradients, 0.5f);
      assertEquals(expected[0], found[0][0], 2e-5, "predicts");
      assertEquals(expected[1], found[1][0], 2e-5, "learns");
    }
  }

  /** A state as it was before the mean rate was remembered. */
  @Test
  void scheduleFreeAdamwGoesOnFromAnOlderState() {
    ScheduleFreeAdamw optimizer = new ScheduleFreeAdamw();
    Optimizer.State added = optimizer.state().get(2);
    assertTrue(added.added());
    float[] whole = {0.5f};
    float[] resumed = {0};
    float[][] state = newState(optimizer, 1);
    float[][] older = newState(optimizer, 1);
    for (int t = 1; t <= 60; t++) {
      if (t == 31) {
        resumed[0] = whole[0];
        older[0][0] = state[0][0];
        older[1][0] = state[1][0];
      }
      float[] gradient = {(float) Math.cos(t)};
      Optimizer.Step step = Optimizer.Step.of(t, 0.01, 1, 1);
      optimizer.update(whole, gradient, state, step);
      if (t > 30) {
        optimizer.update(resumed, gradient, older, step);
      }
    }
    assertEquals(whole[0], resumed[0], 1e-6);
  }
}
