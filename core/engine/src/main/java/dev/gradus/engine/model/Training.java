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
 * @param model what was learned
 * @param history what each epoch has brought
 * @param epoch the epoch whose weights the model has: the best one if early stopping, or a run that
 *     was stopped or diverged, has kept it, else the last; 0 if none was trained
 * @param metrics the loss and the metrics of the finished model: first by part of the data ({@code
 *     training}, and {@code validation} if there is one), then by name; every example counts the
 *     same, whatever the weights of examples and classes, and a metric that fails is NaN; empty if
 *     the thread was interrupted. Metrics are in the unit of the data, the loss in {@link
 *     Model#lossUnit}
 * @param duration how long the epochs took, without reading the data
 * @param warnings what was done all the same, but must be known
 * @param failure why training had to end before its time, because a number was no longer finite:
 *     the model is that of the best epoch before, which early stopping or checkpoints remember;
 *     empty if it came to its end, or was stopped
 * @param linear what a linear model gets on the same data, if that was asked for
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

  /** Keeps copies. */
  public Training {
    history = List.copyOf(history);
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    warnings = List.copyOf(warnings);
  }

  /** The part of the data that was learned from. */
  public static final String TRAINING_PART = "training";

  /** The part of the data that was set apart. */
  public static final String VALIDATION_PART = "validation";
}
