package dev.gradus.spark;

import dev.gradus.engine.event.DivergedException;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.model.Training;
import dev.gradus.runtime.problem.Warning;
import java.io.Serializable;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a fit was worth: the losses of its epochs, and the metrics of the model.
 *
 * <pre>{@code
 * GradusSummary summary = model.summary();
 * double accuracy = summary.metrics().get("validation").get("accuracy");
 * double[] losses = summary.objectiveHistory();
 * }</pre>
 *
 * @param history the report of each epoch
 * @param epoch the epoch whose weights the model has: the best one with early stopping, else the
 *     last; 0 if none was trained
 * @param metrics the loss and the metrics of the model: first by data split ({@code training}, and
 *     {@code validation} and {@code test} if there are any), then by name; as {@link
 *     Training#metrics}
 * @param linear the metrics of a linear model on the same rows, under the same names, to compare
 *     with; empty if there is none
 * @param duration how long the epochs took, without reading the rows
 * @param warnings what training has warned of
 * @param failure why training ended early because a number was no longer finite; empty if it was
 *     completed or stopped
 */
public record GradusSummary(
    List<EpochReport> history,
    int epoch,
    Map<String, Map<String, Double>> metrics,
    Map<String, Map<String, Double>> linear,
    Duration duration,
    List<String> warnings,
    String failure)
    implements Serializable {

  private static final long serialVersionUID = 1;

  /** Copies the lists and maps, in their order. */
  public GradusSummary {
    history = List.copyOf(history);
    metrics = copy(metrics);
    linear = copy(linear);
    warnings = List.copyOf(warnings);
  }

  private static Map<String, Map<String, Double>> copy(Map<String, Map<String, Double>> metrics) {
    Map<String, Map<String, Double>> copies = new LinkedHashMap<>();
    metrics.forEach(
        (split, numbers) ->
            copies.put(split, Collections.unmodifiableMap(new LinkedHashMap<>(numbers))));
    return Collections.unmodifiableMap(copies);
  }

  /** The summary of a training run. */
  static GradusSummary of(Training training) {
    return new GradusSummary(
        training.history(),
        training.epoch(),
        training.metrics(),
        training.linear().metrics(),
        training.duration(),
        training.warnings().stream().map(Warning::message).toList(),
        training.failure().map(DivergedException::getMessage).orElse(""));
  }

  /** The number of epochs that were trained. */
  public int totalIterations() {
    return history.size();
  }

  /** The training loss of each epoch, taken while the weights changed. */
  public double[] objectiveHistory() {
    return history.stream().mapToDouble(EpochReport::loss).toArray();
  }
}
