package dev.gradus.optimizers.initializers;

import dev.gradus.spi.Initializer;
import dev.gradus.spi.Plugin;
import java.util.random.RandomGenerator;

/** Uniform weights of variance 1/fanIn, which keeps the variance of standardised inputs. */
@Plugin(
    name = "lecun-uniform",
    summary = "Uniform, scaled so that signals keep their size in the forward pass. For selu.",
    formula = "U(-a, a), a = sqrt(3 / fan-in)",
    reference = "Y. LeCun, L. Bottou, G. B. Orr, K.-R. Müller, Efficient BackProp, 1998")
public record LecunUniform() implements Initializer {

  @Override
  public void fill(float[] weights, int fanIn, int fanOut, RandomGenerator random) {
    // a uniform draw from -a to a has the variance a²/3
    double limit = Math.sqrt(3.0 / fanIn);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) ((2 * random.nextDouble() - 1) * limit);
    }
  }
}
