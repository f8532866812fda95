package dev.gradus.importing;

import dev.gradus.spi.Layer;
import java.util.Map;

/**
 * A layer of a network that is being imported.
 *
 * @param origin its name in the file
 * @param spec the layer of Gradus
 * @param tensors its weights, by the names of its tensors within the layer
 * @param given whether the file has this layer as such, and not only constants in its place
 */
record Step(String origin, Layer spec, Map<String, float[]> tensors, boolean given) {

  Step {
    tensors = Map.copyOf(tensors);
  }

  Step with(Layer other, Map<String, float[]> others) {
    return new Step(origin, other, others, given);
  }
}
