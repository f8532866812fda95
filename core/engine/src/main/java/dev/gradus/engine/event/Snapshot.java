package dev.gradus.engine.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a network looks like from inside at a moment of training.
 *
 * @param epoch after which one; 0 before the first step
 * @param layers from the first to the last
 * @param training the loss and the metrics, by name, on a sample of the training examples, with the
 *     weights that predict; weights of examples and classes count in the loss, as in an {@link
 *     EpochReport}
 * @param surface what it answers, if it has two inputs that are numbers
 */
public record Snapshot(
    int epoch,
    List<LayerSnapshot> layers,
    Map<String, Double> training,
    Optional<DecisionSurface> surface) {

  /** Of more training examples than these, as many are looked at, evenly spaced. */
  public static final int SAMPLE = 256;

  /** Keeps copies. */
  public Snapshot {
    layers = List.copyOf(layers);
    training = Collections.unmodifiableMap(new LinkedHashMap<>(training));
  }
}
