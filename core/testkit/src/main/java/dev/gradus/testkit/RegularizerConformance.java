package dev.gradus.testkit;

import dev.gradus.spi.Interval;
import dev.gradus.spi.Regularizer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;

/** What a {@link Regularizer} has to pass. */
public final class RegularizerConformance {

  /** How far the gradient, a float, may be from differences of the penalty. */
  static final double TOLERANCE = 1e-4;

  private static final float STEP = 1e-2f;

  private RegularizerConformance() {}

  /** The tests of some regularizers: a container each. */
  public static Stream<DynamicNode> of(Regularizer... regularizers) {
    return of(Arrays.stream(regularizers));
  }

  /** The tests of some regularizers: a container each. */
  public static Stream<DynamicNode> of(Stream<? extends Regularizer> regularizers) {
    return regularizers.map(regularizer -> Nodes.of(claims(regularizer)));
  }

  static Claims claims(Regularizer regularizer) {
    return new Claims(regularizer)
        .that("the gradient is the derivative of the penalty", () -> checkGradient(regularizer))
        .that("the gradient is added to what is there", () -> checkAdds(regularizer))
        .that("weights are not modified", () -> checkWeights(regularizer))
        .that("there is no penalty without weights", () -> checkNone(regularizer))
        .thatEveryOptionCounts(other -> behaviour((Regularizer) other));
  }

  /** Weights away from 0, where penalties may have a kink. */
  private static float[] weights() {
    Samples samples = new Samples();
    float[] weights = new float[20];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) ((i % 2 == 0 ? 1 : -1) * samples.within(Interval.closed(0.1, 3)));
    }
    return weights;
  }

  private static double[] behaviour(Regularizer regularizer) {
    float[] weights = weights();
    float[] gradient = new float[weights.length];
    double[] results = new double[weights.length + 1];
    results[weights.length] = regularizer.penalize(weights, gradient);
    for (int i = 0; i < weights.length; i++) {
      results[i] = gradient[i];
    }
    return results;
  }

  private static void checkGradient(Regularizer regularizer) {
    float[] weights = weights();
    float[] gradient = new float[weights.length];
    double penalty = regularizer.penalize(weights, gradient);
    if (!(penalty >= 0)) {
      throw Claims.failure(regularizer, "the penalty is " + penalty);
    }
    for (int i = 0; i < weights.length; i++) {
      float[] up = weights.clone();
      float[] down = weights.clone();
      up[i] += STEP;
      down[i] -= STEP;
      double difference =
          regularizer.penalize(up, new float[up.length])
              - regularizer.penalize(down, new float[up.length]);
      double numeric = difference / ((double) up[i] - down[i]);
      if (!Claims.close(gradient[i], numeric, TOLERANCE)) {
        throw Claims.failure(
            regularizer,
            "at the weight %s the gradient is %s, but the penalty changes by %s per unit"
                .formatted(weights[i], gradient[i], numeric));
      }
    }
  }

  private static void checkAdds(Regularizer regularizer) {
    float[] weights = weights();
    float[] fresh = new float[weights.length];
    float[] used = new float[weights.length];
    Arrays.fill(used, 1);
    regularizer.penalize(weights, fresh);
    regularizer.penalize(weights, used);
    for (int i = 0; i < weights.length; i++) {
      if (!Claims.close(used[i], 1 + fresh[i], LossConformance.GRADIENT_TOLERANCE)) {
        throw Claims.failure(regularizer, "does not add to the gradient that is there");
      }
    }
  }

  private static void checkWeights(Regularizer regularizer) {
    float[] weights = weights();
    regularizer.penalize(weights, new float[weights.length]);
    if (!Arrays.equals(weights, weights())) {
      throw Claims.failure(regularizer, "modifies the weights");
    }
  }

  private static void checkNone(Regularizer regularizer) {
    if (regularizer.penalize(new float[0], new float[0]) != 0) {
      throw Claims.failure(regularizer, "has a penalty for no weights at all");
    }
  }
}
