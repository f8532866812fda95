package dev.gradus.engine.study;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.event.DivergedException;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.LinearBaseline;
import dev.gradus.engine.event.Snapshot;
import dev.gradus.engine.event.TrainingPlan;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.problem.Warning;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that there is to be seen of a training run, when it is over.
 *
 * @param model what was learned
 * @param plan what was to be trained
 * @param history what each epoch has brought
 * @param snapshots the network at some moments, the start (epoch 0) and the end among them
 * @param metrics the loss and the metrics of the finished model: by part of the data, then by name
 * @param curve the gradient of its loss as a function of the error
 * @param outcome what it answers for examples that were set apart
 * @param contributions the training examples that pull hardest at it, hardest first
 * @param landscape its loss over a plane through the learned weights; empty if that would take too
 *     long
 * @param sharpness how sharply its loss bends there
 * @param startingWeights the SHA-256 of all weights before the first step, in hexadecimal digits
 * @param finalWeights the same of those that were learned
 * @param duration how long the epochs took, snapshots included
 * @param warnings what was done all the same, but must be known
 * @param failure why training had to end before its time, with the weights of its best epoch; empty
 *     if it did not
 * @param linear what a linear model gets on the same data
 */
public record Study(
    Model model,
    TrainingPlan plan,
    List<EpochReport> history,
    List<Snapshot> snapshots,
    Map<String, Map<String, Double>> metrics,
    GradientCurve curve,
    Outcome outcome,
    List<Contribution> contributions,
    Optional<Landscape> landscape,
    Sharpness sharpness,
    String startingWeights,
    String finalWeights,
    Duration duration,
    List<Warning> warnings,
    Optional<DivergedException> failure,
    LinearBaseline linear) {

  /** Keeps copies. */
  public Study {
    history = List.copyOf(history);
    snapshots = List.copyOf(snapshots);
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    contributions = List.copyOf(contributions);
    warnings = List.copyOf(warnings);
  }

  /** What made the model. */
  public Configuration configuration() {
    return model.configuration();
  }
}
