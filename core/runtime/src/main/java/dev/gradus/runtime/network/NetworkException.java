package dev.gradus.runtime.network;

import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;

/** A network cannot be built as specified for the given data. */
public final class NetworkException extends GradusException {

  private static final long serialVersionUID = 1;

  /** Reports a problem in a sentence. */
  public NetworkException(String sentence) {
    super(Problem.of(sentence));
  }

  /** Reports a problem in a sentence, and its cause. */
  public NetworkException(String sentence, Throwable cause) {
    super(Problem.of(sentence), cause);
  }
}
