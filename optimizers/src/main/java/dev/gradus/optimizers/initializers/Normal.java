package dev.gradus.optimizers.initializers;

import dev.gradus.spi.Initializer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.random.RandomGenerator;

/**
 * Normal weights with a given mean and standard deviation, whatever the shape.
 *
 * <p>The default standard deviation, 0.05, is that of Keras; PyTorch has 1.
 */
@Plugin(
    name = "normal",
    summary =
        "Normal weights with a given mean and standard deviation, whatever the size of the layer.",
    formula = "N(mean, stddev^2)")
public record Normal(
    @Option("the mean of the weights") double mean,
    @Option(value = "their standard deviation", min = 0, formerly = "deviation") double stddev)
    implements Initializer {

  /** Creates an instance with mean 0 and standard deviation 0.05. */
  public Normal() {
    this(0, 0.05);
  }

  public Normal {
    Options.check(Normal.class, mean, stddev);
  }

  @Override
  public void fill(float[] weights, int fanIn, int fanOut, RandomGenerator random) {
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (mean + stddev * random.nextGaussian());
    }
  }
}
