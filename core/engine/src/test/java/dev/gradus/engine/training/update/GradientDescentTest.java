package dev.gradus.engine.training.update;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.loss.Objective;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.layers.Dense;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.losses.regularizers.L2;
import dev.gradus.optimizers.Sgd;
import dev.gradus.optimizers.initializers.Given;
import dev.gradus.spi.Regularizer;
import dev.gradus.spi.Schedule;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One step, worked out by hand on a network of two weights. */
class GradientDescentTest {

  private static final Target Y = new Target(Target.Kind.NUMERIC, List.of("y"));

  /** y = x * 2 * 3, with a bias of 0 in the second layer alone. */
  private final Network network =
      new NetworkBuilder(Catalogue.ofInstalled())
          .build(List.of(layer(2, false), layer(3, true)), 1, Y, 0);

  private static Dense layer(double weight, boolean bias) {
    return new Dense(
        Optional.of(1),
        Optional.empty(),
        Optional.of(new Given(List.of(List.of(weight)))),
        Optional.empty(),
        bias);
  }

  private GradientDescent descent(Optional<Schedule> schedule, Regularizer... regularizers) {
    return new GradientDescent(
        network,
        new Objective(new MeanSquaredError(), false, 1, new double[0]),
        new Sgd(0.01),
        schedule,
        List.of(regularizers),
        UpdateOptions.NONE,
        4,
        0,
        Team.alone());
  }

  private static Matrix column(float... values) {
    return new Matrix(values.length, 1, values);
  }

  private float value(int parameter) {
    return network.parameters().get(parameter).matrix().get(0, 0);
  }

  @Test
  void everyGradientIsThatOfTheWeightsThatMadeThePrediction() {
    // p = 6, L = (6 - 0)² = 36, dL/dp = 12: dL/dw1 = 12 * 3, dL/dw2 = 12 * 2, dL/db = 12.
    GradientDescent descent = descent(Optional.empty());
    assertEquals(36, descent.step(column(1), column(0)));
    assertEquals(36, descent.gradients().get(0).get(0, 0));
    assertEquals(24, descent.gradients().get(1).get(0, 0));
    assertEquals(12, descent.gradients().get(2).get(0, 0));
    assertEquals(2 - 0.36f, value(0), 1e-6);
    assertEquals(3 - 0.24f, value(1), 1e-6);
    assertEquals(-0.12f, value(2), 1e-6);
  }

  @Test
  void aStepIsAsLongForFourEqualExamplesAsForOne() {
    assertEquals(36, descent(Optional.empty()).step(column(1, 1, 1, 1), column(0, 0, 0, 0)));
    assertEquals(2 - 0.36f, value(0), 1e-6);
  }

  @Test
  void lossAndGradientAreMeansOverTheBatch() {
    // p = 6 and 12: L = (36 + 144) / 2, dL/dw2 = (12 * 2 + 24 * 4) / 2.
    GradientDescent descent = descent(Optional.empty());
    assertEquals(90, descent.step(column(1, 2), column(0, 0)));
    assertEquals(60, descent.gradients().get(1).get(0, 0));
  }

  @Test
  void theRegularizerIsReportedApartAndPullsOnWeightsAlone() {
    Regularizer l2 = new L2(0.5);
    float[] w1Gradient = new float[1];
    float[] w2Gradient = new float[1];
    double penalty =
        l2.penalize(new float[] {2}, w1Gradient) + l2.penalize(new float[] {3}, w2Gradient);

    GradientDescent descent = descent(Optional.empty(), l2);
    assertEquals(36, descent.step(column(1), column(0)), "the loss has no penalty in it");
    assertEquals(penalty, descent.penalty(), 1e-12);
    assertEquals(36 + w1Gradient[0], descent.gradients().get(0).get(0, 0));
    assertEquals(24 + w2Gradient[0], descent.gradients().get(1).get(0, 0));
    assertEquals(12, descent.gradients().get(2).get(0, 0), "biases are free");
  }

  @Test
  void withoutRegularizersThePenaltyIsZero() {
    GradientDescent descent = descent(Optional.empty());
    descent.step(column(1), column(0));
    assertEquals(0, descent.penalty());
  }

  @Test
  void theScheduleIsAskedForEachStepFromZero() {
    List<Long> asked = new ArrayList<>();
    GradientDescent descent =
        descent(
            Optional.of(
                (base, step) -> {
                  asked.add(step);
                  return step == 0 ? 0 : base;
                }));
    descent.step(column(1), column(0));
    assertEquals(2, value(0), "a rate of 0 moves nothing");
    assertEquals(0, descent.learningRate());
    descent.step(column(1), column(0));
    assertEquals(List.of(0L, 1L), asked);
    assertEquals(0.01, descent.learningRate());
    assertEquals(2 - 0.36f, value(0), 1e-6);
  }

  @Test
  void inputsAndTargetsAreNotModified() {
    Matrix x = column(1, 2);
    Matrix y = column(3, 4);
    descent(Optional.empty()).step(x, y);
    assertArrayEquals(new float[] {1, 2}, x.values());
    assertArrayEquals(new float[] {3, 4}, y.values());
  }
}
