package dev.gradus.optimizers.initializers;

import dev.gradus.spi.Initializer;
import dev.gradus.spi.Plugin;
import java.util.random.RandomGenerator;

/**
 * Normal weights of variance 2/(fanIn + fanOut); see {@link GlorotUniform}.
 *
 * <p>Not truncated, as in PyTorch; Keras cuts at two standard deviations.
 */
@Plugin(
    name = "glorot-normal",
    aliases = {"xavier-normal"},
    summary =
        "Normal, scaled so that signals keep their size forward and backward. For sigmoid, "
            + "tanh, softmax and no activation.",
    formula = "N(0, s^2), s = sqrt(2 / (fan-in + fan-out))",
    reference =
        "X. Glorot, Y. Bengio, Understanding the Difficulty of Training Deep Feedforward Neural Networks, 2010")
public record GlorotNormal() implements Initializer {

  @Override
  public void fill(float[] weights, int fanIn, int fanOut, RandomGenerator random) {
    // the standard deviation for a variance of 2/(fanIn + fanOut)
    double deviation = Math.sqrt(2 / ((double) fanIn + fanOut));
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (deviation * random.nextGaussian());
    }
  }

  /** The number of units only matters through the fan-out. */
  @Override
  public void fill(float[] weights, int fanIn, int units, int fanOut, RandomGenerator random) {
    fill(weights, fanIn, fanOut, random);
  }
}
