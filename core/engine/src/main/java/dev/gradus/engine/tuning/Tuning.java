package dev.gradus.engine.tuning;

import dev.gradus.engine.config.Configuration;
import dev.gradus.runtime.problem.Warning;
import java.util.List;
import java.util.Optional;

/**
 * What a search has found.
 *
 * @param score what was looked at: {@code loss}, or the name of a metric
 * @param higherIsBetter whether a trial with a higher score is better
 * @param trials all that were tried, the best first: one that was trained for more epochs stands
 *     before one that was not thought worth it, and those that were refused stand last
 * @param best the configuration of the best, for all epochs and without the section {@code tune};
 *     empty if every trial was refused
 * @param complete whether the search came to its end, and was not stopped
 * @param warnings what must be known of the trials, each once
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
}
