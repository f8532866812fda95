package dev.gradus.activations.initializers;

import dev.gradus.spi.Initializer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * One and the same number for all weights.
 *
 * <p>For biases. Units of a hidden layer that start alike stay alike.
 */
@Plugin(
    name = "constant",
    summary = "One and the same number for all. For biases.",
    formula = "value")
public record Constant(@Option("the number") double value) implements Initializer {

  /** All 0. */
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
