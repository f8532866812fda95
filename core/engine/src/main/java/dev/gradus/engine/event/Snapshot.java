package dev.gradus.engine.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The internals of a network at a moment of training.
 *
 * @param epoch the epoch after which it was taken; 0 before the first step
 * @param layers from the first to the last
 * @param training the loss and the metrics, by name, on a sample of the training examples, with the
 *     weights that predict; weights of examples and classes count in the loss, as in an {@link
 *     EpochReport}
 * @param surface its decision surface, if it has two numeric inputs
 */
public record Snapshot(
    int epoch,
    List<LayerSnapshot> layers,
    Map<String, Double> training,
    Optional<DecisionSurface> surface) {

  /** The maximum number of training examples in the sample, which is evenly spaced. */
  public static final int SAMPLE = 256;

  public Snapshot {
    layers = List.copyOf(layers);
    training = Collections.unmodifiableMap(new LinkedHashMap<>(training));
  }
}
