package dev.gradus.engine.config;

import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import java.util.List;

/**
 * Layers with their own learning rate, or without weight decay: an element of {@code groups} in
 * {@code training}.
 *
 * <p>The tensors of these layers are updated with the scheduled learning rate times {@code
 * learningRateFactor}. The reported learning rate does not include the factor.
 *
 * @param layers their places in the network, as {@link LayerPlace} reads them; at least one
 * @param learningRateFactor the factor on the learning rate
 * @param weightDecay whether the weight decay of the optimizer applies to them
 */
public record ParameterGroup(
    @Option(
            value = "the layers, by their place in the network: network.0 is the first",
            required = true)
        List<String> layers,
    @Option(value = "the factor on the learning rate of these layers", above = 0, formerly = "rate")
        double learningRateFactor,
    @Option(
            value = "whether the weight decay of the optimizer applies to these layers",
            formerly = "decay")
        boolean weightDecay) {

  /** Creates a sample group: the first layer, trained like all others. */
  public ParameterGroup() {
    this(List.of("network.0"), 1, true);
  }

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException with a sentence, if there are no layers, the place of a layer
   *     is malformed, or the factor is not above 0
   */
  public ParameterGroup {
    layers = List.copyOf(layers);
    Options.check(ParameterGroup.class, layers, learningRateFactor, weightDecay);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException(
          "layers must name at least one layer, such as network.0, the first");
    }
    layers.forEach(layer -> LayerPlace.of("layers", layer));
  }

  /** Layers whose learning rate is multiplied by a factor. */
  public static ParameterGroup of(double learningRateFactor, String... layers) {
    return new ParameterGroup(LayerPlace.listOf(layers), learningRateFactor, true);
  }
}
