package dev.gradus.optimizers.initializers;

import dev.gradus.spi.Initializer;
import dev.gradus.spi.Plugin;
import java.util.random.RandomGenerator;

/**
 * Normal weights of variance 2/fanIn; see {@link HeUniform}.
 *
 * <p>Not truncated, as in PyTorch; Keras cuts at two standard deviations.
 */
@Plugin(
    name = "he-normal",
    aliases = {"kaiming-normal"},
    summary =
        "Normal, scaled so that signals keep their size through rectifiers. For relu and similar activations.",
    formula = "N(0, s^2), s = sqrt(2 / fan-in)",
    reference = "K. He, X. Zhang, S. Ren, J. Sun, Delving Deep into Rectifiers, 2015")
public record HeNormal() implements Initializer {

  @Override
  public void fill(float[] weights, int fanIn, int fanOut, RandomGenerator random) {
    // the standard deviation for a variance of 2/fanIn
    double deviation = Math.sqrt(2.0 / fanIn);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (deviation * random.nextGaussian());
    }
  }
}
