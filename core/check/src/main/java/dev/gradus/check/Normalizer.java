package dev.gradus.check;

import java.util.Arrays;
import java.util.Locale;

/**
 * An activation that turns logits into probabilities, in double. A loss with a form on its logits
 * must be the same function there.
 */
enum Normalizer {
  /** Each logit separately. */
  SIGMOID {
    @Override
    double[] forward(double[] z) {
      return Arrays.stream(z).map(x -> 1 / (1 + StrictMath.exp(-x))).toArray();
    }

    @Override
    void backward(double[] p, double[] gradient) {
      for (int k = 0; k < p.length; k++) {
        gradient[k] *= p[k] * (1 - p[k]);
      }
    }
  },
  /** All logits of a row together. */
  SOFTMAX {
    @Override
    double[] forward(double[] z) {
      double sum = Arrays.stream(z).map(StrictMath::exp).sum();
      return Arrays.stream(z).map(x -> StrictMath.exp(x) / sum).toArray();
    }

    @Override
    void backward(double[] p, double[] gradient) {
      double mean = 0;
      for (int k = 0; k < p.length; k++) {
        mean += p[k] * gradient[k];
      }
      for (int k = 0; k < p.length; k++) {
        gradient[k] = p[k] * (gradient[k] - mean);
      }
    }
  };

  /** The probabilities of moderate logits. */
  abstract double[] forward(double[] z);

  /** Turns dL/dp into dL/dz. */
  abstract void backward(double[] p, double[] gradient);

  /** Its name in the YAML. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
