package dev.gradus.engine;

import dev.gradus.engine.linear.Vectors;
import dev.gradus.engine.model.Model;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.runtime.problem.Warning;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The result of a cross-validation: each fold was evaluated by a network that was not trained on
 * it.
 *
 * @param folds the loss and the metrics of each fold, by name; metrics are in the unit of the data,
 *     the loss in {@code lossUnit}; with {@code training.conformal} also what its sets or intervals
 *     cover, see {@link dev.gradus.engine.config.ConformalSpec#SHARE}
 * @param warnings the warnings of all folds, without duplicates
 * @param model the networks of the folds as one model, which predicts the mean of their
 *     predictions, of a target with {@code scale: log} that of the logarithms; empty unless it was
 *     asked for, or if training was stopped, or if there is a {@code refusal}
 * @param lossUnit the unit of the loss, if it is not that of the data; see {@link
 *     dev.gradus.engine.model.Model#lossUnit}
 * @param refusal why the networks of the folds cannot be one model, although that was asked for and
 *     all folds are finished; the scores are valid all the same
 */
public record CrossValidation(
    List<Map<String, Double>> folds,
    List<Warning> warnings,
    Optional<Model> model,
    Optional<String> lossUnit,
    Optional<Problem> refusal) {

  public CrossValidation {
    folds = List.copyOf(folds);
    warnings = List.copyOf(warnings);
  }

  /**
   * The statistics of a metric over the folds.
   *
   * @param mean of the folds
   * @param deviation the population standard deviation of the folds (divided by their number), like
   *     NumPy's {@code std()}
   */
  public record Score(double mean, double deviation) {}

  /** The score of the loss and of each metric, by name. */
  public Map<String, Score> scores() {
    Set<String> names = new LinkedHashSet<>();
    folds.forEach(fold -> names.addAll(fold.keySet()));
    Map<String, Score> scores = new LinkedHashMap<>();
    for (String name : names) {
      double[] values =
          folds.stream().mapToDouble(fold -> fold.getOrDefault(name, Double.NaN)).toArray();
      scores.put(name, new Score(Vectors.mean(values), Vectors.deviation(values)));
    }
    return scores;
  }
}
