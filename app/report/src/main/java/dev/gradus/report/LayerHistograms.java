package dev.gradus.report;

import dev.gradus.engine.event.Histogram;
import java.util.List;

/**
 * How weights and activations of layers are spread, at some moments.
 *
 * @param epochs the moments, ascending
 * @param layers at least one
 */
record LayerHistograms(List<Integer> epochs, List<OfLayer> layers) {

  /** Keeps copies. */
  LayerHistograms {
    epochs = List.copyOf(epochs);
    layers = List.copyOf(layers);
  }

  /**
   * A layer.
   *
   * @param weights of its parameters, one for each moment; without any count if it has none
   * @param activations of its outputs, one for each moment
   */
  record OfLayer(String name, List<Histogram> weights, List<Histogram> activations) {

    /** Keeps copies. */
    OfLayer {
      weights = List.copyOf(weights);
      activations = List.copyOf(activations);
    }
  }
}
