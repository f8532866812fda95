package dev.gradus.optimizers.initializers;

import dev.gradus.spi.Initializer;
import dev.gradus.spi.Plugin;
import java.util.random.RandomGenerator;

/** Uniform weights of variance 1/(3 fanIn). */
@Plugin(
    name = "fan-in-uniform",
    summary =
        "Uniform, with smaller weights than he-uniform and lecun-uniform, so that a network "
            + "starts close to a constant. For tables. PyTorch's linear layers start this way.",
    formula = "U(-a, a), a = 1 / sqrt(fan-in)",
    reference =
        "X. Glorot, Y. Bengio, Understanding the Difficulty of Training Deep Feedforward Neural Networks, 2010, equation 1")
public record FanInUniform() implements Initializer {

  @Override
  public void fill(float[] weights, int fanIn, int fanOut, RandomGenerator random) {
    double limit = 1 / Math.sqrt(fanIn);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) ((2 * random.nextDouble() - 1) * limit);
    }
  }
}
