package dev.gradus.losses.metrics;

/** Averages a number over the ends of predicted intervals. */
final class Ends {

  private Ends() {}

  /** A number for an interval and the target that it should contain. */
  interface OfInterval {
    double of(double from, double to, double truth);
  }

  /** Refuses an upper end that is not above the lower one. */
  static void check(double low, double high) {
    if (high <= low) {
      throw new IllegalArgumentException(
          "high must be above low, but is %s, and low is %s".formatted(high, low));
    }
  }

  /**
   * The mean over all examples and outputs.
   *
   * @param predictions of each output, then the lower ends, then the upper ends
   */
  static double mean(double[][] predictions, double[][] targets, OfInterval number) {
    int width = targets[0].length;
    double sum = 0;
    for (int i = 0; i < targets.length; i++) {
      for (int k = 0; k < width; k++) {
        sum += number.of(predictions[i][width + k], predictions[i][2 * width + k], targets[i][k]);
      }
    }
    return sum / targets.length / width;
  }
}
