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
 * All that there is to be seen of a training run, when it is over.
 *
 * @param training what came out; how long it took, snapshots included
 * @param plan what was to be trained
 * @param snapshots the network at some moments, the start (epoch 0) and the end among them
 * @param curve the gradient of its loss as a function of the error
 * @param outcome what it answers for examples that were set apart
 * @param contributions the training examples that pull hardest at it, hardest first
 * @param landscape its loss over a plane through the learned weights; empty if that would take too
 *     long
 * @param sharpness how sharply its loss bends there
 * @param images what its hardest examples and its mistakes look like; empty if its inputs are not
 *     the pixels of an image
 * @param regression by part of the data, how far numeric predictions are from the truth, one for
 *     each target; empty for classes and labels
 * @param startingWeights the SHA-256 of all weights before the first step, in hexadecimal digits
 * @param finalWeights the same of those that were learned
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

  /** What was learned. */
  public Model model() {
    return training.model();
  }

  /** What made the model. */
  public Configuration configuration() {
    return model().configuration();
  }
}
