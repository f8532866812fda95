package dev.gradus.engine.explain;

import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;

/** Says that there is nothing to be shown of this network, loss or row. */
public final class ExplanationException extends GradusException {

  private static final long serialVersionUID = 1;

  /** Reports what is wrong in a sentence. */
  public ExplanationException(String sentence) {
    super(Problem.of(sentence));
  }
}
