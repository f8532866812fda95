package dev.gradus.optimizers.initializers;

import dev.gradus.spi.Initializer;
import dev.gradus.spi.Plugin;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * All weights 0.
 *
 * <p>Right for biases, and for the weights of a network with a single layer. Units of a hidden
 * layer that start equal get the same gradient and stay equal forever.
 */
@Plugin(
    name = "zeros",
    summary = "All weights 0. For biases; hidden units that start equal would stay equal.",
    formula = "0")
public record Zeros() implements Initializer {

  @Override
  public void fill(float[] weights, int fanIn, int fanOut, RandomGenerator random) {
    Arrays.fill(weights, 0);
  }
}
