package dev.gradus.engine.studies;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.loss.LossGradient;
import dev.gradus.engine.study.LearningCurve;
import dev.gradus.engine.study.Study;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Warning;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The result of the run of a variant with a seed.
 *
 * @param notes the adaptations that the variant needed, in sentences
 * @param start its gradient at the initial weights, of the run with the first seed
 * @param study of the run with the first seed
 * @param results its curve and its scores; empty if it was stopped or failed
 * @param warnings of the run
 * @param refusal why it failed
 */
public record VariantRun(
    List<String> notes,
    Optional<Start> start,
    Optional<Study> study,
    Optional<Results> results,
    List<Warning> warnings,
    Optional<GradusException> refusal) {

  /** Copies the lists. */
  public VariantRun {
    notes = List.copyOf(notes);
    warnings = List.copyOf(warnings);
  }

  /**
   * The gradient of a variant at its initial weights.
   *
   * @param gradient over some training examples
   * @param targets of those examples
   * @param weights the fingerprint of the initial weights
   * @param lines of those examples
   * @param examples how many there are to learn from
   * @param source where they come from
   * @param layers the names of the layers that learn
   * @param part the data split that is evaluated
   */
  public record Start(
      LossGradient gradient,
      Matrix targets,
      String weights,
      List<Integer> lines,
      int examples,
      String source,
      List<String> layers,
      String part) {}

  /**
   * The results of a run that is over.
   *
   * @param scores by the name of the loss or metric
   * @param coverage what its sets or intervals cover, by name
   */
  public record Results(
      LearningCurve curve, Map<String, Double> scores, Map<String, Double> coverage) {}
}
