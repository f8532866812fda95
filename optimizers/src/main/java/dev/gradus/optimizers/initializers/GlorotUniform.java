package dev.gradus.optimizers.initializers;

import dev.gradus.spi.Initializer;
import dev.gradus.spi.Plugin;
import java.util.random.RandomGenerator;

/**
 * Uniform weights of variance 2/(fanIn + fanOut), a compromise between keeping the variance of the
 * outputs in the forward pass and that of the gradients in the backward pass.
 *
 * <p>In a convolution the fan-out is the area of the kernel times the filters. The default if an
 * activation suggests no other, as in Keras.
 */
@Plugin(
    name = "glorot-uniform",
    aliases = {"xavier-uniform"},
    summary =
        "Uniform, scaled so that signals keep their size forward and backward. For sigmoid, "
            + "tanh, softmax and no activation.",
    formula = "U(-a, a), a = sqrt(6 / (fan-in + fan-out))",
    reference =
        "X. Glorot, Y. Bengio, Understanding the Difficulty of Training Deep Feedforward Neural Networks, 2010")
public record GlorotUniform() implements Initializer {

  @Override
  public void fill(float[] weights, int fanIn, int fanOut, RandomGenerator random) {
    // a uniform draw from -a to a has the variance a²/3
    double limit = Math.sqrt(6 / ((double) fanIn + fanOut));
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) ((2 * random.nextDouble() - 1) * limit);
    }
  }

  /** The number of units only matters through the fan-out. */
  @Override
  public void fill(float[] weights, int fanIn, int units, int fanOut, RandomGenerator random) {
    fill(weights, fanIn, fanOut, random);
  }
}
