package dev.gradus.optimizers.initializers;

import dev.gradus.spi.Initializer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Ones where input and unit have the same number, zeros elsewhere: each unit initially passes on
 * one input.
 */
@Plugin(
    name = "identity",
    summary = "Each unit initially passes on one input. For deep and residual layers.",
    formula = "gain if i = j, else 0",
    reference =
        "Q. V. Le, N. Jaitly, G. E. Hinton, A Simple Way to Initialize Recurrent Networks of Rectified Linear Units, 2015")
public record Identity(@Option("the value on the diagonal") double gain) implements Initializer {

  /** Creates an initializer with ones on the diagonal. */
  public Identity() {
    this(1);
  }

  public Identity {
    Options.check(Identity.class, gain);
  }

  @Override
  public void fill(float[] weights, int fanIn, int fanOut, RandomGenerator random) {
    Arrays.fill(weights, 0);
    for (int i = 0; i < Math.min(fanIn, fanOut); i++) {
      weights[i * fanOut + i] = (float) gain;
    }
  }
}
