package dev.gradus.engine.model;

import dev.gradus.engine.event.DivergedException;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.LinearBaseline;
import dev.gradus.runtime.problem.Warning;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A finished training run.
 *
 * @param model the trained model
 * @param history the report of each epoch
 * @param epoch the epoch whose weights the model has: the best one if early stopping, or a run that
 *     was stopped or diverged, has recorded it, else the last; 0 if none was trained
 * @param metrics the loss and the metrics of the finished model: first by data split ({@code
 *     training}, and {@code validation} and {@code test} if there are any), then by name; every
 *     example counts the same, whatever the weights of examples and classes, and a metric that
 *     fails is NaN; empty if the thread was interrupted. Metrics are in the unit of the data, the
 *     loss in {@link Model#lossUnit}
 * @param duration how long the epochs took, without reading the data
 * @param warnings what the user should know
 * @param failure why training ended early because a number was no longer finite: the model is then
 *     that of the best epoch before, as recorded by early stopping or checkpoints; empty if
 *     training was completed, or was stopped
 * @param linear the metrics of a linear baseline on the same data, if requested
 */
public record Training(
    Model model,
    List<EpochReport> history,
    int epoch,
    Map<String, Map<String, Double>> metrics,
    Duration duration,
    List<Warning> warnings,
    Optional<DivergedException> failure,
    LinearBaseline linear) {

  public Training {
    history = List.copyOf(history);
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    warnings = List.copyOf(warnings);
  }

  /** The name of the training split. */
  public static final String TRAINING_PART = "training";

  /** The name of the validation split. */
  public static final String VALIDATION_PART = "validation";

  /** The name of the split that is held out for calibration alone. */
  public static final String CALIBRATION_PART = "calibration";

  /** The name of the test split, which is held out until training is over. */
  public static final String TEST_PART = "test";
}
