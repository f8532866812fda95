package dev.gradus.optimizers.initializers;

import dev.gradus.spi.Initializer;
import dev.gradus.spi.Plugin;
import java.util.random.RandomGenerator;

/**
 * Normal weights of variance 1/fanIn; see {@link LecunUniform}.
 *
 * <p>Not truncated, as in PyTorch; Keras cuts at two standard deviations.
 */
@Plugin(
    name = "lecun-normal",
    summary = "Normal, scaled so that signals keep their size in the forward pass. For selu.",
    formula = "N(0, s^2), s = sqrt(1 / fan-in)",
    reference = "Y. LeCun, L. Bottou, G. B. Orr, K.-R. Müller, Efficient BackProp, 1998")
public record LecunNormal() implements Initializer {

  @Override
  public void fill(float[] weights, int fanIn, int fanOut, RandomGenerator random) {
    // the standard deviation for a variance of 1/fanIn
    double deviation = Math.sqrt(1.0 / fanIn);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (deviation * random.nextGaussian());
    }
  }
}
