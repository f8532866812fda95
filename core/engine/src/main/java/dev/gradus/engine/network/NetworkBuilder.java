package dev.gradus.engine.network;

import dev.gradus.engine.config.AlphaDropout;
import dev.gradus.engine.config.BatchNorm;
import dev.gradus.engine.config.Dense;
import dev.gradus.engine.config.Dropout;
import dev.gradus.engine.config.GaussianNoise;
import dev.gradus.engine.config.LayerNorm;
import dev.gradus.engine.config.LayerSpec;
import dev.gradus.engine.config.RmsNorm;
import dev.gradus.engine.data.Randomness;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Parameter.Role;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Initializer;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes networks from their specification. */
public final class NetworkBuilder {

  private static final String DEFAULT_INITIALIZER = "glorot-uniform";

  private final Catalogue catalogue;

  /**
   * Makes a builder.
   *
   * @param catalogue where the initializers are found that activations ask for by name
   */
  public NetworkBuilder(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * Makes a network with fresh weights.
   *
   * @param specs the layers, at least one
   * @param inputs the number of columns of the input
   * @param target what is to be predicted; its width is the number of units of the last layer
   * @param seed the same seed gives the same weights
   * @throws NetworkException with a sentence, if the layers do not fit the data
   */
  public Network build(List<LayerSpec> specs, int inputs, Target target, long seed) {
    Network network = network(specs, inputs, target, seed);
    for (int i = 0; i < specs.size(); i++) {
      if (specs.get(i) instanceof Dense dense) {
        initialize(dense, place(i), network.layers().get(i), seed);
      }
    }
    return network;
  }

  /**
   * Makes a network whose weights are all 0, to be filled with those of a trained one.
   *
   * @throws NetworkException with a sentence, if the layers do not fit the data
   */
  public Network blank(List<LayerSpec> specs, int inputs, Target target) {
    return network(specs, inputs, target, 0);
  }

  private static Network network(List<LayerSpec> specs, int inputs, Target target, long seed) {
    List<Layer> layers = new ArrayList<>();
    int width = inputs;
    for (int i = 0; i < specs.size(); i++) {
      boolean last = i == specs.size() - 1;
      if (specs.get(i) instanceof Dense dense) {
        int units = last ? unitsOfLast(dense, place(i), target) : units(dense, place(i));
        layers.add(dense(dense, i, width, units));
        width = units;
      } else if (last) {
        throw new NetworkException(
            "network[%s]: the last layer must be dense, with a unit for each output; put one behind this layer"
                .formatted(i));
      } else {
        layers.add(other(specs.get(i), i, width, seed));
      }
    }
    return new Network(inputs, layers);
  }

  private static Layer other(LayerSpec spec, int index, int width, long seed) {
    String name = "layers.%s.".formatted(index);
    if (spec instanceof BatchNorm norm) {
      checkActivation(norm.activation(), width, "network[%s].batch-norm".formatted(index));
      return new BatchNormLayer(name, width, norm.momentum(), norm.epsilon(), norm.activation());
    }
    if (spec instanceof LayerNorm norm) {
      checkActivation(norm.activation(), width, "network[%s].layer-norm".formatted(index));
      return new RowNormLayer(name, width, true, norm.epsilon(), norm.activation());
    }
    if (spec instanceof RmsNorm norm) {
      checkActivation(norm.activation(), width, "network[%s].rms-norm".formatted(index));
      return new RowNormLayer(name, width, false, norm.epsilon(), norm.activation());
    }
    return new NoiseLayer(width, noise(spec), Randomness.of(seed, name, 0).nextLong());
  }

  private static NoiseLayer.Noise noise(LayerSpec spec) {
    if (spec instanceof Dropout dropout) {
      return new NoiseLayer.Dropping(dropout.rate());
    }
    if (spec instanceof AlphaDropout dropout) {
      return new NoiseLayer.AlphaDropping(dropout.rate());
    }
    if (spec instanceof GaussianNoise gaussian) {
      return new NoiseLayer.Adding(gaussian.deviation());
    }
    throw new IllegalArgumentException("there is no layer for " + spec);
  }

  private static String place(int index) {
    return "network[%s].dense".formatted(index);
  }

  private static Layer dense(Dense spec, int index, int inputs, int units) {
    Optional<Activation> activation = spec.activation();
    checkActivation(activation, units, place(index));
    Parameter weight =
        new Parameter(
            "layers.%s.weight".formatted(index), Role.WEIGHT, Matrix.zeros(inputs, units));
    Optional<Parameter> bias =
        spec.bias()
            ? Optional.of(
                new Parameter("layers.%s.bias".formatted(index), Role.BIAS, Matrix.zeros(1, units)))
            : Optional.empty();
    return new DenseLayer("layers.%s.".formatted(index), weight, bias, activation);
  }

  private static void checkActivation(Optional<Activation> activation, int units, String place) {
    if (units == 1 && activation.isPresent() && !activation.get().isPointwise()) {
      throw new NetworkException(
          "%s: %s needs more than one unit, because it relates units to each other; for two classes use sigmoid, or leave out 'units'"
              .formatted(place, PluginType.nameOf(activation.get())));
    }
  }

  private void initialize(Dense spec, String place, Layer layer, long seed) {
    for (Parameter parameter : layer.parameters()) {
      if (parameter.role() == Role.WEIGHT) {
        Initializer weights = spec.weights().orElseGet(() -> initializerFor(spec.activation()));
        fill(parameter, place + ".weights", weights, seed);
      } else if (parameter.role() == Role.BIAS) {
        spec.biases().ifPresent(biases -> fill(parameter, place + ".biases", biases, seed));
      }
    }
  }

  private static int units(Dense spec, String place) {
    return spec.units()
        .orElseThrow(
            () ->
                new NetworkException(
                    place
                        + ": the number of units is missing; only the last layer may leave it out,"
                        + " e.g. dense: {units: 16}"));
  }

  private static int unitsOfLast(Dense spec, String place, Target target) {
    int needed = target.width();
    int given = spec.units().orElse(needed);
    if (given != needed) {
      throw new NetworkException(
          "%s.units: the last layer has %s units, but the %s target needs %s (%s); leave 'units' out, it follows from the target"
              .formatted(place, given, target.kind(), needed, String.join(", ", target.outputs())));
    }
    return needed;
  }

  private Initializer initializerFor(Optional<Activation> activation) {
    String name = activation.map(Activation::initializer).orElse(DEFAULT_INITIALIZER);
    return catalogue
        .find(PluginKind.INITIALIZER, name)
        .map(plugin -> (Initializer) plugin.create(Map.of()))
        .orElseThrow(
            () ->
                new NetworkException(
                    "the initializer '%s' is not installed; name one for the weights of each layer, or add the jar that has it (installed: %s)"
                        .formatted(
                            name, String.join(", ", catalogue.names(PluginKind.INITIALIZER)))));
  }

  private static void fill(Parameter parameter, String place, Initializer initializer, long seed) {
    Matrix matrix = parameter.matrix();
    try {
      initializer.fill(
          matrix.values(),
          matrix.rows(),
          matrix.columns(),
          Randomness.of(seed, parameter.name(), 0));
    } catch (IllegalArgumentException e) {
      throw new NetworkException(place + ": " + e.getMessage(), e);
    }
  }
}
