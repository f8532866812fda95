package dev.gradus.engine.explaining;

import dev.gradus.engine.explain.ExplanationException;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.spi.AffineFunction;
import dev.gradus.spi.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A network of dense layers in {@code double}, with the weights of a network in {@code float}. */
final class ReferenceNetwork {

  private final List<ReferenceLayer> layers;

  ReferenceNetwork(List<ReferenceLayer> layers) {
    this.layers = List.copyOf(layers);
  }

  /**
   * Copies the current weights of a network.
   *
   * @param notes receives a sentence for each layer that is skipped, because it passes numbers
   *     through unchanged in prediction
   * @throws ExplanationException naming the first layer that is neither affine nor skipped
   */
  static ReferenceNetwork of(Network network, Consumer<String> notes) {
    List<ReferenceLayer> layers = new ArrayList<>();
    for (Network.Part part : network.computing()) {
      if (part.function() instanceof AffineFunction affine) {
        layers.add(layer(part, affine));
      } else if (part.function().isIdentity() && part.layer().activation().isEmpty()) {
        notes.accept(
            part.path() + ": skipped, because it passes numbers through unchanged in prediction");
      } else {
        throw refusal(part);
      }
    }
    return new ReferenceNetwork(layers);
  }

  private static ExplanationException refusal(Network.Part part) {
    return new ExplanationException(
        part.path()
            + (part.function().needsWholeBatch()
                ? ": relates the examples of a batch to each other, so one example alone has no gradient; take the layer out to see how the rest learns"
                : ": an example is explained through dense layers alone; take the layer out, or explain a smaller network with the same loss"));
  }

  private static ReferenceLayer layer(Network.Part part, AffineFunction affine) {
    Optional<String> called = part.layer().activation().map(PluginType::nameOf);
    if (!part.activation().isExact()) {
      throw new ExplanationException(
          "%s: %s computes in float alone, too roughly for finite differences; let it implement PointwiseActivation or RowActivation"
              .formatted(part.path(), called.orElse("the activation")));
    }
    return new ReferenceLayer(
        part.path(),
        called,
        part.activation(),
        rows(affine.weight()),
        affine.bias().map(bias -> rows(bias)[0]).orElse(new double[0]));
  }

  private static double[][] rows(Tensor tensor) {
    Matrix matrix = new Matrix(tensor.rows(), tensor.columns(), tensor.values());
    double[][] rows = new double[tensor.rows()][];
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

  List<ReferenceLayer> layers() {
    return layers;
  }

  ReferenceLayer last() {
    return layers.get(layers.size() - 1);
  }

  /** The same network with one layer replaced. */
  ReferenceNetwork with(int place, ReferenceLayer layer) {
    List<ReferenceLayer> changed = new ArrayList<>(layers);
    changed.set(place, layer);
    return new ReferenceNetwork(changed);
  }

  /** Runs the forward pass of an example. */
  ForwardValues forward(double[] x) {
    List<double[]> inputs = new ArrayList<>();
    List<double[]> preActivations = new ArrayList<>();
    List<double[]> outputs = new ArrayList<>();
    double[] next = x;
    for (ReferenceLayer layer : layers) {
      inputs.add(next);
      preActivations.add(layer.preActivate(next));
      next = layer.f().forward(preActivations.get(preActivations.size() - 1));
      outputs.add(next);
    }
    return new ForwardValues(inputs, preActivations, outputs);
  }

  /** The logits of the network if a layer had these pre-activations. */
  double[] logitsFrom(int layer, double[] z) {
    double[] next = z;
    for (int l = layer + 1; l < layers.size(); l++) {
      next = layers.get(l).preActivate(layers.get(l - 1).f().forward(next));
    }
    return next;
  }
}
