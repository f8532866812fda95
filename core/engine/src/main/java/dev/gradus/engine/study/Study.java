package dev.gradus.engine.study;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.event.Snapshot;
import dev.gradus.engine.event.TrainingPlan;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.model.Training;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The details of a finished training run.
 *
 * @param training the result, with its duration including snapshots
 * @param plan of the run
 * @param snapshots the network at some moments, including the start (epoch 0) and the end
 * @param curve the gradient of its loss as a function of the error
 * @param outcome its predictions for held-out examples
 * @param contributions the training examples with the largest gradients, largest first
 * @param landscape its loss over a plane through the learned weights; empty if that would take too
 *     long
 * @param sharpness the curvature of the loss there
 * @param images its hardest examples and its mistakes as images; empty if its inputs are not pixels
 * @param regression by data split, the errors of numeric predictions, one for each target; empty
 *     for classes and labels
 * @param startingWeights the SHA-256 of all weights before the first step, in hexadecimal digits
 * @param finalWeights the SHA-256 of all weights after training
 */
public record Study(
    Training training,
    TrainingPlan plan,
    List<Snapshot> snapshots,
    GradientCurve curve,
    Outcome outcome,
    List<ExampleGradient> contributions,
    Optional<LossLandscape> landscape,
    Sharpness sharpness,
    Optional<ImageExamples> images,
    Map<String, List<RegressionScores>> regression,
    String startingWeights,
    String finalWeights) {

  public Study {
    snapshots = List.copyOf(snapshots);
    contributions = List.copyOf(contributions);
    regression = Collections.unmodifiableMap(new LinkedHashMap<>(regression));
  }

  /** The trained model. */
  public Model model() {
    return training.model();
  }

  /** The configuration of the model. */
  public Configuration configuration() {
    return model().configuration();
  }
}
