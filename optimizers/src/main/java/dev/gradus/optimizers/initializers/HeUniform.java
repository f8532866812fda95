package dev.gradus.optimizers.initializers;

import dev.gradus.spi.Initializer;
import dev.gradus.spi.Plugin;
import java.util.random.RandomGenerator;

/**
 * Uniform weights of variance 2/fanIn, which makes up for the half of the inputs that a rectifier
 * cuts off.
 *
 * <p>It is the default for relu and related activations: uniform rather than normal, so that no
 * weight is an outlier. PyTorch's linear layers start with a sixth of this variance.
 */
@Plugin(
    name = "he-uniform",
    aliases = {"kaiming-uniform"},
    summary =
        "Uniform, scaled so that signals keep their size through rectifiers. For relu and similar activations.",
    formula = "U(-a, a), a = sqrt(6 / fan-in)",
    reference = "K. He, X. Zhang, S. Ren, J. Sun, Delving Deep into Rectifiers, 2015")
public record HeUniform() implements Initializer {

  @Override
  public void fill(float[] weights, int fanIn, int fanOut, RandomGenerator random) {
    // a uniform draw from -a to a has the variance a²/3
    double limit = Math.sqrt(6.0 / fanIn);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) ((2 * random.nextDouble() - 1) * limit);
    }
  }
}
