package dev.gradus.engine.study;

import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Warning;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One of the compared networks.
 *
 * @param name that distinguishes it, such as {@code huber} or {@code 0.01}
 * @param loss the name of its training loss
 * @param notes the adaptations that it needed, in sentences
 * @param refusal why it could not be trained; then everything that follows is empty
 * @param study of its run with the first seed
 * @param scores of the run with each seed: every loss and metric by name, on the evaluated data
 *     split; a loss that makes no sense for its outputs is left out
 * @param coverage for the run with each seed, on the same rows, how often its sets or intervals
 *     hold the true value, and how large they are, by name, see {@link
 *     dev.gradus.engine.config.ConformalSpec#SHARE}; without {@code training.conformal} empty maps.
 *     For rows that they were fitted to, only the size is given
 * @param warnings the warnings of its runs with all seeds, without duplicates
 */
public record Variant(
    String name,
    String loss,
    List<String> notes,
    Optional<GradusException> refusal,
    Optional<Study> study,
    List<Map<String, Double>> scores,
    List<Map<String, Double>> coverage,
    List<Warning> warnings,
    List<LearningCurve> curves) {

  public Variant {
    notes = List.copyOf(notes);
    scores = List.copyOf(scores);
    coverage = List.copyOf(coverage);
    warnings = List.copyOf(warnings);
    curves = List.copyOf(curves);
  }

  /** The same with the scores and curves of the first seeds only, if there are more. */
  public Variant withSeeds(int most) {
    return new Variant(
        name,
        loss,
        notes,
        refusal,
        study,
        scores.subList(0, Math.min(most, scores.size())),
        coverage.subList(0, Math.min(most, coverage.size())),
        warnings,
        curves.subList(0, Math.min(most, curves.size())));
  }

  /** Whether it was trained. */
  public boolean tookPart() {
    return study.isPresent();
  }
}
