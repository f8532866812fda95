package dev.gradus.engine.config;

import dev.gradus.spi.Activation;
import dev.gradus.spi.Initializer;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import java.util.Optional;

/**
 * A layer whose every unit sees every input.
 *
 * @param units how many there are; empty for the last layer alone, where it follows from the target
 * @param activation what each makes of its weighted input; empty for the weighted input itself
 * @param weights where the weights start; empty for what suits the activation
 * @param biases where the biases start; empty for zero
 * @param bias whether there are biases
 */
@Plugin(
    name = "dense",
    summary = "Every unit sees every input: a matrix of weights, biases, and an activation.",
    formula = "y = activation(x W + b)")
public record Dense(
    @Option(
            value = "number of units; left out in the last layer, where it follows from the target",
            min = 1)
        Optional<Integer> units,
    @Option("what each unit makes of its weighted input; if left out, nothing")
        Optional<Activation> activation,
    @Option("where the weights start; if left out, where suits the activation")
        Optional<Initializer> weights,
    @Option("where the biases start; if left out, at zero") Optional<Initializer> biases,
    @Option("whether there are biases") boolean bias)
    implements LayerSpec {

  /** As many units as the target needs, without an activation. */
  public Dense() {
    this(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), true);
  }

  /**
   * Checks the number of units.
   *
   * @throws IllegalArgumentException with a sentence, if it is below 1, or if there is an
   *     initializer for biases that there are not
   */
  public Dense {
    Options.check(Dense.class, units, activation, weights, biases, bias);
    if (!bias && biases.isPresent()) {
      throw new IllegalArgumentException(
          "biases says where biases start, but bias is false, so there are none");
    }
  }

  /** A layer in the midst of a network. */
  public static Dense of(int units, Activation activation) {
    return new Dense(
        Optional.of(units), Optional.of(activation), Optional.empty(), Optional.empty(), true);
  }

  /** A layer without an activation. */
  public static Dense of(int units) {
    return new Dense(
        Optional.of(units), Optional.empty(), Optional.empty(), Optional.empty(), true);
  }

  /** A last layer: as many units as the target needs. */
  public static Dense output(Activation activation) {
    return new Dense(
        Optional.empty(), Optional.of(activation), Optional.empty(), Optional.empty(), true);
  }

  /** A last layer without an activation, for numeric targets. */
  public static Dense output() {
    return new Dense();
  }
}
