package dev.gradus.optimizers;

/**
 * Moving averages of gradients and of their squares, which many optimizers use.
 *
 * <p>Each loop writes one array, in float, so the JVM can vectorise it. All work on the indices
 * {@code from} to {@code to}, exclusive.
 *
 * <p>The square of a gradient beyond 1.8e19 is infinite as a float, and its average would remain
 * infinite: the weight would never move again. So gradients beyond {@link #LARGEST} are clipped to
 * it in both averages, whose ratio makes the step.
 */
final class Moments {

  /** The largest absolute gradient; the average of its squares fits a float. */
  private static final float LARGEST = 1e19f;

  private Moments() {}

  /** Clips a gradient to the bounds; one that is not finite becomes NaN, so that it is noticed. */
  static float bounded(float g) {
    return Math.max(-LARGEST, Math.min(LARGEST, g)) + 0 * g;
  }

  /** The same with the digits of a double. */
  static double bounded(double g) {
    return Math.max(-LARGEST, Math.min(LARGEST, g)) + 0 * g;
  }

  /** mean <- beta mean + (1 - beta) g, where g = gradient + decay w. */
  static void average(
      float[] mean,
      double beta,
      float[] gradient,
      float[] weights,
      double decay,
      int from,
      int to) {
    average(mean, beta, 1 - beta, gradient, weights, decay, from, to);
  }

  /** mean <- kept mean + added g, where g = gradient + decay w. */
  static void average(
      float[] mean,
      double kept,
      double added,
      float[] gradient,
      float[] weights,
      double decay,
      int from,
      int to) {
    float ofMean = (float) kept;
    float ofGradient = (float) added;
    float share = (float) decay;
    for (int i = from; i < to; i++) {
      mean[i] = ofMean * mean[i] + ofGradient * bounded(gradient[i] + share * weights[i]);
    }
  }

  /** mean <- beta mean + (1 - beta) g², where g = gradient + decay w. */
  static void averageSquares(
      float[] mean,
      double beta,
      float[] gradient,
      float[] weights,
      double decay,
      int from,
      int to) {
    averageSquares(mean, beta, 1 - beta, gradient, weights, decay, from, to);
  }

  /** mean <- kept mean + added g², where g = gradient + decay w. */
  static void averageSquares(
      float[] mean,
      double kept,
      double added,
      float[] gradient,
      float[] weights,
      double decay,
      int from,
      int to) {
    float ofMean = (float) kept;
    float ofSquare = (float) added;
    float share = (float) decay;
    for (int i = from; i < to; i++) {
      float g = bounded(gradient[i] + share * weights[i]);
      mean[i] = ofMean * mean[i] + ofSquare * g * g;
    }
  }

  /** largest <- max(largest, values). */
  static void keepLargest(float[] values, float[] largest, int from, int to) {
    for (int i = from; i < to; i++) {
      largest[i] = Math.max(largest[i], values[i]);
    }
  }

  /** w <- w - rate m / (sqrt(v / correction) + epsilon). */
  static void descend(
      float[] weights,
      float[] first,
      float[] second,
      double rate,
      double correction,
      double epsilon,
      int from,
      int to) {
    float length = (float) rate;
    float scale = (float) (1 / Math.sqrt(correction));
    // An epsilon below the range of float must not become 0, because a zero gradient would then
    // give 0/0.
    float small = Math.max((float) epsilon, Float.MIN_VALUE);
    for (int i = from; i < to; i++) {
      weights[i] = weights[i] - length * first[i] / ((float) Math.sqrt(second[i]) * scale + small);
    }
  }
}
