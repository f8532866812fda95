package dev.gradus.engine.event;

import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;

/** Training cannot begin, or had to stop. */
public sealed class TrainingException extends GradusException permits DivergedException {

  private static final long serialVersionUID = 1;

  /** Reports a problem in a sentence. */
  public TrainingException(String sentence) {
    super(Problem.of(sentence));
  }

  /** Reports a problem in a sentence, and its cause. */
  public TrainingException(String sentence, Throwable cause) {
    super(Problem.of(sentence), cause);
  }
}
