package dev.gradus.engine.explain;

import dev.gradus.engine.numpy.NumpyGradient;
import java.util.List;
import java.util.stream.Stream;

/**
 * A loss for an example, and its gradients in each layer.
 *
 * @param name the name of the loss
 * @param value L
 * @param layers from the first to the last
 * @param numpy dL/dz of the last layer as a line of numpy
 */
public record ExplainedLoss(
    String name, double value, List<LayerGradients> layers, NumpyGradient numpy) {

  public ExplainedLoss {
    layers = List.copyOf(layers);
  }

  /** All derivatives that were compared with finite differences. */
  public Stream<Derivative> slopes() {
    return layers.stream()
        .flatMap(
            layer ->
                Stream.of(layer.outputs(), layer.preActivations(), layer.weights(), layer.biases()))
        .flatMap(each -> each.listed().stream());
  }
}
