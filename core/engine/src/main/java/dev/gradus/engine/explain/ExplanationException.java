package dev.gradus.engine.explain;

import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;

/** The network, loss or row cannot be explained. */
public final class ExplanationException extends GradusException {

  private static final long serialVersionUID = 1;

  /** Reports a problem in a sentence. */
  public ExplanationException(String sentence) {
    super(Problem.of(sentence));
  }
}
