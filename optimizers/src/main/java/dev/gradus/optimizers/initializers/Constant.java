package dev.gradus.optimizers.initializers;

import dev.gradus.spi.Initializer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The same number for all weights.
 *
 * <p>For biases. Units of a hidden layer that start equal stay equal.
 */
@Plugin(name = "constant", summary = "The same number for all. For biases.", formula = "value")
public record Constant(@Option("the number") double value) implements Initializer {

  /** Creates an initializer with 0. */
  public Constant() {
    this(0);
  }

  public Constant {
    Options.check(Constant.class, value);
  }

  @Override
  public void fill(float[] weights, int fanIn, int fanOut, RandomGenerator random) {
    Arrays.fill(weights, (float) value);
  }
}
