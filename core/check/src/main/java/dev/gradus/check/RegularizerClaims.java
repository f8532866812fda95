package dev.gradus.check;

import dev.gradus.spi.Interval;
import dev.gradus.spi.Regularizer;
import java.util.Arrays;

/** What a {@link Regularizer} has to pass. */
final class RegularizerClaims {

  /** How far the gradient, a float, may be from differences of the penalty. */
  private static final double TOLERANCE = 1e-4;

  private static final float STEP = 1e-2f;

  private RegularizerClaims() {}

  static void addTo(Claims claims, Regularizer regularizer) {
    claims
        .thatTrainingNeeds(
            "the gradient is the derivative of the penalty", () -> checkGradient(regularizer))
        .thatTrainingNeeds("the gradient is added to what is there", () -> checkAdds(regularizer))
        .thatTrainingNeeds("weights are not modified", () -> checkWeights(regularizer))
        .thatTrainingNeeds("there is no penalty without weights", () -> checkNone(regularizer))
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
      throw new BrokenClaim(regularizer, "the penalty is " + penalty);
    }
    Slopes slopes = new Slopes(regularizer, "");
    for (int i = 0; i < weights.length; i++) {
      float[] up = weights.clone();
      float[] down = weights.clone();
      up[i] += STEP;
      down[i] -= STEP;
      double difference =
          regularizer.penalize(up, new float[up.length])
              - regularizer.penalize(down, new float[up.length]);
      String where = "at the weight %s of %s".formatted(weights[i], Arrays.toString(weights));
      double measured = difference / ((double) up[i] - down[i]);
      slopes.add(new Slope(where, penalty, gradient[i], measured, TOLERANCE));
    }
    slopes.finish();
  }

  private static void checkAdds(Regularizer regularizer) {
    float[] weights = weights();
    float[] fresh = new float[weights.length];
    float[] used = new float[weights.length];
    Arrays.fill(used, 1);
    regularizer.penalize(weights, fresh);
    regularizer.penalize(weights, used);
    for (int i = 0; i < weights.length; i++) {
      if (!Claims.close(used[i], 1 + fresh[i], LossGradient.TOLERANCE)) {
        throw new BrokenClaim(regularizer, "does not add to the gradient that is there");
      }
    }
  }

  private static void checkWeights(Regularizer regularizer) {
    float[] weights = weights();
    regularizer.penalize(weights, new float[weights.length]);
    if (!Arrays.equals(weights, weights())) {
      throw new BrokenClaim(regularizer, "modifies the weights");
    }
  }

  private static void checkNone(Regularizer regularizer) {
    if (regularizer.penalize(new float[0], new float[0]) != 0) {
      throw new BrokenClaim(regularizer, "has a penalty for no weights at all");
    }
  }
}
