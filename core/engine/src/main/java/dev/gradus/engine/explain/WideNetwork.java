package dev.gradus.engine.explain;

import dev.gradus.engine.config.AlphaDropout;
import dev.gradus.engine.config.BatchNorm;
import dev.gradus.engine.config.Dense;
import dev.gradus.engine.config.Dropout;
import dev.gradus.engine.config.Flatten;
import dev.gradus.engine.config.GaussianNoise;
import dev.gradus.engine.config.Image;
import dev.gradus.engine.config.LayerSpec;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.DoubleActivation;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.spi.LearnedActivation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A network of dense layers in {@code double}, with the weights of one in {@code float}. */
final class WideNetwork {

  private final List<WideLayer> layers;

  WideNetwork(List<WideLayer> layers) {
    this.layers = List.copyOf(layers);
  }

  /**
   * Takes on the weights that a network has now.
   *
   * @param specs the layers that it was made from
   * @param notes gets a sentence for each layer that is passed over, because it leaves numbers as
   *     they are when a network predicts
   * @throws ExplanationException naming the first layer that is neither dense nor passed over
   */
  static WideNetwork of(Network network, List<LayerSpec> specs, Consumer<String> notes) {
    Map<String, Matrix> tensors =
        network.parameters().stream().collect(Collectors.toMap(Parameter::name, Parameter::matrix));
    List<WideLayer> layers = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      LayerSpec spec = specs.get(i);
      String place = "network[%s].%s".formatted(i, PluginType.nameOf(spec));
      if (spec instanceof Dense dense) {
        layers.add(layer(dense, place, tensors, "layers." + i + "."));
      } else if (isNoise(spec)) {
        notes.accept(
            place + ": passed over, since it leaves numbers as they are when the network predicts");
      } else if (!(spec instanceof Image) && !(spec instanceof Flatten)) {
        throw refusal(place, spec);
      }
    }
    return new WideNetwork(layers);
  }

  private static boolean isNoise(LayerSpec spec) {
    return spec instanceof Dropout || spec instanceof AlphaDropout || spec instanceof GaussianNoise;
  }

  private static ExplanationException refusal(String place, LayerSpec spec) {
    return new ExplanationException(
        spec instanceof BatchNorm
            ? place
                + ": relates the examples of a batch to each other, so one example alone has no gradient; take the layer out to see how the rest learns"
            : place
                + ": an example is explained through dense layers alone; take the layer out, or explain a smaller network with the same loss");
  }

  private static WideLayer layer(
      Dense spec, String place, Map<String, Matrix> tensors, String name) {
    List<double[]> coefficients = new ArrayList<>();
    if (spec.activation().isPresent()
        && spec.activation().get() instanceof LearnedActivation learned) {
      learned
          .coefficients()
          .forEach(each -> coefficients.add(rows(tensors, name + each.name())[0]));
    }
    DoubleActivation f = DoubleActivation.of(spec.activation(), coefficients);
    Optional<String> called = spec.activation().map(PluginType::nameOf);
    if (!f.isExact()) {
      throw new ExplanationException(
          "%s: %s computes in float alone, too roughly for finite differences; let it implement PointwiseActivation or RowActivation"
              .formatted(place, called.orElse("the activation")));
    }
    return new WideLayer(
        place,
        called,
        f,
        rows(tensors, name + "weight"),
        spec.bias() ? rows(tensors, name + "bias")[0] : new double[0]);
  }

  private static double[][] rows(Map<String, Matrix> tensors, String name) {
    Matrix matrix = Optional.ofNullable(tensors.get(name)).orElseThrow();
    double[][] rows = new double[matrix.rows()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = row(matrix, i);
    }
    return rows;
  }

  /** A row of a matrix in double. */
  static double[] row(Matrix matrix, int row) {
    double[] wide = new double[matrix.columns()];
    for (int k = 0; k < wide.length; k++) {
      wide[k] = matrix.get(row, k);
    }
    return wide;
  }

  List<WideLayer> layers() {
    return layers;
  }

  WideLayer last() {
    return layers.get(layers.size() - 1);
  }

  /** The same network with another layer in a place. */
  WideNetwork with(int place, WideLayer layer) {
    List<WideLayer> changed = new ArrayList<>(layers);
    changed.set(place, layer);
    return new WideNetwork(changed);
  }

  /** Takes an example through all layers. */
  Walk forward(double[] x) {
    List<double[]> inputs = new ArrayList<>();
    List<double[]> preActivations = new ArrayList<>();
    List<double[]> outputs = new ArrayList<>();
    double[] next = x;
    for (WideLayer layer : layers) {
      inputs.add(next);
      preActivations.add(layer.preActivate(next));
      next = layer.f().forward(preActivations.get(preActivations.size() - 1));
      outputs.add(next);
    }
    return new Walk(inputs, preActivations, outputs);
  }

  /** The logits of the network, if a layer had these pre-activations. */
  double[] logitsFrom(int layer, double[] z) {
    double[] next = z;
    for (int l = layer + 1; l < layers.size(); l++) {
      next = layers.get(l).preActivate(layers.get(l - 1).f().forward(next));
    }
    return next;
  }
}
