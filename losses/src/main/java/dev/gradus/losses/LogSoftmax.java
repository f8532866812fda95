package dev.gradus.losses;

/**
 * The logarithms of the probabilities that a softmax makes of logits, exact however small they are:
 * log p_k = z_k - max z - log sum_j exp(z_j - max z).
 */
final class LogSoftmax {

  private LogSoftmax() {}

  /** The largest logit. */
  static double max(double[] z) {
    double max = Double.NEGATIVE_INFINITY;
    for (double logit : z) {
      max = Math.max(max, logit);
    }
    return max;
  }

  /** log sum_j exp(z_j - max): what remains to be subtracted from z_k - max. */
  static double logSum(double[] z, double max) {
    double sum = 0;
    for (double logit : z) {
      sum += Math.exp(logit - max);
    }
    return Math.log(sum);
  }

  /**
   * Turns p dL/dp into dL/dz: dL/dz_j = p_j dL/dp_j - p_j sum_k p_k dL/dp_k.
   *
   * @param gradient p dL/dp; overwritten with dL/dz
   */
  static void backward(double[] z, double max, double logSum, double[] gradient) {
    double sum = 0;
    for (double g : gradient) {
      sum += g;
    }
    for (int j = 0; j < gradient.length; j++) {
      gradient[j] -= Math.exp(z[j] - max - logSum) * sum;
    }
  }
}
