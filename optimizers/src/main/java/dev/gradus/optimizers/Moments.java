package dev.gradus.optimizers;

/**
 * Running means of gradients and of their squares, which many optimizers are made of.
 *
 * <p>Each loop writes one array, and in float, which lets the JVM make vector instructions of it.
 * All work on the indices {@code from} to {@code to}, excluded.
 */
final class Moments {

  private Moments() {}

  /** mean <- beta mean + (1 - beta) g, where g = gradient + decay w. */
  static void average(
      float[] mean,
      double beta,
      float[] gradient,
      float[] weights,
      double decay,
      int from,
      int to) {
    float kept = (float) beta;
    float added = (float) (1 - beta);
    float share = (float) decay;
    for (int i = from; i < to; i++) {
      mean[i] = kept * mean[i] + added * (gradient[i] + share * weights[i]);
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
    float kept = (float) beta;
    float added = (float) (1 - beta);
    float share = (float) decay;
    for (int i = from; i < to; i++) {
      float g = gradient[i] + share * weights[i];
      mean[i] = kept * mean[i] + added * g * g;
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
    // An epsilon below the range of float must not become 0, which would make 0/0 of no gradient.
    float small = Math.max((float) epsilon, Float.MIN_VALUE);
    for (int i = from; i < to; i++) {
      weights[i] = weights[i] - length * first[i] / ((float) Math.sqrt(second[i]) * scale + small);
    }
  }
}
