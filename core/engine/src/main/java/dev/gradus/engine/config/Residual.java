package dev.gradus.engine.config;

import dev.gradus.spi.Activation;
import dev.gradus.spi.Option;
import dev.gradus.spi.Plugin;
import java.util.List;
import java.util.Optional;

/**
 * A block of layers whose output is added to its input.
 *
 * @param layers the block; it gives as much as it takes
 * @param activation what follows the sum; empty for nothing
 */
@Plugin(
    name = "residual",
    summary =
        "A block of layers whose output is added to its input, so that gradients get past it. For deep networks.",
    formula = "y = activation(x + block(x))",
    reference =
        "K. He, X. Zhang, S. Ren, J. Sun, Deep Residual Learning for Image Recognition, 2015")
public record Residual(
    @Option("the layers of the block, from input to output; the last gives as much as goes in")
        List<LayerSpec> layers,
    @Option("what each unit makes of the sum; if left out, nothing")
        Optional<Activation> activation)
    implements LayerSpec {

  /** Without an activation. */
  public Residual(List<LayerSpec> layers) {
    this(layers, Optional.empty());
  }

  /** Keeps a copy. */
  public Residual {
    layers = List.copyOf(layers);
  }
}
