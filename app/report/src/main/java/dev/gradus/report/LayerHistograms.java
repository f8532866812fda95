package dev.gradus.report;

import dev.gradus.engine.event.Histogram;
import java.util.List;

/**
 * How weights, biases and activations of layers are distributed, after some epochs.
 *
 * @param epochs ascending; 0 for the start
 * @param layers at least one
 */
record LayerHistograms(List<Integer> epochs, List<OfLayer> layers) {

  LayerHistograms {
    epochs = List.copyOf(epochs);
    layers = List.copyOf(layers);
  }

  /**
   * A layer.
   *
   * @param weights one for each epoch; without any count if it has none
   * @param biases of its other parameters, likewise
   * @param activations of its outputs, one for each epoch
   */
  record OfLayer(
      String name, List<Histogram> weights, List<Histogram> biases, List<Histogram> activations) {

    OfLayer {
      weights = List.copyOf(weights);
      biases = List.copyOf(biases);
      activations = List.copyOf(activations);
    }
  }
}
