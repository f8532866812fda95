package dev.gradus.engine.study;

import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.Snapshot;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The learning curve of a run.
 *
 * @param history the report of each epoch
 * @param training for some epochs, ascending: the loss and the metrics on the training examples, as
 *     in {@link Snapshot#training}
 */
public record LearningCurve(List<EpochReport> history, Map<Integer, Map<String, Double>> training) {

  /** Copies the collections. */
  public LearningCurve {
    history = List.copyOf(history);
    training = Collections.unmodifiableMap(new TreeMap<>(training));
  }

  /** The curve of a run with these snapshots. */
  public static LearningCurve of(List<EpochReport> history, List<Snapshot> snapshots) {
    Map<Integer, Map<String, Double>> training = new TreeMap<>();
    snapshots.forEach(snapshot -> training.put(snapshot.epoch(), snapshot.training()));
    return new LearningCurve(history, training);
  }
}
