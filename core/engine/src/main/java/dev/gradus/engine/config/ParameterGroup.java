package dev.gradus.engine.config;

import static java.util.Objects.requireNonNull;

import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Tensor;
import java.util.List;

/**
 * Parameters with their own learning rate, or without weight decay: an element of {@code groups} in
 * {@code training}.
 *
 * <p>Their tensors are updated with the scheduled learning rate times {@code learningRateFactor}.
 * The reported learning rate does not include the factor. A group that names layers takes their
 * parameters out of a group of all layers.
 *
 * @param layers the places of their layers in the network, as {@link LayerPlace} reads them; empty
 *     for all layers
 * @param parameters which parameters of these layers; empty for all of them
 * @param learningRateFactor the factor on the learning rate
 * @param weightDecay whether the weight decay of the optimizer applies to them
 */
public record ParameterGroup(
    @Option(
            "the layers, by their place in the network: network.0 is the first; if left out, all layers that no other group names")
        List<String> layers,
    @Option(
            "which parameters of these layers: weights; biases; or scales, such as those of norms and the coefficients of activations. If left out, all of them")
        List<Kind> parameters,
    @Option(
            value = "the factor on the learning rate of these parameters",
            above = 0,
            formerly = "rate")
        double learningRateFactor,
    @Option(
            value = "whether the weight decay of the optimizer applies to these parameters",
            formerly = "decay")
        boolean weightDecay) {

  /** The kinds of parameters. */
  public enum Kind {
    /** Multiply the inputs of a layer, or stand for its categories. */
    WEIGHTS(Tensor.Role.WEIGHT),
    /** Are added. */
    BIASES(Tensor.Role.BIAS),
    /** Scale units, or are another number of a unit, such as a coefficient of its activation. */
    SCALES(Tensor.Role.SCALE);

    private final Tensor.Role role;

    Kind(Tensor.Role role) {
      this.role = role;
    }
  }

  /** Creates a group of all parameters, trained as usual. */
  public ParameterGroup() {
    this(List.of(), List.of(), 1, true);
  }

  /** Creates a group of all parameters of some layers. */
  public ParameterGroup(List<String> layers, double learningRateFactor, boolean weightDecay) {
    this(layers, List.of(), learningRateFactor, weightDecay);
  }

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException with a sentence, if the place of a layer is malformed, or the
   *     factor is not above 0
   */
  public ParameterGroup {
    layers = List.copyOf(layers);
    parameters = List.copyOf(parameters);
    Options.check(ParameterGroup.class, layers, parameters, learningRateFactor, weightDecay);
    layers.forEach(layer -> LayerPlace.of("layers", layer));
  }

  /** Layers whose learning rate is multiplied by a factor. */
  public static ParameterGroup of(double learningRateFactor, String... layers) {
    return new ParameterGroup(LayerPlace.listOf(layers), learningRateFactor, true);
  }

  /** The parameters of one kind in all layers, with a factor on their learning rate. */
  public static ParameterGroup of(double learningRateFactor, Kind parameters) {
    requireNonNull(parameters, "parameters must not be null");
    return new ParameterGroup(List.of(), List.of(parameters), learningRateFactor, true);
  }

  /** Whether it has parameters with this role, if their layer is among its layers. */
  public boolean has(Tensor.Role role) {
    requireNonNull(role, "role must not be null");
    return parameters.isEmpty() || parameters.stream().anyMatch(kind -> kind.role == role);
  }

  /** The kinds of its parameters: those that it names, or all. */
  List<Kind> kinds() {
    return parameters.isEmpty() ? List.of(Kind.values()) : parameters;
  }
}
