package dev.gradus.engine.config;

import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import java.util.List;

/**
 * Layers that learn by a learning rate of their own, or without weight decay: an element of {@code
 * groups} in {@code training}.
 *
 * <p>Whatever the schedule makes of the learning rate, the tensors of these layers move by {@code
 * rate} times that. The learning rate that is reported is the one without the factor.
 *
 * @param layers their places in the network, as {@link LayerPlace} reads them; at least one
 * @param rate what the learning rate is multiplied by
 * @param decay whether the weight decay of the optimizer acts on them
 */
public record ParameterGroup(
    @Option(
            value = "the layers, by their place in the network: network.0 is the first",
            required = true)
        List<String> layers,
    @Option(value = "what the learning rate is multiplied by for these layers", above = 0)
        double rate,
    @Option("whether the weight decay of the optimizer acts on these layers") boolean decay) {

  /** The first layer, which learns as all others do. */
  public ParameterGroup() {
    this(List.of("network.0"), 1, true);
  }

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException with a sentence, if there are no layers, one is not written as
   *     a place, or the rate is not above 0
   */
  public ParameterGroup {
    layers = List.copyOf(layers);
    Options.check(ParameterGroup.class, layers, rate, decay);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException(
          "layers must name at least one layer, such as network.0, the first");
    }
    layers.forEach(layer -> LayerPlace.of("layers", layer));
  }

  /** Layers whose learning rate is multiplied by a factor. */
  public static ParameterGroup of(double rate, String... layers) {
    return new ParameterGroup(LayerPlace.listOf(layers), rate, true);
  }
}
