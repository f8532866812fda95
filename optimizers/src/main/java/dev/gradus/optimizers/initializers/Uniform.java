package dev.gradus.optimizers.initializers;

import dev.gradus.spi.Initializer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.random.RandomGenerator;

/**
 * Uniform weights between two ends, whatever the shape.
 *
 * <p>The default ends, ±0.05, are those of Keras; PyTorch has 0 and 1.
 */
@Plugin(
    name = "uniform",
    summary = "Uniform weights between two ends, whatever the size of the layer.",
    formula = "U(low, high)")
public record Uniform(
    @Option("the lower end") double low,
    @Option("the upper end, not below the lower one") double high)
    implements Initializer {

  /** Creates an initializer with the range from -0.05 to 0.05. */
  public Uniform() {
    this(-0.05, 0.05);
  }

  /** Checks that the ends are in order. */
  public Uniform {
    Options.check(Uniform.class, low, high);
    if (high < low) {
      throw new IllegalArgumentException(
          "high must not be below low, but is " + high + " where low is " + low);
    }
  }

  @Override
  public void fill(float[] weights, int fanIn, int fanOut, RandomGenerator random) {
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (low + (high - low) * random.nextDouble());
    }
  }
}
