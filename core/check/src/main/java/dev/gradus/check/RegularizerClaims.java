package dev.gradus.check;

import dev.gradus.spi.Interval;
import dev.gradus.spi.Regularizer;
import dev.gradus.spi.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The claims about a {@link Regularizer}. */
final class RegularizerClaims {

  /** The tolerance for the gradient, a float, against finite differences of the penalty. */
  private static final double TOLERANCE = 1e-4;

  private static final float STEP = 1e-2f;

  /** The shapes: wide, tall, a row and a column. */
  private static final List<Tensor> SHAPES =
      List.of(weights(4, 5), weights(6, 3), weights(1, 20), weights(20, 1));

  private RegularizerClaims() {}

  static void addTo(Claims claims, Regularizer regularizer) {
    claims
        .thatTrainingNeeds(
            "the gradient is the derivative of the penalty",
            () -> SHAPES.forEach(weights -> checkGradient(regularizer, weights)))
        .thatTrainingNeeds(
            "the gradient is added to what is there",
            () -> SHAPES.forEach(weights -> checkAdds(regularizer, weights)))
        .thatTrainingNeeds(
            "weights are not modified",
            () -> SHAPES.forEach(weights -> checkWeights(regularizer, weights)))
        .thatTrainingNeeds("there is no penalty without weights", () -> checkNone(regularizer))
        .thatEveryOptionCounts(other -> behaviour((Regularizer) other));
  }

  /** Weights that are not close to 0, where penalties may have a kink. */
  private static Tensor weights(int rows, int columns) {
    Samples samples = new Samples();
    float[] weights = new float[rows * columns];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) ((i % 2 == 0 ? 1 : -1) * samples.within(Interval.closed(0.1, 3)));
    }
    return with(rows, columns, weights);
  }

  private static Tensor with(int rows, int columns, float[] values) {
    return new Tensor("layers.0.weight", Tensor.Role.WEIGHT, rows, columns, values);
  }

  /** The same shape with other numbers. */
  private static Tensor with(Tensor weights, float[] values) {
    return with(weights.rows(), weights.columns(), values);
  }

  /** A copy, so that no claim sees changes made by another. */
  private static Tensor copy(Tensor weights) {
    return with(weights, weights.values().clone());
  }

  private static String words(Tensor weights) {
    return "for a matrix of %s by %s".formatted(weights.rows(), weights.columns());
  }

  private static double[] behaviour(Regularizer regularizer) {
    return SHAPES.stream()
        .flatMapToDouble(
            weights -> {
              float[] gradient = new float[weights.values().length];
              double penalty = regularizer.penalize(copy(weights), gradient);
              return DoubleStream.concat(
                  DoubleStream.of(penalty),
                  IntStream.range(0, gradient.length).mapToDouble(i -> gradient[i]));
            })
        .toArray();
  }

  private static void checkGradient(Regularizer regularizer, Tensor weights) {
    float[] values = weights.values();
    float[] gradient = new float[values.length];
    double penalty = regularizer.penalize(copy(weights), gradient);
    if (!(penalty >= 0)) {
      throw new BrokenClaim(regularizer, words(weights) + " the penalty is " + penalty);
    }
    Slopes slopes = new Slopes(regularizer, "");
    for (int i = 0; i < values.length; i++) {
      float[] up = values.clone();
      float[] down = values.clone();
      up[i] += STEP;
      down[i] -= STEP;
      double difference =
          regularizer.penalize(with(weights, up), new float[up.length])
              - regularizer.penalize(with(weights, down), new float[up.length]);
      String where =
          "%s at the weight %s of %s".formatted(words(weights), values[i], Arrays.toString(values));
      double measured = difference / ((double) up[i] - down[i]);
      slopes.add(new Slope(where, penalty, gradient[i], measured, TOLERANCE));
    }
    slopes.finish();
  }

  private static void checkAdds(Regularizer regularizer, Tensor weights) {
    float[] fresh = new float[weights.values().length];
    float[] used = new float[fresh.length];
    Arrays.fill(used, 1);
    regularizer.penalize(copy(weights), fresh);
    regularizer.penalize(copy(weights), used);
    for (int i = 0; i < fresh.length; i++) {
      if (!Claims.close(used[i], 1 + fresh[i], LossGradientCheck.TOLERANCE)) {
        throw new BrokenClaim(
            regularizer, words(weights) + " it does not add to the gradient that is there");
      }
    }
  }

  private static void checkWeights(Regularizer regularizer, Tensor weights) {
    Tensor copy = copy(weights);
    regularizer.penalize(copy, new float[copy.values().length]);
    if (!Arrays.equals(weights.values(), copy.values())) {
      throw new BrokenClaim(regularizer, "modifies the weights");
    }
  }

  private static void checkNone(Regularizer regularizer) {
    if (regularizer.penalize(with(0, 0, new float[0]), new float[0]) != 0) {
      throw new BrokenClaim(regularizer, "has a penalty for no weights at all");
    }
  }
}
