package dev.gradus.runtime.network;

import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;

/** A network cannot be built as specified for the given data. */
public final class NetworkException extends GradusException {

  private static final long serialVersionUID = 1;

  /** Reports what is wrong in a sentence. */
  public NetworkException(String sentence) {
    super(Problem.of(sentence));
  }

  /** Reports what is wrong in a sentence, and what caused it. */
  public NetworkException(String sentence, Throwable cause) {
    super(Problem.of(sentence), cause);
  }
}
