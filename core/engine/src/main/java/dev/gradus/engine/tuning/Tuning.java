package dev.gradus.engine.tuning;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.ConformalSpec;
import dev.gradus.runtime.problem.Warning;
import java.util.List;
import java.util.Optional;

/**
 * The result of a search.
 *
 * @param score the metric that was optimised: {@code loss}, or the name of a metric
 * @param higherIsBetter whether a trial with a higher score is better
 * @param trials all trials, the best first: those that reached a later round come before those that
 *     did not, and those that failed come last
 * @param best the configuration of the best trial, for all epochs and without the section {@code
 *     tune}; empty if every trial failed
 * @param complete whether the search was completed, and not stopped
 * @param warnings the warnings of all trials, without duplicates
 */
public record Tuning(
    String score,
    boolean higherIsBetter,
    List<Trial> trials,
    Optional<Configuration> best,
    boolean complete,
    List<Warning> warnings) {

  public Tuning {
    trials = List.copyOf(trials);
    warnings = List.copyOf(warnings);
  }

  /** The names of what the sets or intervals of the trials cover; empty if no trial makes any. */
  public List<String> coverages() {
    return trials.stream()
        .flatMap(trial -> trial.measures().stream())
        .flatMap(fold -> fold.keySet().stream())
        .filter(ConformalSpec::isMeasure)
        .distinct()
        .toList();
  }
}
